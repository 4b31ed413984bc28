import { parseJson } from './json-text';

/** Bytes of which no type is declared: a result, or the payload of an event. It reads them as you know them to be. */
export class Payload {
    readonly bytes: Uint8Array;

    constructor(bytes: Uint8Array) {
        this.bytes = bytes;
    }

    get isEmpty(): boolean {
        return this.bytes.length === 0;
    }

    /** Reads them as text. @throws TypeError for bytes that are not UTF-8 */
    text(): string {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.bytes);
    }

    /**
     * Reads them as JSON; integers beyond 2^53 are bigints.
     * @throws SyntaxError for text that is no JSON
     */
    json(): unknown {
        return parseJson(this.text());
    }
}
