/** Big-endian, so that byte order is numerical order. */
export function numberKey(value: bigint): Buffer {
    const key = Buffer.alloc(8);
    key.writeBigUInt64BE(value);
    return key;
}
