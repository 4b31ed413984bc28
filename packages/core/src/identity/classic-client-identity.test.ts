import { describe, expect, it } from '@jest/globals';
import { type CertificateOptions, TestAuthority } from '../testing/certificates';
import { WRAPPERS } from '../testing/wrapped';
import { ClassicClientIdentity, unreadClientIdentity } from './classic-client-identity';

const ATTRIBUTES = JSON.stringify({ attrs: { role: 'admin', empty: '' } });

/** Counts how often somebody asks who the client is. */
class CountedStub {
    asked = 0;
    readonly #idBytes: Buffer;

    constructor(idBytes: Buffer) {
        this.#idBytes = idBytes;
    }

    getCreator(): { readonly mspid: string; readonly idBytes: Buffer } {
        this.asked += 1;
        return { mspid: 'Org1MSP', idBytes: this.#idBytes };
    }
}

async function stubOf(options: CertificateOptions): Promise<CountedStub> {
    const authority = await TestAuthority.create([{ CN: ['ca.org1'] }]);
    const { cert } = await authority.issue(options);
    return new CountedStub(cert);
}

const CLIENT: CertificateOptions = { subject: [{ CN: ['a/b/c'] }, { '2.5.4.12': ['boss'] }], attributes: ATTRIBUTES };
const ID = 'x509::/CN=a\\/b/c/=boss::/CN=ca.org1';

describe.each(WRAPPERS)('ClassicClientIdentity %s', (_how, wrap) => {
    it.each([
        ['read when it is made', ClassicClientIdentity],
        ['read when it is asked', undefined],
    ])('says who the client is, to the letter as fabric-shim: %s', async (_when, eager) => {
        const stub = await stubOf(CLIENT);
        const identity = wrap(eager === undefined ? unreadClientIdentity(stub) : new eager(stub));
        expect(identity).toBeInstanceOf(ClassicClientIdentity);
        expect([identity.getID(), identity.getMSPID(), identity.getIDBytes()]).toEqual([
            ID,
            'Org1MSP',
            stub.getCreator().idBytes,
        ]);
        expect(['role', 'empty', 'none', 'constructor'].map((name) => identity.getAttributeValue(name))).toEqual([
            'admin',
            null,
            null,
            null,
        ]);
        expect(identity.assertAttributeValue('role', 'admin')).toBe(true);
        expect(identity.assertAttributeValue('empty', '')).toBe(false);
    });
});

describe('ClassicClientIdentity', () => {
    it('has fields of its own, which its methods read', async () => {
        const identity = new ClassicClientIdentity(await stubOf(CLIENT));
        expect(Object.keys(identity).sort()).toEqual(['attrs', 'id', 'idBytes', 'mspId', 'stub']);
        Object.assign(identity, {
            id: 'another',
            mspId: 'Org2MSP',
            idBytes: Buffer.from('x'),
            attrs: { role: 'none' },
        });
        expect([identity.getID(), identity.getMSPID(), identity.getIDBytes().toString()]).toEqual([
            'another',
            'Org2MSP',
            'x',
        ]);
        expect(identity.getAttributeValue('role')).toBe('none');
    });

    it('refuses what is no certificate in the words of fabric-shim', () => {
        const stub = new CountedStub(Buffer.from('not a certificate'));
        expect(() => new ClassicClientIdentity(stub)).toThrow(
            'Failed to find start line or end line of the certificate.',
        );
    });
});

describe('unreadClientIdentity', () => {
    it('asks nothing before it is asked, and once then', async () => {
        const stub = await stubOf(CLIENT);
        const identity = unreadClientIdentity(stub);
        expect(stub.asked).toBe(0);
        expect([identity.id, identity.mspId, identity.attrs]).toEqual([ID, 'Org1MSP', { role: 'admin', empty: '' }]);
        expect(stub.asked).toBe(1);
        expect(Object.keys(identity).sort()).toEqual(['attrs', 'id', 'idBytes', 'mspId', 'stub']);
    });

    it('keeps what is written before it is read', async () => {
        const identity = unreadClientIdentity(await stubOf(CLIENT));
        identity.id = 'another';
        expect([identity.getMSPID(), identity.getID()]).toEqual(['Org1MSP', 'another']);
    });

    it('fails only where it is asked', () => {
        const identity = unreadClientIdentity(new CountedStub(Buffer.from('of an Idemix MSP')));
        expect([identity.getMSPID(), identity.getIDBytes().toString()]).toEqual(['Org1MSP', 'of an Idemix MSP']);
        expect(() => identity.getID()).toThrow('Failed to find start line');
    });
});
