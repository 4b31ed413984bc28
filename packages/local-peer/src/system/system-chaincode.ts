import type { TransactionCall } from '../answers/transaction-context';
import type { Channel } from '../channel/channel';
import type { ChaincodeResponse } from '../records/chaincode-response';

/** A chaincode that is a part of the peer. */
export type SystemChaincode = (
    call: TransactionCall,
    args: readonly Buffer[],
    services: SystemServices,
) => ChaincodeResponse | Promise<ChaincodeResponse>;

/** What a peer's own chaincodes read. */
export interface SystemServices {
    readonly channels: ReadonlyMap<string, Channel>;
}

/** The version that peers give to all of their own (fabric, core/scc/scc.go). */
export const SYSTEM_VERSION = 'syscc';

/** shim.OK and shim.ERROR. */
const OK = 200;
const ERROR = 500;

export function success(payload: Buffer): ChaincodeResponse {
    return { status: OK, message: '', payload };
}

export function failure(message: string, status: number = ERROR): ChaincodeResponse {
    return { status, message, payload: Buffer.alloc(0) };
}
