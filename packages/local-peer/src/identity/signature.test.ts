import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { assert, property, uint8Array } from 'fast-check';
import { integer, sequence } from '../records/der-encoding';
import { signData, verifySignature } from './signature';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
/** The curves that certificates of Fabric may have, with their orders and the bytes of a number below it. */
const CURVES: [string, bigint, number][] = [
    ['P-256', BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'), 32],
    [
        'P-384',
        BigInt('0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973'),
        48,
    ],
];
const data = Buffer.from('data');

/** The same signature with the other s, which is as valid mathematically. */
function withHighS(signature: Buffer, order: bigint, length: number): Buffer {
    const lengthOfR = signature[3] ?? 0;
    const r = signature.subarray(4, 4 + lengthOfR);
    const s = BigInt(`0x${signature.subarray(6 + lengthOfR).toString('hex')}`);
    return sequence(integer(r), integer(Buffer.from((order - s).toString(16).padStart(2 * length, '0'), 'hex')));
}

describe('a signature', () => {
    it('is valid and low in s, whatever is signed', () => {
        assert(
            property(uint8Array(), (bytes) => {
                const signature = signData(privateKey, bytes);
                expect(verify('sha256', bytes, publicKey, signature)).toBe(true);
                expect(verifySignature(publicKey, bytes, signature)).toBe(true);
            }),
        );
    });

    it.each(CURVES)(
        'on %s is low in s by the half of that curve, and refused with the high s',
        (namedCurve, order, length) => {
            const pair = generateKeyPairSync('ec', { namedCurve });
            for (let round = 0; round < 20; round++) {
                const low = signData(pair.privateKey, data);
                expect(verifySignature(pair.publicKey, data, low)).toBe(true);
                const high = withHighS(low, order, length);
                expect(verify('sha256', data, pair.publicKey, high)).toBe(true);
                expect(verifySignature(pair.publicKey, data, high)).toBe(false);
            }
        },
    );

    it('on P-521, whose bytes need a longer length, is valid', () => {
        const pair = generateKeyPairSync('ec', { namedCurve: 'P-521' });
        expect(verifySignature(pair.publicKey, data, signData(pair.privateKey, data))).toBe(true);
    });

    it('with Ed25519 is of the data itself', () => {
        const pair = generateKeyPairSync('ed25519');
        const signature = signData(pair.privateKey, data);
        expect(verify(null, data, pair.publicKey, signature)).toBe(true);
        expect(verifySignature(pair.publicKey, data, signature)).toBe(true);
        expect(verifySignature(pair.publicKey, Buffer.from('other'), signature)).toBe(false);
    });

    it('is refused for other data, and if its bytes are not a signature', () => {
        expect(verifySignature(publicKey, Buffer.from('other'), signData(privateKey, data))).toBe(false);
        assert(
            property(uint8Array(), (bytes) => {
                expect(verifySignature(publicKey, data, bytes)).toBe(false);
            }),
        );
    });
});
