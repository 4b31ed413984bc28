import { type KeyObject, sign, verify } from 'node:crypto';
import { integer, sequence } from '../records/der-encoding';

/**
 * Signatures as peers take them: ECDSA with SHA-256, with the lower of the two possible values of s, since anybody could
 * make the higher one from it (fabric-lib-go, bccsp/utils/ecdsa.go, IsLowS); or Ed25519 over the message itself.
 */

interface Curve {
    readonly order: bigint;
    /** Half of the order, rounded down: the highest s that is low. Big-endian, without zeros before it. */
    readonly highestLow: Uint8Array;
    readonly scalarBytes: number;
}

/** An ASN.1 sequence of r and s, taken apart. */
interface SignatureParts {
    /** The encoded integer. */
    readonly r: Uint8Array;
    /** Big-endian. */
    readonly s: Uint8Array;
}

/** By the names that node:crypto has for them. */
const CURVES: Readonly<Record<string, Curve>> = {
    secp224r1: curve('ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d', 28),
    prime256v1: curve('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 32),
    secp384r1: curve(
        'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
        48,
    ),
    secp521r1: curve(
        '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
        66,
    ),
};

/** Tells whether identities may have such a key at all. */
export function isSigningKey(key: KeyObject): boolean {
    return isEd25519(key) || curveOf(key) !== undefined;
}

/** Tells whether it is the kind of key that channels take from V3_0 on. */
export function isEd25519(key: KeyObject): boolean {
    return key.asymmetricKeyType === 'ed25519';
}

/**
 * Signs data; of ECDSA the signature is an ASN.1 sequence of r and s.
 * @throws Error for a key that isSigningKey refuses
 */
export function signData(privateKey: KeyObject, data: Uint8Array): Buffer {
    if (isEd25519(privateKey)) return sign(null, data, privateKey);
    const ecdsa = curveOf(privateKey);
    if (ecdsa === undefined) throw new Error('neither ECDSA nor Ed25519');
    const signature = sign('sha256', data, privateKey);
    const { r, s } = readSignature(signature) ?? {};
    if (r === undefined || s === undefined) throw new Error('OpenSSL has made a signature that cannot be read');
    if (isLow(s, ecdsa)) return signature;
    return sequence(r, integer(toBytes(ecdsa.order - toBigInt(s), ecdsa.scalarBytes)));
}

/** Tells whether a signature is by this key, well-formed, and of ECDSA low in s. */
export function verifySignature(publicKey: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
    if (isEd25519(publicKey)) return verify(null, data, publicKey, signature);
    const ecdsa = curveOf(publicKey);
    const { s } = readSignature(signature) ?? {};
    if (ecdsa === undefined || s === undefined || !isLow(s, ecdsa)) return false;
    return verify('sha256', data, publicKey, signature);
}

function curve(order: string, scalarBytes: number): Curve {
    const number = BigInt(`0x${order}`);
    return { order: number, highestLow: withoutZeros(toBytes(number / 2n, scalarBytes)), scalarBytes };
}

function curveOf({ asymmetricKeyDetails }: KeyObject): Curve | undefined {
    return CURVES[asymmetricKeyDetails?.namedCurve ?? ''];
}

/** @param s big-endian, with any number of zeros before it */
function isLow(s: Uint8Array, { highestLow }: Curve): boolean {
    const magnitude = withoutZeros(s);
    if (magnitude.length !== highestLow.length) return magnitude.length < highestLow.length;
    return Buffer.compare(magnitude, highestLow) <= 0;
}

function withoutZeros(bytes: Uint8Array): Uint8Array {
    const start = bytes.findIndex((byte) => byte !== 0);
    return start < 0 ? bytes.subarray(bytes.length) : bytes.subarray(start);
}

/** Undefined if the bytes are not a signature. Any other fault than in its lengths is for verify to find. */
function readSignature(signature: Uint8Array): SignatureParts | undefined {
    // Those of P-521 are so long that the length of the sequence takes two bytes.
    const start = signature[1] === 0x81 ? 3 : 2;
    const lengthOfR = signature[start + 1];
    if (lengthOfR === undefined) return undefined;
    const second = start + 2 + lengthOfR;
    const lengthOfS = signature[second + 1];
    if (signature[second] !== 2 || lengthOfS === undefined || lengthOfS === 0) return undefined;
    return {
        r: signature.subarray(start, second),
        s: signature.subarray(second + 2, second + 2 + lengthOfS),
    };
}

function toBigInt(bytes: Uint8Array): bigint {
    return BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
}

function toBytes(value: bigint, length: number): Buffer {
    return Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex');
}
