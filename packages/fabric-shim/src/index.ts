export {
    ClassicClientIdentity as ClientIdentity,
    ClassicKeyEndorsementPolicy as KeyEndorsementPolicy,
    ClassicStub as ChaincodeStub,
    generateLoggingPrefix,
    getLogger,
    HistoryQueryIterator,
    setLevel,
    StateQueryIterator,
} from '@heddle/core/fabric-shim';
export { ChaincodeFromContract } from './chaincode-from-contract';
export { ChaincodeInterface } from './chaincode-interface';
export { ChaincodeServer, type ChaincodeServerOptions } from './chaincode-server';
export { ENDORSER_ROLES, RESPONSE_CODE, Shim, type ShimResponse } from './shim';
