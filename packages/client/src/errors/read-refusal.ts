import { GatewayError } from '@hyperledger/fabric-gateway';
import type { Codec } from '../codecs/codec';
import type { CalledTransaction } from './client-error';
import { type RefusalClass, TransactionRefused, TransactionUnknown } from './transaction-refused';

/** What chaincode of Heddle, Node, Go and Java say of a function or a contract that they do not have. */
const UNKNOWN = [
    /^UNKNOWN_(?:TRANSACTION|CONTRACT): /,
    /to invoke a function that does not exist/,
    /^Function \S+ not found in contract/,
    /^Contract (?:name is not known|not found with name)/,
    /^Undefined contract (?:method )?called/,
];

/** The error of the gateway, or, where it tells that the chaincode refused, one that says so. */
export function readRefusal(
    error: unknown,
    call: CalledTransaction & { readonly transactionId: string },
    classes: readonly RefusalClass[],
): unknown {
    if (!(error instanceof GatewayError)) return error;
    const response = responseIn(error);
    if (response === undefined) return error;
    const { status, message } = response;
    const { code, text } = codeIn(message);
    const refusal = { ...call, status, code, cause: error };
    if (UNKNOWN.some((words) => words.test(message))) return new TransactionUnknown({ ...refusal, reason: message });
    const declared = classes.find((candidate) => candidate.code === code);
    if (declared === undefined) return new TransactionRefused({ ...refusal, reason: text });
    return new declared({ ...refusal, ...splitDetails(text, declared.details) });
}

/** Of fabric's internal/pkg/gateway: the endorsers' words stand in the details, of an evaluation in the message too. */
function responseIn({ details, message }: GatewayError): { status: number; message: string } | undefined {
    const said = [...details.map((detail) => detail.message), message];
    for (const text of said) {
        const [, status, answer = ''] = /chaincode response (\d+), ?([^]*)$/.exec(text) ?? [];
        if (status !== undefined) return { status: Number(status), message: answer.trim() };
    }
    return undefined;
}

function codeIn(message: string): { code: string; text: string } {
    const [, code = 'REFUSED', text = message] = /^([A-Z][A-Z\d_]*): ([^]*)$/.exec(message) ?? [];
    return { code, text };
}

/** Fabric hands a message on, and nothing else: declared details stand at its end, as JSON. */
function splitDetails(text: string, codec: Codec<unknown> | undefined): { reason: string; details?: never } {
    if (codec === undefined || !text.endsWith('}')) return { reason: text };
    for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
        const details = parsed(text.slice(at), codec);
        if (details !== undefined) return { reason: text.slice(0, at).trimEnd(), details: details as never }; // of the declared type
    }
    return { reason: text };
}

/** Undefined for a text that is something else: the reason keeps it then. */
function parsed(text: string, codec: Codec<unknown>): unknown {
    try {
        return codec.fromResult(Buffer.from(text), 'details');
    } catch {
        return undefined;
    }
}
