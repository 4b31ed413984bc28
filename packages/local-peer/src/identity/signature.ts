import { type KeyObject, sign, verify } from 'node:crypto';
import { integer, sequence } from '../records/der-encoding';

/**
 * ECDSA on P-256 with SHA-256, with the lower of the two possible values of s: a peer refuses the higher one, which
 * anybody could make from the lower one (fabric, bccsp/utils/ecdsa.go, IsLowS).
 */

const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const HALF_ORDER = ORDER / 2n;
const SCALAR_BYTES = 32;

/** Signs data; the signature is an ASN.1 sequence of r and s. */
export function signLowS(privateKey: KeyObject, data: Uint8Array): Buffer {
    const raw = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    const r = raw.subarray(0, SCALAR_BYTES);
    const s = toBigInt(raw.subarray(SCALAR_BYTES));
    return sequence(integer(r), integer(toBytes(s > HALF_ORDER ? ORDER - s : s)));
}

/** Tells whether a signature is by this key, well-formed, and low in s. */
export function verifyLowS(publicKey: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
    const s = secondInteger(signature);
    if (s === undefined || s > HALF_ORDER) return false;
    return verify('sha256', data, publicKey, signature);
}

/** The s of a signature; undefined if the bytes are not one. Any other fault is for verify to find. */
function secondInteger(signature: Uint8Array): bigint | undefined {
    const lengthOfR = signature[3];
    if (lengthOfR === undefined) return undefined;
    const start = 4 + lengthOfR;
    const lengthOfS = signature[start + 1];
    if (signature[start] !== 2 || lengthOfS === undefined || lengthOfS === 0) return undefined;
    return toBigInt(signature.subarray(start + 2, start + 2 + lengthOfS));
}

function toBigInt(bytes: Uint8Array): bigint {
    return BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
}

function toBytes(value: bigint): Buffer {
    return Buffer.from(value.toString(16).padStart(2 * SCALAR_BYTES, '0'), 'hex');
}
