import type { GatewayError } from '@hyperledger/fabric-gateway';
import type { Codec } from '../codecs/codec';
import { called, type CalledTransaction } from './client-error';

/** What is known of a refusal. */
export interface Refusal<Details = unknown> extends CalledTransaction {
    readonly transactionId: string;
    readonly status: number;
    readonly code: string;
    readonly reason: string;
    readonly details?: Details | undefined;
    readonly cause: GatewayError;
}

/**
 * The chaincode refused a transaction: it has changed nothing. Generated clients have a subclass for each code that is
 * declared.
 */
export class TransactionRefused<Details = unknown> extends Error {
    /** Of the response: 400 to 499 where the caller is at fault, 500 and above where the chaincode is. */
    readonly status: number;
    /** What the contract calls it, such as `ASSET_EXISTS`; `REFUSED` where it gives no code. */
    readonly code: string;
    /** The contract's own words. */
    readonly reason: string;
    /** What the contract gave with it, if that is declared and short enough to come with the message. */
    readonly details: Details | undefined;
    /** `function` or `contract:function`. */
    readonly transaction: string;
    readonly transactionId: string;
    /** The gateway's error: its details say which endorser said what. */
    override readonly cause: GatewayError;

    constructor(refusal: Refusal<Details>, message?: string) {
        const { status, code, reason, cause } = refusal;
        super(message ?? `${called(refusal)} was refused: ${status} ${code}: ${reason}`, { cause });
        this.name = new.target.name;
        this.status = status;
        this.code = code;
        this.reason = reason;
        this.details = refusal.details;
        this.transaction = refusal.transaction;
        this.transactionId = refusal.transactionId;
        this.cause = cause;
    }
}

/** A subclass of TransactionRefused for one code. */
export interface RefusalClass {
    new (refusal: Refusal<never>): TransactionRefused;
    readonly code: string;
    /** How its details are read, where they are declared. */
    readonly details?: Codec<unknown>;
}

/** The chaincode does not know the transaction, or the contract: it is older, or newer, than this client. */
export class TransactionUnknown extends TransactionRefused<undefined> {
    constructor(refusal: Refusal<undefined>) {
        super(
            refusal,
            `${called(refusal)} does not exist: the chaincode has another version than the one this client was generated ` +
                `from. Upgrade the chaincode, or generate the client again, by \`heddle generate client\` (it said: ${refusal.reason})`,
        );
    }
}
