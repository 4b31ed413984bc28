import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { assert, property, uint8Array } from 'fast-check';
import { integer, sequence } from '../records/der-encoding';
import { signLowS, verifyLowS } from './signature';

const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const data = Buffer.from('data');

/** The same signature with the other s, which is as valid mathematically. */
function withHighS(signature: Buffer): Buffer {
    const lengthOfR = signature[3] ?? 0;
    const r = signature.subarray(4, 4 + lengthOfR);
    const s = BigInt(`0x${signature.subarray(6 + lengthOfR).toString('hex')}`);
    return sequence(integer(r), integer(Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex')));
}

describe('a signature', () => {
    it('is valid and low in s, whatever is signed', () => {
        assert(
            property(uint8Array(), (bytes) => {
                const signature = signLowS(privateKey, bytes);
                expect(verify('sha256', bytes, publicKey, signature)).toBe(true);
                expect(verifyLowS(publicKey, bytes, signature)).toBe(true);
            }),
        );
    });

    it('is refused with the high s', () => {
        const high = withHighS(signLowS(privateKey, data));
        expect(verify('sha256', data, publicKey, high)).toBe(true);
        expect(verifyLowS(publicKey, data, high)).toBe(false);
    });

    it('is refused for other data, and if its bytes are not a signature', () => {
        expect(verifyLowS(publicKey, Buffer.from('other'), signLowS(privateKey, data))).toBe(false);
        assert(
            property(uint8Array(), (bytes) => {
                expect(verifyLowS(publicKey, data, bytes)).toBe(false);
            }),
        );
    });
});
