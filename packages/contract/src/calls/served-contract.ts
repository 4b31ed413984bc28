import type { Contract } from '../context/contract';
import type { TransactionInfo } from '../evidence/transaction-info';

/** A contract that a ContractChaincode serves, as far as its callers need to know it. */
export interface ServedContract {
    /** By which clients address it: `name:function`. */
    readonly name: string;
    /** Whether clients may leave its name out. */
    readonly isDefault: boolean;
    readonly contract: Contract;
    /** By the names of their methods. */
    readonly transactions: ReadonlyMap<string, ServedTransaction>;
}

/** A transaction that can be called. */
export interface ServedTransaction {
    readonly info: TransactionInfo;
    /**
     * Makes the value that a transaction returned of its payload; undefined where its type is not declared.
     * @throws ContractError INVALID_RESULT, status 500, for bytes that are not of the declared type
     */
    readonly readResult: ((payload: Uint8Array) => unknown) | undefined;
}
