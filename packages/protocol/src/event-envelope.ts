/**
 * Fabric has one event per transaction. Several become one event whose payload tells of each, in order:
 * `{"events":[{"name":"Transferred","payload":{…}}],"v":1}`.
 */
export const EVENT_ENVELOPE = 'heddle.events';

/** An event that a listener sees. */
export interface NamedEvent {
    readonly name: string;
    readonly payload: Uint8Array;
}

/** An event whose payload is the text of a JSON value. */
export interface JsonEvent {
    readonly name: string;
    readonly json: string;
}

/**
 * Makes the one event of a transaction: of one, that event itself, and of several an envelope.
 * @param events at least one
 */
export function foldEvents(events: readonly JsonEvent[]): NamedEvent {
    const [only] = events;
    if (only !== undefined && events.length === 1) return { name: only.name, payload: Buffer.from(only.json) };
    return { name: EVENT_ENVELOPE, payload: Buffer.from(envelopeText(events)) };
}

function envelopeText(events: readonly JsonEvent[]): string {
    const members = events.map(({ name, json }) => `{"name":${JSON.stringify(name)},"payload":${json}}`);
    return `{"events":[${members.join(',')}],"v":1}`;
}

/**
 * Lists the events that one event of Fabric tells of: those of an envelope, each payload with its very text, and any
 * other event as it is. An event that only has the envelope's name, and not its form, is one of the others.
 */
export function unfoldEvents(event: NamedEvent): readonly NamedEvent[] {
    if (event.name !== EVENT_ENVELOPE) return [event];
    const text = Buffer.from(event.payload).toString();
    const listed = parseEnvelope(text);
    if (listed === undefined) return [event];
    // Parsed and written again, numbers beyond 2^53 and names such as "10" would be others.
    const exact = sliceEnvelope(text, listed);
    return exact.map(({ name, json }) => ({ name, payload: Buffer.from(json) }));
}

type ListedEvent = Readonly<{ name: string; payload: unknown }>;

function parseEnvelope(text: string): readonly ListedEvent[] | undefined {
    try {
        const parsed = JSON.parse(text) as { readonly v?: unknown; readonly events?: unknown } | null;
        if (parsed?.v !== 1 || !Array.isArray(parsed.events)) return undefined;
        return parsed.events.every(isListed) ? parsed.events : undefined;
    } catch {
        return undefined;
    }
}

function isListed(value: unknown): value is ListedEvent {
    return (
        typeof value === 'object' &&
        value !== null &&
        'payload' in value &&
        typeof Reflect.get(value, 'name') === 'string'
    );
}

/** The texts of the payloads, where the envelope is written as we write it; otherwise texts that mean the same. */
function sliceEnvelope(text: string, listed: readonly ListedEvent[]): readonly JsonEvent[] {
    let at = '{"events":['.length;
    const slices = listed.map(({ name }): JsonEvent => {
        const begin = at + `{"name":${JSON.stringify(name)},"payload":`.length;
        const end = endOfValue(text, begin);
        at = end + '},'.length;
        return { name, json: text.slice(begin, end) };
    });
    if (envelopeText(slices) === text) return slices;
    return listed.map(({ name, payload }) => ({ name, json: JSON.stringify(payload) }));
}

/** Where the JSON value that begins here ends: at a comma or a bracket that does not belong to it. */
function endOfValue(text: string, begin: number): number {
    const token = /"(?:[^"\\]|\\.)*"|[[\]{},]/gs;
    token.lastIndex = begin;
    let depth = 0;
    for (let found = token.exec(text); found !== null; found = token.exec(text)) {
        const isClosing = found[0] === ']' || found[0] === '}';
        if (depth === 0 && (isClosing || found[0] === ',')) return found.index;
        if (isClosing) depth -= 1;
        else if (found[0] === '[' || found[0] === '{') depth += 1;
    }
    return text.length;
}
