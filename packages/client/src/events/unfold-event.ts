import type { ChaincodeEvent } from '@hyperledger/fabric-gateway';
import { parseJson, writeParsed } from '../codecs/json-text';

/** An event that a contract emitted. Fabric has one for each transaction: contracts of Heddle put several into one. */
export interface EmittedEvent {
    readonly name: string;
    readonly payload: Uint8Array;
}

const ENVELOPE = 'heddle.events';

/** The events that one event of Fabric tells of: those of Heddle's envelope, or itself. */
export function unfoldEvent({ eventName, payload }: ChaincodeEvent): readonly EmittedEvent[] {
    const listed = eventName === ENVELOPE ? readEnvelope(payload) : undefined;
    if (listed === undefined) return [{ name: eventName, payload }];
    return listed.map((event) => ({ name: event.name, payload: Buffer.from(writeParsed(event.payload)) }));
}

type ListedEvent = Readonly<{ name: string; payload: unknown }>;

/** Undefined for an event that only has the name of an envelope. */
function readEnvelope(payload: Uint8Array): readonly ListedEvent[] | undefined {
    try {
        const envelope = parseJson(Buffer.from(payload).toString()) as { v?: unknown; events?: unknown } | null;
        if (envelope?.v !== 1 || !Array.isArray(envelope.events)) return undefined;
        return envelope.events.every(isListed) ? envelope.events : undefined;
    } catch {
        return undefined;
    }
}

function isListed(value: unknown): value is ListedEvent {
    const isObject = typeof value === 'object' && value !== null && 'payload' in value;
    return isObject && typeof Reflect.get(value, 'name') === 'string';
}
