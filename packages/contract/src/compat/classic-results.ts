import type { Schema } from '../metadata/schema';

/** Makes the value that a transaction returned of its payload, as far as its declared type tells: for tests. */
export function readClassicResult({ type }: Schema): (payload: Uint8Array) => unknown {
    return (payload) => {
        if (payload.length === 0) return undefined;
        const text = Buffer.from(payload).toString();
        return type === 'string' ? text : parsed(text);
    };
}

/** What is not JSON is a text that was returned all the same: results are not checked. */
function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}
