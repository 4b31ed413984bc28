import type { IncomingMessage } from 'node:http';
import type { CallRequest } from '@heddle/studio';
import { readBody } from './http/read-body';
import { badRequest } from './http/refusal';

const MOST_BYTES = 4 * 1024 * 1024;
/** Characters: ids of calls that have ended are remembered. */
const MOST_ID = 100;
const MODES = new Set(['submit', 'evaluate', 'try', 'hold']);

/** A call that the page wants. @throws Refusal for anything else */
export async function readCall(request: IncomingMessage): Promise<CallRequest> {
    return callIn(await readBody(request, MOST_BYTES));
}

function callIn(body: unknown): CallRequest {
    const {
        callId,
        mode,
        chaincode,
        function: name,
        args,
        transient = {},
        identity,
        endorsers = [],
    } = (body ?? {}) as Partial<Record<keyof CallRequest, unknown>>;
    const { mspId, user } = (identity ?? {}) as Record<string, unknown>;
    const texts = [callId, chaincode, name, mspId, user];
    const isCall =
        texts.every((text) => typeof text === 'string') &&
        String(callId).length <= MOST_ID &&
        MODES.has(String(mode)) &&
        [args, endorsers, valuesIn(transient)].every(isTexts);
    if (!isCall) throw badRequest('this is no call', 'send callId, mode, chaincode, function, args and identity');
    return body as CallRequest;
}

/** Undefined of what has none. */
function valuesIn(value: unknown): unknown[] | undefined {
    return typeof value === 'object' && value !== null ? Object.values(value) : undefined;
}

/** Whether something is a list of texts. */
export function isTexts(value: unknown): value is string[] {
    return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
