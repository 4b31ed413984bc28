import type { SigningIdentity } from '../identity/signing-identity';
import type { ChaincodeEvent, ChaincodeResponse } from '../records/chaincode-response';
import type { PrivateWriteSet, ReadWriteSet } from '../records/read-write-set';
import type { ValidationCode } from '../records/validation-code';

/** A transaction to run. */
export interface TransactionRequest {
    readonly chaincode: string;
    /** The first argument; leave it out to call without arguments. */
    readonly function?: string;
    readonly args?: readonly (string | Uint8Array)[];
    readonly transient?: Readonly<Record<string, string | Uint8Array>>;
    /** Default: the peer's own client. */
    readonly identity?: SigningIdentity;
    /** Default: the peer's first channel. */
    readonly channel?: string;
    /** Calls init, of a chaincode that requires it. */
    readonly isInit?: boolean;
    /** MSP id of the organization whose peer's gateway is asked. Default: the client's own if that has a peer, else the first one. */
    readonly gateway?: string;
    /**
     * MSP ids of the organizations whose peers are to run it; to evaluate, one of them, the gateway's own if it is there.
     * Default: the gateway's own one and, to submit, as many others as the policies need.
     */
    readonly endorsingOrganizations?: readonly string[];
    /** What makes the transaction id, with the identity: the same nonce runs the same transaction again. Default: random. */
    readonly nonce?: Uint8Array;
    /** The proposal's time. Default: what the peer's clock says. */
    readonly time?: Date;
}

/** What a chaincode answered, and what it did. A status of 400 and above is a failure, and is not committed. */
export interface TransactionResult extends ChaincodeResponse {
    readonly txId: string;
    readonly channel: string;
    readonly event: ChaincodeEvent | undefined;
    readonly readWriteSet: ReadWriteSet;
    /** Keys and values that the read-write set has hashes of. */
    readonly privateWrites: readonly PrivateWriteSet[];
}

/** A result that may be committed. */
export interface EndorsedTransaction extends TransactionResult {
    /** The signed envelope to order; undefined where the response was not endorsed. */
    readonly envelope: Buffer | undefined;
}

/** What became of a transaction in its block. */
export interface CommitStatus {
    readonly txId: string;
    readonly blockNumber: bigint;
    readonly txNumber: bigint;
    readonly validationCode: ValidationCode;
    /** The code's name: VALID, or why it is not. */
    readonly status: string;
}

/** What came of a transaction that was submitted. */
export interface SubmitResult extends TransactionResult {
    /** Undefined where the response was not endorsed. */
    readonly commit: CommitStatus | undefined;
}
