/** What has no JSON of its own, as JSON for a reader, and to be compared: bytes as hexadecimal, numbers of blocks as numbers. */
export function readableJson(value: unknown): Buffer {
    return Buffer.from(JSON.stringify(value, toReadable));
}

/** For JSON.stringify, which has made an object of bytes before it asks. */
function toReadable(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
    const part = this[name];
    if (Buffer.isBuffer(part)) return part.toString('hex');
    if (typeof value !== 'bigint') return value;
    const number = Number(value);
    // Two that differ stay two.
    return Number.isSafeInteger(number) ? number : String(value);
}
