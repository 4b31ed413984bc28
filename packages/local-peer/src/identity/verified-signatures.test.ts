import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { assert, nat, property, uint8Array } from 'fast-check';
import { Membership } from './membership';
import { Organization } from './organization';
import { verifySignature } from './signature';
import { VerifiedSignatures } from './verified-signatures';

const organization = new Organization({ mspId: 'Org1MSP' });
const [alice, bob] = [
    organization.createMember({ name: 'alice' }),
    organization.createMember({ name: 'bob' }),
] as const;
const certificate = new X509Certificate(alice.certificate);

describe('signatures that are verified once', () => {
    it('are told from all others, however little these differ', () => {
        const signatures = new VerifiedSignatures();
        assert(
            property(uint8Array({ minLength: 1 }), nat(), (data, place) => {
                const signature = alice.sign(data);
                const changed = (bytes: Uint8Array): Buffer => {
                    const copy = Buffer.from(bytes);
                    copy[place % copy.length] = (copy[place % copy.length] ?? 0) ^ 1;
                    return copy;
                };
                expect(signatures.verify(certificate, data, signature)).toBe(true);
                expect(signatures.verify(certificate, data, signature)).toBe(true);
                expect(signatures.verify(certificate, changed(data), signature)).toBe(false);
                expect(signatures.verify(certificate, data, changed(signature))).toBe(false);
                expect(signatures.verify(new X509Certificate(bob.certificate), data, signature)).toBe(false);
            }),
        );
    });

    it('are not mixed up where bytes move from the data to the signature', () => {
        const signatures = new VerifiedSignatures();
        const data = Buffer.from('data');
        const signature = alice.sign(data);
        expect(signatures.verify(certificate, data, signature)).toBe(true);
        const all = Buffer.concat([data, signature]);
        for (let at = 0; at <= all.length; at++)
            expect(signatures.verify(certificate, all.subarray(0, at), all.subarray(at))).toBe(at === data.length);
    });

    it('are good only as long as their certificates are, and in the network of their organization', () => {
        let now = new Date();
        const membership = new Membership([organization], () => now);
        const stranger = new Membership([new Organization({ mspId: 'Org1MSP' })], () => now);
        const data = Buffer.from('data');
        const signature = membership.signAs(alice, data);
        expect(verifySignature(certificate.publicKey, data, signature)).toBe(true);
        expect(membership.check(alice.creator, data, signature)).toBeUndefined();
        expect(stranger.check(alice.creator, data, stranger.signAs(alice, data))).toBe('invalid');
        now = new Date(Date.parse(certificate.validTo) + 1);
        expect(membership.check(alice.creator, data, signature)).toBe('invalid');
    });
});
