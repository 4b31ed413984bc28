import { X509Certificate } from 'node:crypto';
import { proposalParts } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { Membership } from './membership';
import { Organization } from './organization';
import { createSigningIdentity } from './signing-identity';

const now = (): Date => new Date('2026-01-02T03:04:05Z');
const data = Buffer.from('data');

/** The value of an extension, by a search for its identifier: node:crypto does not show those it does not know. */
function attributesIn(certificate: X509Certificate): unknown {
    const raw = certificate.raw;
    const identifier = Buffer.from([0x06, 0x08, 0x2a, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x01]);
    const at = raw.indexOf(identifier) + identifier.length;
    const length = raw[at + 1] ?? 0;
    return JSON.parse(raw.toString('utf8', at + 2, at + 2 + length));
}

describe('an organization', () => {
    const organization = new Organization({ mspId: 'Org1MSP', clock: now });

    it('issues certificates that its authority signed, with role, units and attributes', () => {
        const { certificate, creator } = organization.createMember({
            name: 'alice',
            role: 'admin',
            organizationalUnits: ['sales'],
            attributes: { level: '3' },
        });
        const [authority = ''] = organization.authorities;
        const parsed = new X509Certificate(certificate);
        expect(parsed.subject).toBe('OU=admin\nOU=sales\nCN=alice');
        expect(parsed.issuer).toBe('O=Org1MSP\nCN=ca.Org1MSP');
        expect(parsed.ca).toBe(false);
        expect(parsed.verify(new X509Certificate(authority).publicKey)).toBe(true);
        expect(new X509Certificate(authority).ca).toBe(true);
        expect(attributesIn(parsed)).toEqual({ attrs: { 'hf.EnrollmentID': 'alice', level: '3' } });
        const identity = proposalParts.serializedIdentity.decode(creator);
        expect(identity).toEqual({ mspId: 'Org1MSP', idBytes: Buffer.from(certificate) });
    });

    it('its certificates are valid from a day ago, for ten years', () => {
        const { validFrom, validTo } = new X509Certificate(organization.createMember({ name: 'a' }).certificate);
        expect(new Date(validFrom)).toEqual(new Date('2026-01-01T03:04:05Z'));
        expect(new Date(validTo)).toEqual(new Date('2035-12-31T03:04:05Z'));
    });
});

describe('createSigningIdentity', () => {
    const member = new Organization({ mspId: 'Org1MSP' }).createMember({ name: 'alice' });
    const key = member.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

    it('reads what cryptogen writes', () => {
        const identity = createSigningIdentity({ ...member, privateKey: key });
        expect(identity.creator).toEqual(member.creator);
    });

    it("refuses a key that is not the certificate's, and bytes that are neither", () => {
        const other = new Organization({ mspId: 'Org1MSP' }).createMember({ name: 'bob' });
        expect(() => createSigningIdentity({ ...member, privateKey: other.privateKey })).toThrow(
            'the private key given for an identity of Org1MSP does not match its certificate',
        );
        expect(() => createSigningIdentity({ ...member, certificate: 'nonsense' })).toThrow(
            'certificate or private key of an identity of Org1MSP cannot be read',
        );
        const two = ` ${member.certificate}${other.certificate}`;
        expect(() => createSigningIdentity({ ...member, certificate: two })).toThrow('plainly its first one');
    });
});

describe('a membership', () => {
    const organization = new Organization({ mspId: 'Org1MSP', clock: now });
    const membership = new Membership([organization], now);
    const alice = organization.createMember({ name: 'alice' });
    const bob = organization.createMember({ name: 'bob' });

    it('knows its members by certificate and signature', () => {
        expect(membership.check(alice.creator, data, alice.sign(data))).toBeUndefined();
        expect(membership.check(alice.creator, Buffer.from('other'), alice.sign(data))).toBe('invalid');
    });

    it('takes nobody whom another authority calls a member', () => {
        const impostor = new Organization({ mspId: 'Org1MSP', clock: now }).createMember({ name: 'alice' });
        expect(membership.check(impostor.creator, data, impostor.sign(data))).toBe('invalid');
    });

    it('takes no organization that it was not told of, and no bytes that are no identity', () => {
        const stranger = new Organization({ mspId: 'Org2MSP', clock: now }).createMember({ name: 'alice' });
        expect(membership.check(stranger.creator, data, stranger.sign(data))).toBe('unknown');
        expect(membership.check(Buffer.of(0xff, 0xff), data, alice.sign(data))).toBe('unknown');
        const noCertificate = proposalParts.serializedIdentity.encode({ mspId: 'Org1MSP', idBytes: data });
        expect(membership.check(noCertificate, data, alice.sign(data))).toBe('unknown');
    });

    it('takes no certificate before or after its time', () => {
        for (const date of ['2025-01-01', '2037-01-01']) {
            const then = new Membership([organization], () => new Date(date));
            expect(then.check(alice.creator, data, alice.sign(data))).toBe('invalid');
        }
    });

    it('takes an identity with the certificates of others behind its own, for its own', () => {
        const idBytes = Buffer.from(alice.certificate + bob.certificate);
        const creator = proposalParts.serializedIdentity.encode({ mspId: 'Org1MSP', idBytes });
        expect(membership.check(creator, data, alice.sign(data))).toBeUndefined();
        expect(membership.check(creator, data, bob.sign(data))).toBe('invalid');
    });

    it.each([
        ['a second certificate before its own', (own: string, other: string) => other + own],
        ['a block of another type before its own', (own: string) => own.replaceAll('CERTIFICATE', 'X') + own],
    ])('takes nobody whose identity has %s: peers would verify the first block', (_, idBytesOf) => {
        const idBytes = Buffer.from(idBytesOf(alice.certificate, bob.certificate));
        const creator = proposalParts.serializedIdentity.encode({ mspId: 'Org1MSP', idBytes });
        expect(membership.check(creator, data, alice.sign(data))).toBeDefined();
    });
});
