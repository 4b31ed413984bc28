import { format, types } from 'node:util';
import { EMPTY } from '@heddle/protocol';
import { ChaincodeError, isError } from './errors';
import type { Leniency } from './leniency';
import type { ChaincodeStub } from './stub/chaincode-stub';
import type { WarningCode } from './warning-codes';

/**
 * What a transaction answers. Peers endorse a status below 400; 400 to 499 says that the client is at fault, 500 and
 * above that the chaincode is. Through the Gateway only status and message of a failure reach the client.
 */
export interface ChaincodeResponse {
    /** 200 to 599. */
    readonly status: number;
    readonly message?: string | undefined;
    /** A string is sent as UTF-8. */
    readonly payload?: Uint8Array | string | undefined;
}

/** Something that is wrong with a chaincode, and that it is served with all the same. */
export interface FoundWarning {
    readonly code: WarningCode;
    /** Which contract, which parameter. */
    readonly what: string;
}

/**
 * What chaincode that was written for fabric-shim may do. Each part stands for itself and is strict where it is left out;
 * what a part lets pass is warned of, with the line and the remedy.
 */
export interface Compat extends Leniency {
    /** Makes what `Init` and `Invoke` are handed. Default: the stub itself. */
    readonly stub?: ((stub: ChaincodeStub) => object) | undefined;
}

/** A chaincode as a peer sees it. Contracts are one; a class with these two methods is one as well. */
export interface Chaincode {
    /** Where it may do what Heddle refuses by default. Default: nowhere. */
    readonly compat?: Compat | undefined;
    /** What was found when it was made; the host counts it, and whoever made it has told of it. */
    readonly warnings?: readonly FoundWarning[] | undefined;
    /** Runs once for a definition that was approved with `--init-required`. */
    Init(stub: ChaincodeStub): Promise<ChaincodeResponse>;
    /** Runs for each transaction. */
    Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse>;
}

/** A response of status 200. */
export function success(payload: Uint8Array | string = EMPTY): ChaincodeResponse {
    return { status: 200, payload };
}

/** A response of status 500; the message is what the client reads. */
export function error(message: string | Error): ChaincodeResponse {
    return { status: 500, message: messageText(message) };
}

/**
 * What a client reads of a message of any kind: chaincode in JavaScript hands in what it has caught. Of an error it is the
 * message, wherever the error stands: its stack tells of files and of lines, which are nobody's business.
 */
export function messageText(message: unknown): string {
    if (message === undefined || message === null) return '';
    if (isError(message)) return message.message;
    if (types.isUint8Array(message)) return Buffer.from(message).toString();
    if (typeof message === 'object') return structuredText(message);
    return typeof message === 'function' ? `function ${message.name}` : format('%s', message);
}

/** As JSON; where there is none of it, by its kind. */
function structuredText(message: object): string {
    const kind = Object.prototype.toString.call(message);
    try {
        const json: unknown = JSON.stringify(message, readable);
        return typeof json === 'string' ? json : kind;
    } catch {
        return kind;
    }
}

/** A replacer for JSON, whose `this` holds what `toJSON` may have made something else of. */
function readable(this: unknown, name: string, value: unknown): unknown {
    if (name === 'stack') return undefined;
    const original = (this as Record<string, unknown>)[name];
    return isError(original) || typeof value === 'bigint' ? messageText(original) : value;
}

/** @throws ChaincodeError INVALID_OPTIONS where a method of a chaincode is missing */
export function checkedChaincode(chaincode: Chaincode): Chaincode {
    for (const method of ['Init', 'Invoke'] as const) {
        if (typeof (chaincode as Partial<Chaincode> | null | undefined)?.[method] === 'function') continue;
        throw new ChaincodeError(
            'INVALID_OPTIONS',
            `the chaincode has no method ${method}(stub): give an object that has Init and Invoke`,
        );
    }
    return chaincode;
}
