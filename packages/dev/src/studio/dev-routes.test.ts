import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes, CallAnswer, DefinitionRow, IdentityRow, KeyState, Network, NewUser } from '@heddle/studio';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PlainRequest } from '../testing/plain-request';
import { ServedStudio } from '../testing/served-studio';

function post(body: unknown): PlainRequest {
    return { method: 'POST', body: JSON.stringify(body) };
}

function user(name: string, attributes: NewUser['attributes'] = {}, mspId = 'Org1MSP'): PlainRequest {
    return post({ name, mspId, attributes });
}

describe('what the page does to the network of its process', () => {
    let studio: ServedStudio;
    beforeAll(async () => {
        studio = await ServedStudio.start({ keepsTransient: true });
    });
    afterAll(async () => {
        await studio[Symbol.asyncDispose]();
    });

    function call(callId: string, name: string, others: object): Promise<CallAnswer> {
        const identity = { mspId: 'Org1MSP', user: 'User1' };
        const request = { callId, mode: 'evaluate', chaincode: 'store', function: name, args: [], identity, ...others };
        return studio.read<CallAnswer>('calls', post(request));
    }

    it('makes a user with attributes, whom one can be at once; no answer has the private key', async () => {
        const made = await studio.ask('identities', user('minter', { role: 'minter', level: '3' }));
        expect([made.status, made.text]).toEqual([200, '{"name":"minter","mspId":"Org1MSP"}']);
        const identities = await studio.ask('identities');
        const rows = JSON.parse(identities.text) as IdentityRow[];
        expect(rows.find((row) => row.user === 'minter')).toMatchObject({
            roles: expect.arrayContaining(['client']),
            attributes: { 'hf.EnrollmentID': 'minter', 'hf.Type': 'client', role: 'minter', level: '3' },
        });
        const { organizations } = await studio.read<Network>('network');
        expect(organizations[0]?.users).toContain('minter');
        const called = await call('as minter', 'name', { identity: { mspId: 'Org1MSP', user: 'minter' } });
        expect(called.transaction?.response?.payload.text).toBe('minter@org1.example.com');
        for (const key of privateKeys(studio.network.folder.path))
            for (const { text } of [made, identities]) expect(text).not.toContain(key);
    });

    it.each<[what: string, status: number, sent: PlainRequest, text: string]>([
        ['a name that is taken', 409, user('User1'), 'Org1MSP has a user User1 already'],
        ['a name that is taken in other letters', 409, user('USER1'), 'already'],
        ['a path', 400, user('../etc'), 'has the name'],
        ['an organization in the name', 400, user('ann@Org1MSP'), 'choose the organization by itself'],
        ['another organization', 400, user('ann', {}, 'Org9MSP'), 'which is not here'],
        ['a role that there is not', 400, user('ann', { 'hf.Type': 'king' }), 'which Fabric does not have'],
        ['an attribute without a name', 400, user('ann', { '': 'x' }), 'which is no attribute'],
        ['an attribute that is no text', 400, post({ name: 'ann', mspId: 'Org1MSP', attributes: { a: 1 } }), 'no user'],
        ['nothing', 400, post(null), 'no user'],
    ])('makes no user of %s', async (_what, status, sent, text) => {
        const answer = await studio.ask('identities', sent);
        expect({ status: answer.status, text: answer.text }).toEqual({ status, text: expect.stringContaining(text) });
    });

    it('has the definitions of the channel, and the policy of a key', async () => {
        await studio.network.put('v');
        expect(await studio.read<DefinitionRow[]>('chaincode/definitions')).toEqual([
            {
                name: 'store',
                packageId: 'store:1',
                version: expect.any(String),
                sequence: 1,
                initRequired: false,
                endorsementPolicy: 'MAJORITY Endorsement',
                collections: [expect.objectContaining({ name: 'secrets', policy: "OR('Org1MSP.member')" })],
            },
        ]);
        const state = await studio.read<KeyState>('state/key?namespace=store&key=key');
        expect(state.policy).toBe("the chaincode's: OR('Org1MSP.member')");
    });

    it('has a chaincode built again, or restarted', async () => {
        for (const how of ['build', 'restart'])
            expect((await studio.ask('chaincode/build', post({ chaincode: 'store', how }))).status).toBe(200);
        expect(studio.runs).toEqual([
            ['store', 'build'],
            ['store', 'restart'],
        ]);
    });

    it.each([
        [404, { chaincode: 'nothing', how: 'build' }],
        [400, { chaincode: 'store', how: 'delete' }],
        [400, null],
    ])('answers %d to %j', async (status, body) => {
        expect((await studio.ask('chaincode/build', post(body))).status).toBe(status);
    });

    it('has values of transient data, one at a time and for nobody but who asks, where they are to be kept', async () => {
        const { can } = await studio.read<Network>('network');
        expect(can.transientValues).toBe(true);
        const { transaction } = await call('private', 'transient', { args: ['none'], transient: { price: 'MARKER' } });
        const path = `transactions/${transaction?.id ?? ''}`;
        for (const other of ['transactions', path, `${path}/why`])
            expect((await studio.ask(other)).text).not.toContain('MARKER');
        expect(await studio.read<Bytes>(`${path}/transient?key=price`)).toMatchObject({ text: 'MARKER' });
        expect((await studio.ask(`${path}/transient?key=other`)).status).toBe(404);
        expect((await studio.ask(`${path}/transient`)).status).toBe(400);
    });
});

describe('the page of a network that keeps no transient data', () => {
    it('has no value of it', async () => {
        await using studio = await ServedStudio.start();
        const { txId } = await studio.network.peer.evaluate({
            chaincode: 'store',
            function: 'transient',
            args: ['none'],
            transient: { price: 'MARKER' },
        });
        expect((await studio.read<Network>('network')).can.transientValues).toBe(false);
        expect((await studio.ask(`transactions/${txId}/transient?key=price`)).status).toBe(404);
    });
});

function privateKeys(folder: string): string[] {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('priv_sk'));
    const keys = files.map((name) => readFileSync(join(folder, name), 'utf8').split('\n')[1] ?? '');
    expect(keys.length).toBeGreaterThan(1);
    return keys;
}
