import { X509Certificate } from 'node:crypto';
import { requests } from '@heddle/protocol';
import { common, msp } from '@hyperledger/fabric-protos';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { InstallOptions } from '../channel/install-options';
import { Organization } from '../identity/organization';
import { LocalPeer } from '../local-peer';
import { type Script, ScriptedChaincode } from '../testing/scripted-chaincode';
import type { SubmitResult } from './transaction-request';

let runs = 0;

const script: Script = {
    async put({ ask }, key = '', value = '', collection = '') {
        runs++;
        await ask(requests.putState, { key, value: Buffer.from(value), collection });
    },
    async get({ ask }, key = '', collection = '') {
        runs++;
        return await ask(requests.getState, { key, collection });
    },
    async getAndPut({ ask }, key = '', collection = '') {
        const value = await ask(requests.getState, { key, collection });
        await ask(requests.putState, { key: 'copy', value });
    },
    async putCount({ ask }) {
        await ask(requests.putState, { key: 'k', value: Buffer.from(String(++runs)) });
    },
    async failSecondTime({ ask }) {
        await ask(requests.putState, { key: 'k', value: Buffer.from('v') });
        if (++runs > 1) throw new Error('not again');
    },
    async clear({ ask }, key = '', collection = '') {
        const metadata = { metakey: 'VALIDATION_PARAMETER', value: Buffer.alloc(0) };
        await ask(requests.putStateMetadata, { key, collection, metadata });
    },
    async call({ ask }, chaincode = '', ...args) {
        const input = { args: args.map((arg) => Buffer.from(arg)) };
        await ask(requests.invokeChaincode, { chaincodeId: { name: chaincode }, input });
    },
    async guard({ ask }, key = '', collection = '', ...mspIds) {
        const value = mspIds.length === 0 ? Buffer.from('no policy') : policyOf(mspIds);
        await ask(requests.putStateMetadata, { key, collection, metadata: { metakey: 'VALIDATION_PARAMETER', value } });
    },
};

/** As statebased.KeyEndorsementPolicy makes it: all of these organizations' peers. */
function policyOf(mspIds: readonly string[]): Buffer {
    const envelope = new common.SignaturePolicyEnvelope();
    const gate = new common.SignaturePolicy.NOutOf();
    gate.setN(mspIds.length);
    for (const [index, mspId] of mspIds.entries()) {
        const role = new msp.MSPRole();
        role.setMspIdentifier(mspId);
        role.setRole(msp.MSPRole.MSPRoleType.PEER);
        const principal = new msp.MSPPrincipal();
        principal.setPrincipal(role.serializeBinary());
        envelope.addIdentities(principal);
        const signedBy = new common.SignaturePolicy();
        signedBy.setSignedBy(index);
        gate.addRules(signedBy);
    }
    const rule = new common.SignaturePolicy();
    rule.setNOutOf(gate);
    envelope.setRule(rule);
    return Buffer.from(envelope.serializeBinary());
}

describe('a network of three organizations', () => {
    const organizations = ['Org2MSP', 'Org3MSP'].map((mspId) => new Organization({ mspId }));
    let peer: LocalPeer;
    let packages = 0;

    beforeEach(async () => {
        peer = await LocalPeer.start({ organizations });
        runs = 0;
    });

    afterEach(() => peer.close());

    function install(options: Partial<InstallOptions> = {}): void {
        const { packageId, connect } = new ScriptedChaincode(`basic:${++packages}`, script);
        peer.install({ name: 'basic', packageId, connect, ...options });
    }

    function submit(args: string[], endorsingOrganizations?: string[]): Promise<SubmitResult> {
        const [name = '', ...rest] = args;
        const targets = endorsingOrganizations === undefined ? {} : { endorsingOrganizations };
        return peer.submit({ chaincode: 'basic', function: name, args: rest, ...targets });
    }

    async function status(args: string[], endorsingOrganizations?: string[]): Promise<string> {
        return (await submit(args, endorsingOrganizations)).commit?.status ?? 'none';
    }

    const ONE = "OR('Org1MSP.member', 'Org2MSP.member', 'Org3MSP.member')";

    it.each<[string | undefined, number]>([
        [undefined, 2],
        [ONE, 1],
        ["AND('Org1MSP.peer', 'Org2MSP.peer', 'Org3MSP.peer')", 3],
        ["OutOf(2, 'Org2MSP.peer', 'Org3MSP.peer', 'Org1MSP.admin')", 3],
    ])('the policy %s is fulfilled by %d runs', async (endorsementPolicy, count) => {
        install(endorsementPolicy === undefined ? {} : { endorsementPolicy });
        expect(await status(['put', 'k', 'v'])).toBe('VALID');
        expect(runs).toBe(count);
    });

    it.each<[string[], string]>([
        [['Org1MSP'], 'ENDORSEMENT_POLICY_FAILURE'],
        [['Org1MSP', 'Org1MSP'], 'ENDORSEMENT_POLICY_FAILURE'],
        [['Org2MSP', 'Org3MSP'], 'VALID'],
    ])('endorsed by %j, where two are needed: %s', async (targets, expected) => {
        install();
        expect(await status(['put', 'k', 'v'], targets)).toBe(expected);
        const value = await peer.state({ chaincode: 'basic', key: 'k' });
        expect(value?.toString()).toBe(expected === 'VALID' ? 'v' : undefined);
    });

    it('a transaction that writes nothing needs the policy, too', async () => {
        install();
        expect(await status(['get', 'k'], ['Org2MSP'])).toBe('ENDORSEMENT_POLICY_FAILURE');
    });

    it.each<[string, string, string]>([
        ['admins', "AND('Org1MSP.admin')", 'no peer combination can satisfy the endorsement policy'],
        ['strangers', "AND('Org4MSP.peer')", 'there are peers of Org1MSP, Org2MSP, Org3MSP'],
    ])('a policy of %s is one that no peers fulfil', async (_, endorsementPolicy, text) => {
        install({ endorsementPolicy });
        await expect(submit(['put', 'k', 'v'])).rejects.toThrow(text);
    });

    it('results that differ are an error that names key and both values', async () => {
        install();
        await expect(submit(['putCount'])).rejects.toThrow(
            'ProposalResponsePayloads do not match: the peers of Org1MSP and Org2MSP have different results, and a ' +
                'transaction must do the same wherever it runs\n  write of k\n    Org1MSP: 1\n    Org2MSP: 2\n',
        );
    });

    it('the second peer may fail', async () => {
        install();
        expect(await submit(['failSecondTime'])).toMatchObject({ status: 500, message: 'not again' });
    });

    it('an organization without a peer cannot endorse', async () => {
        install();
        await expect(submit(['put', 'k', 'v'], ['Org4MSP'])).rejects.toThrow("no peer of organization 'Org4MSP'");
    });

    it('a policy that cannot be read is refused', () => {
        expect(() => {
            install({ endorsementPolicy: "XOR('A.member')" });
        }).toThrow("chaincode 'basic' has a policy that cannot be read");
    });

    it('a policy may be a structure', async () => {
        install({ endorsementPolicy: { outOf: 1, rules: [{ mspId: 'Org3MSP', role: 'peer' }] } });
        expect(await status(['put', 'k', 'v'], ['Org1MSP'])).toBe('ENDORSEMENT_POLICY_FAILURE');
        expect(await status(['put', 'k', 'v'], ['Org3MSP'])).toBe('VALID');
    });

    describe.each(['', 'shared'])("a key of collection '%s'", (collection) => {
        beforeEach(async () => {
            const shared = { name: 'shared', policy: ['Org1MSP', 'Org2MSP', 'Org3MSP'] };
            install({ endorsementPolicy: ONE, collections: [shared] });
            await submit(['put', 'k', 'v', collection]);
        });

        it('has its own policy', async () => {
            expect(await status(['guard', 'k', collection, 'Org2MSP', 'Org3MSP'], ['Org1MSP'])).toBe('VALID');
            expect(await status(['put', 'k', 'w', collection], ['Org1MSP'])).toBe('ENDORSEMENT_POLICY_FAILURE');
            expect(await status(['guard', 'k', collection, 'Org1MSP'], ['Org1MSP'])).toBe('ENDORSEMENT_POLICY_FAILURE');
            expect(await status(['put', 'other', 'w', collection], ['Org1MSP'])).toBe('VALID');
            expect(await status(['put', 'k', 'w', collection])).toBe('VALID');
        });

        it('whose policy was cleared is written where organizations are named, and nowhere else', async () => {
            await submit(['guard', 'k', collection, 'Org1MSP']);
            expect(await status(['clear', 'k', collection])).toBe('VALID');
            const which = collection === '' ? "key 'k'" : "a key of collection 'shared'";
            await expect(submit(['put', 'k', 'w', collection])).rejects.toThrow(
                `the endorsement policy of ${which} was cleared, and no peers can fulfil that: name the endorsing organizations`,
            );
            expect(await status(['put', 'k', 'w', collection], ['Org3MSP'])).toBe('VALID');
        });

        it('with a policy that cannot be decoded is locked', async () => {
            await submit(['guard', 'k', collection]);
            expect(await status(['put', 'k', 'w', collection], ['Org1MSP', 'Org2MSP', 'Org3MSP'])).toBe(
                'ENDORSEMENT_POLICY_FAILURE',
            );
        });

        it('whose policy changes earlier in the block cannot be written', async () => {
            const endorse = (name: string, ...args: string[]): ReturnType<LocalPeer['endorse']> =>
                peer.endorse({ chaincode: 'basic', function: name, args });
            const guard = await endorse('guard', 'k', collection, 'Org1MSP');
            const put = await endorse('put', 'k', 'w', collection);
            const statuses = (await peer.commit(guard, put)).map((one) => one.status);
            expect(statuses).toEqual(['VALID', 'ENDORSEMENT_POLICY_FAILURE']);
        });
    });

    describe('a chaincode that calls another one', () => {
        beforeEach(() => {
            install();
            const { packageId, connect } = new ScriptedChaincode('any:1', script);
            peer.install({ name: 'any', packageId, connect, endorsementPolicy: ONE });
        });

        it('and touches nothing itself, is endorsed for the other, and refused at commit for itself', async () => {
            expect(await status(['call', 'any', 'put', 'k', 'v'])).toBe('ENDORSEMENT_POLICY_FAILURE');
            expect(await status(['call', 'any', 'put', 'k', 'v'], ['Org1MSP', 'Org2MSP'])).toBe('VALID');
        });

        it('and is called by one that anybody endorses, is endorsed for both', async () => {
            const called = await peer.submit({ chaincode: 'any', function: 'call', args: ['basic', 'put', 'k', 'v'] });
            expect(called.commit?.status).toBe('VALID');
        });
    });

    it('time machine promise 13: a definition that is committed between endorsement and commit is a conflict', async () => {
        install({ endorsementPolicy: ONE });
        const endorsed = await peer.endorse({ chaincode: 'basic', function: 'put', args: ['k', 'v'] });
        const reads = endorsed.readWriteSet.find(({ namespace }) => namespace === '_lifecycle')?.reads;
        expect(reads?.map(({ key }) => key)).toEqual(['namespaces/fields/basic/Sequence']);
        install({ endorsementPolicy: ONE });
        expect((await peer.commit(endorsed)).map((one) => one.status)).toEqual(['MVCC_READ_CONFLICT']);
        expect(await status(['put', 'k', 'v'])).toBe('VALID');
    });

    it('the use of a collection reads all of the definition', async () => {
        install({ endorsementPolicy: ONE, collections: [{ name: 'shared', policy: ['Org1MSP'] }] });
        const { readWriteSet } = await submit(['put', 'k', 'v', 'shared']);
        const [lifecycle] = readWriteSet;
        expect(lifecycle?.reads.map(({ key }) => key)).toEqual([
            'namespaces/fields/basic/Collections',
            'namespaces/fields/basic/EndorsementInfo',
            'namespaces/fields/basic/Sequence',
            'namespaces/fields/basic/ValidationInfo',
            'namespaces/metadata/basic',
        ]);
    });

    describe('roles in the policy of a collection', () => {
        const guarded = { memberOnlyRead: true, memberOnlyWrite: true };

        function refusal(result: { readonly message: string }): string {
            return /tx creator does not have \w+ access/.exec(result.message)?.[0] ?? '';
        }

        it.each<[string, string]>([
            ['admin', ''],
            ['client', 'tx creator does not have write access'],
        ])('of admins let an %s in: %j', async (role, text) => {
            install({
                endorsementPolicy: ONE,
                collections: [{ name: 'c', policy: "OR('Org1MSP.admin')", ...guarded }],
            });
            const identity = peer.organization.createMember({ name: role, role: role as 'admin' });
            const args = ['k', 'v', 'c'];
            expect(refusal(await peer.submit({ chaincode: 'basic', function: 'put', args, identity }))).toBe(text);
        });

        it('of clients keep the data from peers but those that have endorsed it', async () => {
            install({
                endorsementPolicy: ONE,
                collections: [{ name: 'c', policy: "OR('Org1MSP.client', 'Org2MSP.client')", ...guarded }],
            });
            expect(await status(['put', 'k', 'v', 'c'])).toBe('VALID');
            const read = { chaincode: 'basic', function: 'get', args: ['k', 'c'] };
            expect((await peer.evaluate(read)).payload.toString()).toBe('v');
            const elsewhere = await peer.evaluate({ ...read, endorsingOrganizations: ['Org2MSP'] });
            expect(elsewhere.message).toContain('private data matching public hash version is not available');
        });

        it('of peers keep clients out, and give peers the data', async () => {
            const collections = [{ name: 'c', policy: "OR('Org1MSP.peer')" }];
            install({ endorsementPolicy: ONE, collections });
            expect(await status(['put', 'k', 'v', 'c'])).toBe('VALID');
            const read = { chaincode: 'basic', function: 'get', args: ['k', 'c'] };
            expect((await peer.evaluate(read)).payload.toString()).toBe('v');
            install({ endorsementPolicy: ONE, collections: collections.map((one) => ({ ...one, ...guarded })) });
            expect(refusal(await peer.evaluate(read))).toBe('tx creator does not have read access');
        });
    });

    describe('requiredPeerCount', () => {
        const all = ['Org1MSP', 'Org2MSP', 'Org3MSP'];

        it('fails what writes where fewer of the other peers are members', async () => {
            install({ collections: [{ name: 'c', policy: all, requiredPeerCount: 3, maxPeerCount: 3 }] });
            const { message, txId } = await submit(['put', 'k', 'v', 'c']);
            expect(message.replaceAll(txId, 'TX')).toBe(
                'error in simulation: failed to distribute private collection, txID TX, channel mychannel: could not build ' +
                    'private data dissemination plan for chaincode basic and collection c: required to disseminate to ' +
                    'at least 3 peers, but know of only 2 eligible peers',
            );
            expect(await status(['put', 'k', 'v'])).toBe('VALID');
        });

        it('may be as many as there are other members', async () => {
            install({ collections: [{ name: 'c', policy: all, requiredPeerCount: 2 }] });
            expect(await status(['put', 'k', 'v', 'c'])).toBe('VALID');
        });

        it('above maxPeerCount is refused at install', () => {
            expect(() => {
                install({ collections: [{ name: 'c', policy: all, requiredPeerCount: 2, maxPeerCount: 1 }] });
            }).toThrow("collection 'c' has maxPeerCount 1 and requiredPeerCount 2");
        });
    });

    it.each<[number, string]>([
        [0, 'private data matching public hash version is not available'],
        [1, ''],
    ])('what no member endorses is handed on to %d of them', async (maxPeerCount, text) => {
        install({ endorsementPolicy: ONE, collections: [{ name: 'c', policy: ['Org2MSP'], maxPeerCount }] });
        expect(await status(['put', 'k', 'v', 'c'], ['Org1MSP'])).toBe('VALID');
        const read = { chaincode: 'basic', function: 'get', args: ['k', 'c'], endorsingOrganizations: ['Org2MSP'] };
        const { message, payload } = await peer.evaluate(read);
        expect([message.includes(text), payload.toString()]).toEqual([true, text === '' ? 'v' : '']);
    });

    it.each([
        ['P-384', 'ec', 'secp384r1'],
        ['Ed25519', 'ed25519', undefined],
    ] as const)('members with keys of %s submit', async (keyType, algorithm, namedCurve) => {
        install();
        const identity = peer.organization.createMember({ name: 'alice', keyType });
        const { publicKey } = new X509Certificate(identity.certificate);
        expect([publicKey.asymmetricKeyType, publicKey.asymmetricKeyDetails?.namedCurve]).toEqual([
            algorithm,
            namedCurve,
        ]);
        const submitted = await peer.submit({ chaincode: 'basic', function: 'put', args: ['k', 'v'], identity });
        expect(submitted.commit?.status).toBe('VALID');
    });

    it('Ed25519 is refused on channels of before V3_0', async () => {
        await using older = await LocalPeer.start({ channelCapability: 'V2_0' });
        const { packageId, connect } = new ScriptedChaincode('basic:1', script);
        older.install({ name: 'basic', packageId, connect });
        const members = (['P-384', 'Ed25519'] as const).map((keyType) =>
            older.organization.createMember({ name: 'alice', keyType }),
        );
        const request = { chaincode: 'basic', function: 'put', args: ['k', 'v'] };
        const [taken, refused] = members.map((identity) => older.submit({ ...request, identity }));
        expect((await taken)?.commit?.status).toBe('VALID');
        await expect(refused).rejects.toMatchObject({ code: 'PROPOSAL_REFUSED' });
    });

    describe('collections', () => {
        beforeEach(() => {
            install({
                collections: [
                    { name: 'theirs', policy: ['Org2MSP', 'Org3MSP'] },
                    { name: 'easy', policy: ['Org1MSP', 'Org2MSP'], endorsementPolicy: "OR('Org1MSP.member')" },
                ],
            });
        });

        it('may have a policy of their own', async () => {
            expect(await status(['put', 'k', 'v', 'easy'], ['Org1MSP'])).toBe('VALID');
            expect(await status(['put', 'k', 'v', 'easy'], ['Org2MSP', 'Org3MSP'])).toBe('ENDORSEMENT_POLICY_FAILURE');
        });

        it('of one organization are endorsed by it', async () => {
            expect(await status(['put', 'k', 'v', '_implicit_org_Org3MSP'], ['Org1MSP', 'Org2MSP'])).toBe(
                'ENDORSEMENT_POLICY_FAILURE',
            );
            expect(await status(['put', 'k', 'v', '_implicit_org_Org3MSP'])).toBe('VALID');
        });

        it('are read at their members, whose values alone can be endorsed', async () => {
            await submit(['put', 'k', 'secret', 'theirs']);
            const args = { chaincode: 'basic', function: 'get', args: ['k', 'theirs'] };
            expect((await peer.evaluate(args)).message).toContain('private data matching public hash version');
            const there = await peer.evaluate({ ...args, endorsingOrganizations: ['Org3MSP'] });
            expect(there.payload.toString()).toBe('secret');
            expect(await status(['getAndPut', 'k', 'theirs'], ['Org2MSP', 'Org3MSP'])).toBe('VALID');
        });

        it('are read where the policy allows it, or not at all', async () => {
            await submit(['put', 'k', 'secret', '_implicit_org_Org1MSP']);
            await expect(submit(['getAndPut', 'k', '_implicit_org_Org1MSP'])).rejects.toThrow('no peer combination');
        });
    });
});
