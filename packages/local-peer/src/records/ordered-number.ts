/**
 * Numbers whose bytes are in their order: how many bytes, then these bytes, the greatest first
 * (fabric, common/ledger/util/util.go, EncodeOrderPreservingVarUint64).
 */

export function encodeOrderedNumber(value: bigint): Buffer {
    const digits = value === 0n ? '' : value.toString(16);
    const number = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
    return Buffer.concat([Buffer.of(number.length), number]);
}

/** @returns the number that bytes begin with, and the bytes behind it @throws Error where they begin with none */
export function decodeOrderedNumber(encoded: Buffer): [value: bigint, rest: Buffer] {
    const [length] = encoded;
    if (length === undefined || length > 8 || length >= encoded.length) throw new Error('a number is cut off');
    const digits = encoded.subarray(1, 1 + length);
    return [BigInt(length === 0 ? 0 : `0x${digits.toString('hex')}`), encoded.subarray(1 + length)];
}
