import { ContractChaincode } from '@heddle/contract';
import { createLogger } from '@heddle/core';
import { serve } from './serve';
import { BenchContract } from './typed-contract';

serve(new ContractChaincode({ contracts: [BenchContract], logger: createLogger('warn') }));
