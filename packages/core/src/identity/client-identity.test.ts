import { describe, expect, it } from '@jest/globals';
import { type CertificateOptions, TestAuthority } from '../testing/certificates';
import { WRAPPERS } from '../testing/wrapped';
import { ClassicClientIdentity } from './classic-client-identity';
import { ClientIdentity } from './client-identity';

const ATTRS = JSON.stringify({ attrs: { 'hf.Type': 'client', empty: '', __proto__x: 'y' } });

async function identityOf(options: CertificateOptions): Promise<ClientIdentity> {
    const authority = await TestAuthority.create([{ C: ['US'] }, { O: ['org1.example.com'] }, { CN: ['ca.org1'] }]);
    const { cert } = await authority.issue(options);
    return identityOfBytes(cert);
}

const invalidIdentity = expect.objectContaining({ code: 'INVALID_IDENTITY' });

function questionsTo(identity: ClientIdentity): (() => unknown)[] {
    return [
        () => identity.getID(),
        () => identity.getShimID(),
        () => identity.getGoID(),
        () => identity.getAttributeValue('a'),
        () => identity.hasOUValue('client'),
        () => identity.getX509Certificate(),
    ];
}

function identityOfBytes(idBytes: Buffer): ClientIdentity {
    return new ClientIdentity({ getCreator: () => ({ mspid: 'Org1MSP', idBytes }) });
}

describe.each(WRAPPERS)('ClientIdentity %s', (_, wrap) => {
    it('answers as it does itself', async () => {
        const identity = await identityOf({ subject: [{ CN: ['user1'] }], attributes: ATTRS });
        const answers = (each: ClientIdentity): unknown[] => [
            ...[
                each.getID(),
                each.getShimID(),
                each.getGoID(),
                each.getMSPID(),
                each.getIDBytes(),
                each.hasOUValue('x'),
            ],
            ...[each.getAttributeValue('hf.Type'), each.assertAttributeValue('hf.Type', 'client')],
            each.getX509Certificate().subject,
        ];
        expect(answers(wrap(identity))).toEqual(answers(identity));
    });
});

describe('ClientIdentity', () => {
    it('has the id that fabric-shim gives, in the order of the certificate', async () => {
        const subject = [{ C: ['US'] }, { ST: ['North Carolina'] }, { OU: ['client', 'org1'] }, { CN: ['user1'] }];
        expect((await identityOf({ subject })).getID()).toBe(
            'x509::/C=US/ST=North Carolina/OU=client/OU=org1/CN=user1::/C=US/O=org1.example.com/CN=ca.org1',
        );
    });

    it('tells the id that fabric-shim gives, where that is another one', async () => {
        const plain = await identityOf({ subject: [{ OU: ['client'] }, { CN: ['user1'] }] });
        expect(plain.getShimID()).toBe(plain.getID());
        const [DC, UID] = ['0.9.2342.19200300.100.1.25', '0.9.2342.19200300.100.1.1'];
        const identity = await identityOf({ subject: [{ [DC]: ['org'] }, { [UID]: ['77'] }, { CN: ['a/b/c'] }] });
        expect(identity.getShimID()).toContain('x509::/=org/=77/CN=a\\/b/c::/C=US/');
        expect(identity.getID()).toContain(`x509::/${DC}=org/${UID}=77/CN=a\\/b\\/c::/C=US/`);
    });

    it('has the id that the Go shim gives, turned round and grouped by type', async () => {
        const subject = [
            { CN: ['user1'] },
            { OU: ['client', 'org1'] },
            { O: [{ utf8String: '#a, b ' }] },
            { C: ['US'] },
        ];
        expect(Buffer.from((await identityOf({ subject })).getGoID(), 'base64').toString()).toBe(
            'x509::CN=user1,OU=client+OU=org1,O=\\#a\\, b\\ ,C=US::CN=ca.org1,O=org1.example.com,C=US',
        );
    });

    it('escapes every separator, so that no two names become one', async () => {
        const split = await identityOf({ subject: [{ CN: ['a\\'] }, { O: ['b'] }] });
        const joined = await identityOf({ subject: [{ CN: ['a/O=b/c'] }] });
        expect(split.getID()).toContain('x509::/CN=a\\\\/O=b::');
        expect(joined.getID()).toContain('x509::/CN=a\\/O=b\\/c::');
    });

    it('writes attributes without a short name by their object identifier', async () => {
        const identity = await identityOf({ subject: [{ CN: ['user1'] }, { '2.5.4.12': ['boss'] }] });
        expect(identity.getID()).toContain('/CN=user1/2.5.4.12=boss::');
    });

    it('gives attributes, and null for what is not there', async () => {
        const identity = await identityOf({ attributes: ATTRS });
        expect(identity.getAttributeValue('hf.Type')).toBe('client');
        expect(identity.getAttributeValue('empty')).toBe('');
        expect(identity.getAttributeValue('constructor')).toBeNull();
        expect(identity.assertAttributeValue('hf.Type', 'client')).toBe(true);
        expect(identity.assertAttributeValue('hf.Type', 'admin')).toBe(false);
        expect((await identityOf({})).getAttributeValue('hf.Type')).toBeNull();
    });

    it.each(['no json', '"text"', 'null', '{"attrs":["a"]}', '{"attrs":"a"}', '{"attrs":{"a":1}}'])(
        'says that the attributes %s cannot be read, and still gives the id',
        async (attributes) => {
            const identity = await identityOf({ attributes });
            expect(() => identity.getAttributeValue('a')).toThrow(
                expect.objectContaining({ code: 'INVALID_IDENTITY', message: expect.stringContaining('attributes') }),
            );
            expect(identity.getID()).toContain('/CN=test');
        },
    );

    it('finds organizational units', async () => {
        const identity = await identityOf({ subject: [{ OU: ['client', 'org1'] }, { CN: ['admin'] }] });
        expect(['client', 'org1', 'admin'].map((value) => identity.hasOUValue(value))).toEqual([true, true, false]);
    });

    it('gives the certificate of node:crypto, and what the MSP said', async () => {
        const identity = await identityOf({});
        expect(identity.getX509Certificate().subject).toBe('CN=test');
        expect(identity.getMSPID()).toBe('Org1MSP');
        expect(identity.getIDBytes().toString()).toContain('-----BEGIN CERTIFICATE-----');
    });

    it('takes certificates with Ed25519 keys', async () => {
        const identity = await identityOf({ keyType: 'Ed25519', attributes: ATTRS });
        expect(identity.getID()).toContain('/CN=test');
        expect(identity.getAttributeValue('hf.Type')).toBe('client');
        expect(identity.getX509Certificate().publicKey.asymmetricKeyType).toBe('ed25519');
    });

    it('reads nothing before it is asked', () => {
        const identity = new ClientIdentity({
            getCreator: () => {
                throw new Error('asked');
            },
        });
        expect(() => identity.getMSPID()).toThrow('asked');
    });

    it.each([
        ['another type', '-----BEGIN X-----\n', '-----END X-----\n'],
        ['the same type with headers', '-----BEGIN CERTIFICATE-----\nA: b\n\n', '-----END CERTIFICATE-----\n'],
    ])('believes no certificate behind the one that the peer has verified, in a block of %s', async (_, begin, end) => {
        const own = (await identityOf({ subject: [{ CN: ['mallory'] }] })).getX509Certificate().raw.toString('base64');
        const forged = await identityOf({ subject: [{ OU: ['admin'] }], attributes: '{"attrs":{"role":"registrar"}}' });
        const idBytes = Buffer.concat([Buffer.from(`${begin}${own}\n${end}`), forged.getIDBytes()]);
        const identity = identityOfBytes(idBytes);
        for (const ask of questionsTo(identity)) expect(ask).toThrow(invalidIdentity);
        const stub = { getCreator: () => ({ mspid: 'Org1MSP', idBytes }) };
        expect(() => new ClassicClientIdentity(stub)).toThrow(invalidIdentity);
    });

    it('reads its own certificate where others follow, as those of its issuers', async () => {
        const own = await identityOf({ subject: [{ CN: ['mallory'] }] });
        const other = await identityOf({ attributes: '{"attrs":{"role":"registrar"}}' });
        const idBytes = Buffer.concat([own.getIDBytes(), Buffer.from('\n'), other.getIDBytes()]);
        const classic = new ClassicClientIdentity({ getCreator: () => ({ mspid: 'Org1MSP', idBytes }) });
        for (const identity of [identityOfBytes(idBytes), classic]) {
            expect(identity.getID()).toBe(own.getID());
            expect(identity.getAttributeValue('role') ?? undefined).toBeUndefined();
        }
    });

    it.each([
        ['an Idemix identity', Buffer.from('0a20aabb', 'hex')],
        ['nothing', Buffer.alloc(0)],
        ['PEM of no certificate', Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')],
    ])('gives MSP id and bytes of %s, and a clear sentence for the rest', (_what, idBytes) => {
        const identity = identityOfBytes(idBytes);
        expect(identity.getMSPID()).toBe('Org1MSP');
        expect(identity.getIDBytes()).toBe(idBytes);
        for (const ask of questionsTo(identity)) expect(ask).toThrow(invalidIdentity);
    });
});
