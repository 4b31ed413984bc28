import { RawChaincode } from './raw-chaincode';
import { serve } from './serve';

serve(new RawChaincode());
