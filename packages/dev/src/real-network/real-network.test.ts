import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type Chaincode, error, success } from '@heddle/core';
import type { CallAnswer, CallRequest, Coverage } from '@heddle/studio';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type GatewayClient, openGateway } from '../client/gateway-client';
import { readUser } from '../client/user-files';
import { find } from '../studio/find';
import { privateView, stateView } from '../studio/view/state-view';
import { transactionView } from '../studio/view/transaction-view';
import { ListeningNetwork } from '../testing/listening-network';
import { RealNetwork, type RealNetworkOptions } from './real-network';

const METADATA = {
    contracts: {
        Writer: {
            name: 'Writer',
            transactions: [
                { name: 'write', tag: ['submitTx'] },
                { name: 'length', tag: ['EVALUATE'], parameters: [{ name: 'text', schema: { type: 'string' } }] },
            ],
        },
    },
};

/** Writes what it is told, public or private; tells of itself, and how long a text is. */
const WRITER: Chaincode = {
    Init: () => Promise.resolve(success()),
    async Invoke(stub) {
        const { fcn, params } = stub.getFunctionAndParameters();
        if (fcn === 'org.hyperledger.fabric:GetMetadata') return success(JSON.stringify(METADATA));
        if (fcn === 'length' && params[0] === '') return error('TEXT_EMPTY: there is no text');
        if (fcn === 'length') return success(String(params[0]?.length));
        const [collection = '', key = '', value = ''] = stub.getFunctionAndParameters().params;
        if (collection === '') await stub.putState(key, value);
        else await stub.putPrivateData(collection, key, value);
        return success();
    },
};

describe('a network that is followed', () => {
    let network: ListeningNetwork;
    let client: GatewayClient;
    const followed: RealNetwork[] = [];
    const runs: Promise<void>[] = [];

    beforeEach(async () => {
        network = await ListeningNetwork.start({ chaincode: WRITER });
        const { cert, key } = network.user('auditor');
        const files = { cert: { value: cert, source: '--cert' }, key: { value: key, source: '--key' } };
        client = openGateway({
            address: network.address,
            tls: undefined,
            user: { mspId: 'Org1MSP', ...readUser(files) },
            channel: 'mychannel',
            chaincode: 'store',
            timeoutMs: 20_000,
        });
    });

    afterEach(async () => {
        for (const one of followed.splice(0)) one.close();
        await Promise.all(runs.splice(0));
        client[Symbol.dispose]();
        await network[Symbol.asyncDispose]();
    });

    async function write(collection: string, key: string, value: string): Promise<string> {
        const args = [collection, key, value];
        const { txId, commit } = await network.peer.submit({ chaincode: 'store', function: 'write', args });
        expect(commit).toMatchObject({ status: 'VALID' });
        return txId;
    }

    /** Follows it, up to its last block. */
    async function follow(options: Partial<RealNetworkOptions> = {}): Promise<RealNetwork> {
        const real = await RealNetwork.open({
            network: client.network,
            mspId: 'Org1MSP',
            chaincode: undefined,
            fromBlock: undefined,
            ...options,
        });
        followed.push(real);
        runs.push(real.run());
        await until(real, ({ done }) => done);
        return real;
    }

    async function until({ recorder }: RealNetwork, isIt: (coverage: Coverage) => boolean): Promise<void> {
        while (recorder.coverage === undefined || !isIt(recorder.coverage)) await once(recorder, 'coverage');
    }

    async function keysOf({ source }: RealNetwork, collection?: string): Promise<string[]> {
        const query = { namespace: 'store', collection, prefix: '', after: undefined, limit: 10, asOf: undefined };
        return (await stateView(query, source)).items.map(({ key, preview }) => `${key.text}=${preview}`);
    }

    it('has what the blocks have written, public and private, with each new one', async () => {
        await write('', 'a', '1');
        const real = await follow();
        await write('secrets', 'p', 'hidden');
        await until(real, ({ to }) => to === 2);
        expect(await keysOf(real)).toEqual(['a=1']);
        expect(await keysOf(real, 'secrets')).toEqual(['p=hidden']);
        const held = await privateView({ namespace: 'store', collection: 'secrets', key: 'p' }, real.source.reader);
        expect(held).toMatchObject([{ mspId: 'Org1MSP', has: 'value', matches: true }]);
        expect(real.chaincodes()).toEqual([
            { name: 'store', collections: ['secrets'], policy: '/Channel/Application/Endorsement' },
        ]);
    });

    it('leaves state as it was when there were too many writes, says so, and goes on with transactions', async () => {
        for (const value of ['1', '2', '3']) await write('', 'a', value);
        const real = await follow({ mostWrites: 2 });
        await until(real, ({ notes }) => notes.length > 0);
        expect(real.recorder.coverage).toMatchObject({
            to: 3,
            notes: [
                expect.stringMatching(/^Keys and histories are as they were after block 3: they have more than 2 /),
            ],
        });
        const id = await write('', 'a', '4');
        await until(real, ({ height }) => height === 5);
        expect(await keysOf(real)).toEqual(['a=3']);
        expect(real.recorder.coverage).toMatchObject({ to: 3 });
        const recorded = real.recorder.find(id);
        expect(recorded?.commit).toMatchObject({ block: 4, code: 'VALID' });
        if (recorded === undefined) throw new Error('it was not recorded');
        // What was there before it may have come in a block that changed nothing here.
        expect((await transactionView(recorded, real.source)).changes).toMatchObject([
            { kind: 'changed', after: { text: '4' } },
        ]);
    });

    it('finds transactions and blocks that it has not read', async () => {
        const old = await write('', 'a', '1');
        await write('', 'b', '2');
        const real = await follow({ fromBlock: 2n });
        expect(await keysOf(real)).toEqual(['b=2']);
        const { recorder, source } = real;
        expect(await find(old, recorder, source.reader, ['store'])).toMatchObject([{ href: `/transactions/${old}` }]);
        const hash = (await source.reader.block(1n))?.hash.toString('hex') ?? '';
        expect(await find(hash, recorder, source.reader, ['store'])).toMatchObject([{ href: '/blocks/1' }]);
        expect(await find('0'.repeat(64), recorder, source.reader, ['store'])).toEqual([]);
    });

    it('shows one chaincode where one is named', async () => {
        await write('', 'a', '1');
        const real = await follow({ chaincode: 'another' });
        expect([...real.recorder.newest()]).toEqual([]);
        expect(real.chaincodes()).toEqual([]);
    });

    it('has the words of the peer where a chaincode tells nothing of itself', async () => {
        await write('', 'a', '1');
        const real = await follow();
        expect(await real.metadataOf('nothing')).toEqual({
            document: null,
            refused: 'no peers available to evaluate chaincode nothing in channel mychannel',
        });
    });

    it('refuses a first block that there is not', async () => {
        await expect(follow({ fromBlock: 1n })).rejects.toThrow('--from-block is 1, and the channel has 1 blocks');
    });

    it('evaluates what is tagged so where somebody has allowed it, and submits nothing', async () => {
        const { cert } = network.user('auditor');
        const { evaluations, recorder, source } = await follow({ evaluatesAs: readFileSync(cert, 'utf8') });
        if (evaluations === undefined) throw new Error('nothing is evaluated');
        const height = await source.reader.height();
        const call = (
            callId: string,
            name: string,
            text: string,
            mode: CallRequest['mode'] = 'evaluate',
        ): Promise<CallAnswer> =>
            evaluations.run({
                callId,
                mode,
                chaincode: 'store',
                function: name,
                args: [text],
                identity: { mspId: '', user: '' },
            });
        const { transaction } = await call('1', 'length', 'four');
        expect(transaction).toMatchObject({
            kind: 'evaluate',
            by: { mspId: 'Org1MSP', user: 'auditor' },
            outcome: { kind: 'evaluated' },
            parameters: ['text'],
            response: { status: 200, payload: { text: '4' } },
        });
        expect((await call('1', 'length', 'another')).transaction?.id).toBe(transaction?.id);
        expect((await call('2', 'length', '')).transaction).toMatchObject({
            outcome: { kind: 'refused' },
            refusal: expect.stringContaining('TEXT_EMPTY: there is no text'),
        });
        await expect(call('3', 'write', 'x')).rejects.toMatchObject({ status: 403, code: 'NOT_TAGGED' });
        await expect(call('4', 'nothing', 'x')).rejects.toMatchObject({ status: 403 });
        await expect(call('5', 'length', 'x', 'submit')).rejects.toMatchObject({ status: 400 });
        expect([...recorder.newest()].map(({ proposal }) => proposal.purpose)).toEqual(['evaluate', 'evaluate']);
        expect(await source.reader.height()).toBe(height);
    });

    it('evaluates nothing where nobody has', async () => {
        const real = await follow();
        expect(real.evaluations).toBeUndefined();
        expect((await real.view('run')).can).toEqual(expect.objectContaining({ evaluate: false, submit: false }));
    });
});
