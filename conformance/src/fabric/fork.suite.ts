import { join } from 'node:path';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { createSigningIdentity } from '@heddle/local-peer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FORK_CHAINCODE, keyOf } from '../fork/fork-chaincode';
import {
    ASSET_ID,
    deployForkChaincode,
    KEY_COUNT,
    PRIVATE_KEYS,
    PRIVATE_VALUE,
    writeForkLedger,
} from '../fork/fork-ledger';
import { ForkedPeer } from '../fork/forked-peer';
import { GatewayTarget } from '../harness/gateway-target';
import { fetchHistory } from '../history/fetch-history';
import { networkOptionsOfRun } from './conformance-run';
import type { Deployment } from './deployment';
import { FabricNetwork } from './fabric-network';

const PROGRAM = join(__dirname, '../fork/fork-chaincode.js');
const GETS = 1000;
const RANGES = 100;
/** CouchDB has them in another order than their bytes are in. */
const MIXED_KEYS = ['Alpha', 'alpha', 'beta', 'Beta', 'Zeta', 'zeta', 'a-b', 'a_b', 'ab', 'été', 'ete', '\u{1f600}'];
/** With some that are not there. */
const LAST_KEY = 1300;

const options = networkOptionsOfRun();
let network: FabricNetwork;
let deployment: Deployment;
let target: GatewayTarget;
let fork: ForkedPeer;
let snapshot: string;

beforeAll(async () => {
    network = await FabricNetwork.start(options);
    deployment = await deployForkChaincode(network);
    target = new GatewayTarget(network);
    await writeForkLedger(target);
    for (let first = KEY_COUNT; first < LAST_KEY - 100; first += 200)
        await target.submit({ chaincode: FORK_CHAINCODE, args: ['putMany', String(first), '200'] });
    for (const key of MIXED_KEYS)
        await target.submit({ chaincode: FORK_CHAINCODE, args: ['put', key, JSON.stringify({ b: 1, a: key })] });
    snapshot = await network.snapshot();
    fork = await ForkedPeer.start(snapshot);
});

afterAll(async () => {
    await fork[Symbol.asyncDispose]();
    target.close();
    await deployment[Symbol.asyncDispose]();
    await network.close();
});

/** The same for each run. */
function places(count: number, step: number): number[] {
    return Array.from({ length: count }, (_, index) => (index * step) % LAST_KEY);
}

async function ofReal(args: readonly string[]): Promise<string> {
    const { status, message, payload } = await target.evaluate({ chaincode: FORK_CHAINCODE, args });
    expect([status, message]).toEqual([200, '']);
    return payload.toString();
}

describe(`a fork of a peer of Fabric ${options.binaries.version}`, () => {
    it('time machine promise 14: gives what the real peer gives, for 1,000 keys', async () => {
        for (const key of places(GETS, 7).map(keyOf))
            expect(await fork.ask('get', key)).toBe(await ofReal(['get', key]));
    });

    it('time machine promise 14: gives what the real peer gives, for 100 ranges', async () => {
        for (const [index, start] of places(RANGES, 131).entries()) {
            const range = ['range', keyOf(start), keyOf(start + 3 * index)];
            expect(await fork.ask(...range)).toBe(await ofReal(range));
        }
        expect(await fork.ask('range', '', '')).toBe(await ofReal(['range', '', '']));
    });

    it('gives each of the keys that are sorted in several ways', async () => {
        for (const key of MIXED_KEYS) expect(await fork.ask('get', key)).toBe(await ofReal(['get', key]));
        const range = ['range', 'A', 'k'];
        const [own, real] = [await fork.ask(...range), await ofReal(range)].map(
            (text) => JSON.parse(text) as string[][],
        );
        // Peers with CouchDB hand out rows in its order.
        expect(own).toEqual(options.couchDbUrl === undefined ? real : real?.sort());
    });

    it('gives private values that were fetched with the blocks, by the commands', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({
            'package.json': JSON.stringify({ name: FORK_CHAINCODE }),
            'index.js': `module.exports = require(${JSON.stringify(PROGRAM)}).forkChaincode;`,
        });
        const blocks = join(folder.path, 'blocks');
        expect(await fetchHistory(network, blocks, '--private')).toMatchObject({ code: 0 });
        const options = ['--port', '0', '--no-studio', '--one-process', '--fork', snapshot, '--private', blocks];
        const variables = { PATH: process.env['PATH'] ?? '' };
        await using heddle = new HeddleProcess(['dev', ...options], { cwd: folder.path, variables });
        await heddle.printed(/2 values of .*blocks taken, whose hashes the ledger has/);
        await heddle.printed(/ready after/);
        for (const [collection, key] of Object.entries(PRIVATE_KEYS)) {
            await using query = new HeddleProcess(['query', 'getPrivate', collection, key], {
                cwd: folder.path,
                variables,
            });
            expect([await query.exited, query.stdout]).toEqual([0, PRIVATE_VALUE]);
        }
        heddle.signal('SIGINT');
        expect(await heddle.exited).toBe(0);
    });

    it('takes the real client, with its own certificate, for the owner that it is', async () => {
        const { mspId, certificate, privateKey } = network.clients.Org1;
        const identity = createSigningIdentity({ mspId, certificate, privateKey });
        const transfer = { chaincode: FORK_CHAINCODE, function: 'transferAsset', args: [ASSET_ID, 'me'] };
        expect((await fork.peer.submit({ ...transfer, identity })).commit?.status).toBe('VALID');
        expect(JSON.parse(await fork.ask('getAsset', ASSET_ID))).toMatchObject({ owner: 'me' });
        expect(JSON.parse(await ofReal(['getAsset', ASSET_ID]))).not.toMatchObject({ owner: 'me' });
    });
});
