import { isUtf8 } from 'node:buffer';
import type { ChaincodeEvent } from '@hyperledger/fabric-gateway';
import { reformatJson } from './reformat-json';

/**
 * An event as a line of JSON. A payload that is a JSON object or array is one here, with all digits of its numbers; other
 * text is a string, exactly as it came; what is no text is `payloadBase64`.
 */
export function toEventLine({ blockNumber, transactionId, chaincodeName, eventName, payload }: ChaincodeEvent): string {
    const head = { blockNumber: Number(blockNumber), txId: transactionId, chaincode: chaincodeName, name: eventName };
    const bytes = Buffer.from(payload);
    if (!isUtf8(bytes)) return `${JSON.stringify({ ...head, payloadBase64: bytes.toString('base64') })}\n`;
    return `${JSON.stringify(head).slice(0, -1)},"payload":${toJson(bytes.toString())}}\n`;
}

function toJson(text: string): string {
    const json = /^\s*[[{]/.test(text) ? reformatJson(text, 'one line') : undefined;
    return json ?? JSON.stringify(text);
}
