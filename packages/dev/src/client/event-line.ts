import { isUtf8 } from 'node:buffer';
import { type NamedEvent, unfoldEvents } from '@heddle/protocol';
import type { ChaincodeEvent } from '@hyperledger/fabric-gateway';
import { reformatJson } from './reformat-json';

/**
 * The events that one event of Fabric tells of, each as a line of JSON: those that a contract emitted together stand in an
 * envelope. A payload that is a JSON object or array is one here, with all digits of its numbers; other
 * text is a string, exactly as it came; what is no text is `payloadBase64`.
 */
export function toEventLines(event: ChaincodeEvent): readonly string[] {
    const { blockNumber, transactionId, chaincodeName, eventName, payload } = event;
    const head = { blockNumber: Number(blockNumber), txId: transactionId, chaincode: chaincodeName };
    return unfoldEvents({ name: eventName, payload }).map((one) => toLine(head, one));
}

function toLine(place: object, { name, payload }: NamedEvent): string {
    const head = { ...place, name };
    const bytes = Buffer.from(payload);
    if (!isUtf8(bytes)) return `${JSON.stringify({ ...head, payloadBase64: bytes.toString('base64') })}\n`;
    return `${JSON.stringify(head).slice(0, -1)},"payload":${toJson(bytes.toString())}}\n`;
}

function toJson(text: string): string {
    const json = /^\s*[[{]/.test(text) ? reformatJson(text, 'one line') : undefined;
    return json ?? JSON.stringify(text);
}
