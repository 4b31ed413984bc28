import type { Chaincode, ChaincodeResponse, Compat } from '../chaincode';
import { warn } from '../warnings/warn';
import { type ClassicStub, classicStub } from './classic-stub';
import { generateLoggingPrefix } from './logging-prefix';
import { classicPayload } from './text-as-base64';

/** All that fabric-shim lets chaincode do, and in its forms. Parts of it can be taken alone. */
export const CLASSIC: Compat = Object.freeze({
    unawaitedWrites: 'wait',
    emptyValues: 'delete',
    evaluatedWrites: 'allow',
    secondEvent: 'replace',
    errors: 'plain',
    results: 'fabric-shim',
    stub: classicStub,
} satisfies Compat);

/** A response as chaincode for fabric-shim makes it. */
export interface ClassicResponse {
    readonly status?: unknown;
    readonly message?: unknown;
    readonly payload?: unknown;
}

/** A chaincode as fabric-shim takes it. */
export interface ClassicChaincode {
    readonly compat?: Compat | undefined;
    Init(stub: ClassicStub): unknown;
    Invoke(stub: ClassicStub): unknown;
}

/**
 * Makes a chaincode that was written for fabric-shim one of Heddle's. What says by itself how it wants to be treated, as
 * contracts do, is one already.
 */
export function classicChaincode(chaincode: ClassicChaincode): Chaincode {
    if (chaincode.compat !== undefined) return chaincode as unknown as Chaincode; // which takes the stub that it asks for
    const call =
        (method: 'Init' | 'Invoke') =>
        async (stub: object): Promise<ChaincodeResponse> => {
            const classic = stub as ClassicStub; // made by CLASSIC
            return responseOf((await chaincode[method](classic)) as ClassicResponse | undefined, method, classic);
        };
    return { compat: CLASSIC, Init: call('Init'), Invoke: call('Invoke') };
}

/** A response by fabric-shim's rules: no status is a failure, and text is base64. */
function responseOf(
    response: ClassicResponse | null | undefined,
    method: string,
    stub: ClassicStub,
): ChaincodeResponse {
    const { status, message, payload } = response ?? {};
    if (!isGiven(status)) {
        const prefix = generateLoggingPrefix(stub.getChannelID(), stub.getTxID());
        return { status: 500, message: `${prefix} Calling chaincode ${method}() has not called success or error.` };
    }
    const warnOfText = (): void => {
        warn(stub, 'TEXT_AS_BASE64', { what: 'the payload of the response' });
    };
    return {
        status: Number(status),
        message: message as string | undefined, // of any kind: it is made text where it is sent
        payload: classicPayload('the payload of the response', payload, warnOfText),
    };
}

function isGiven(status: unknown): boolean {
    return status !== undefined && status !== null && status !== 0 && status !== '';
}
