/** How the value of a field is laid out: the lower three bits of its tag. */
export const WireType = { VARINT: 0, FIXED64: 1, BYTES: 2, FIXED32: 5 } as const;
