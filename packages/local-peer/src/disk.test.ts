import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { requests } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AbstractSublevel } from 'abstract-level';
import { MemoryLevel } from 'memory-level';
import type { InstallOptions } from './channel/install-options';
import { openDisk } from './ledger/disk-database';
import type { LedgerDatabase } from './ledger/ledger-database';
import { testLedgerStore } from './ledger/ledger-store.suite';
import { LevelLedgerStore } from './ledger/level-ledger-store';
import { LocalPeer } from './local-peer';
import { ScriptedChaincode } from './testing/scripted-chaincode';

type BlockTable = AbstractSublevel<LedgerDatabase, string | Buffer | Uint8Array, Buffer, Buffer>;

let folder: string;
let path: string;

beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'heddle-ledger-'));
    path = join(folder, 'ledger');
});

afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
});

function install(peer: LocalPeer, options: Partial<InstallOptions> = {}): ReturnType<LocalPeer['install']> {
    const { packageId, connect } = new ScriptedChaincode('basic:1', {
        async put({ ask }, key = '', value = '') {
            await ask(requests.putState, { key, value: Buffer.from(value) });
        },
    });
    return peer.install({ name: 'basic', packageId, connect, ...options });
}

describe('a ledger on disk', () => {
    let database: LedgerDatabase;

    afterEach(() => database.close());

    testLedgerStore(async () => {
        database = await openDisk(path);
        return await LevelLedgerStore.open(database, 'mychannel', { sync: true });
    });
});

describe('a peer with a ledger on disk', () => {
    it('goes on where it was, definitions included', async () => {
        const collections = [{ name: 'c', policy: ['Org1MSP'] }];
        const endorsementPolicy = "OR('Org1MSP.member')";
        const first = await LocalPeer.start({ store: { path, sync: true } });
        const definition = install(first, { version: '7', initRequired: false, collections, endorsementPolicy });
        await first.submit({ chaincode: 'basic', function: 'put', args: ['k', 'v'] });
        await first.close();

        await using second = await LocalPeer.start({ store: { path } });
        expect(await second.height()).toBe(2n);
        expect((await second.state({ chaincode: 'basic', key: 'k' }))?.toString()).toBe('v');
        expect(install(second, { version: '7', collections, endorsementPolicy })).toEqual(definition);
        const { commit } = await second.submit({ chaincode: 'basic', function: 'put', args: ['k', 'w'] });
        expect(commit).toMatchObject({ status: 'VALID', blockNumber: 2n });
        expect(install(second, { version: '8' })).toMatchObject({ sequence: 2, version: '8', collections: [] });
    });

    it('takes up a definition without a version, and another one as the next', async () => {
        const first = await LocalPeer.start({ store: { path } });
        install(first);
        expect(install(first)).toMatchObject({ sequence: 2, version: '2.0' });
        await first.close();
        const second = await LocalPeer.start({ store: { path } });
        expect(install(second)).toMatchObject({ sequence: 2, version: '2.0' });
        await second.close();
        await using third = await LocalPeer.start({ store: { path } });
        expect(install(third, { initRequired: true })).toMatchObject({ sequence: 3, version: '3.0' });
    });

    it('has its folder to itself', async () => {
        await using _ = await LocalPeer.start({ store: { path } });
        await expect(LocalPeer.start({ store: { path } })).rejects.toThrow(
            `the ledger in '${path}' is in use by another peer; close that one, or give this one a folder of its own`,
        );
    });

    it('says where it cannot be', async () => {
        const store = { path: '/dev/null/ledger' };
        await expect(LocalPeer.start({ store })).rejects.toThrow("the ledger in '/dev/null/ledger' cannot be opened");
    });

    it('is no other database besides', async () => {
        const options = { store: { path }, database: new MemoryLevel() };
        await expect(LocalPeer.start(options)).rejects.toThrow("option 'store' of LocalPeer.start cannot be given");
    });
});

describe('a ledger whose height and last block do not agree', () => {
    it.each<[string, string, (database: LedgerDatabase) => Promise<void>]>([
        [
            'no last block',
            'there is no block 0',
            async (database) => {
                await blocks(database).del(number(0));
            },
        ],
        ['no block there', 'block 0 cannot be read', (database) => blocks(database).put(number(0), Buffer.of(255))],
        ['a block beyond', 'there is a block 1', (database) => blocks(database).put(number(1), Buffer.alloc(0))],
        [
            'another block',
            'block 0 says that it is block 5',
            (database) => blocks(database).put(number(0), Buffer.from('0a020805', 'hex')),
        ],
    ])('%s: is refused', async (_, text, damage) => {
        const database: LedgerDatabase = new MemoryLevel();
        await (await LocalPeer.start({ database })).close();
        await damage(database);
        await expect(LocalPeer.start({ database })).rejects.toThrow(
            `the ledger of channel 'mychannel' is damaged: its height is 1, but ${text}`,
        );
    });

    function blocks(database: LedgerDatabase): BlockTable {
        return database.sublevel<Buffer, Buffer>(['mychannel', 'block'], {
            keyEncoding: 'buffer',
            valueEncoding: 'buffer',
        });
    }

    function number(value: number): Buffer {
        const key = Buffer.alloc(8);
        key.writeBigUInt64BE(BigInt(value));
        return key;
    }
});

describe('a process that is killed while it commits', () => {
    const child = join(__dirname, 'testing', 'committing-child.js');

    /** Runs the child, kills it behind so many commits, and gives the keys that it has said are committed. */
    async function commitAndKill(commits: number): Promise<string[]> {
        const running = spawn(process.execPath, [child, path], { stdio: ['ignore', 'pipe', 'inherit'] });
        const ended = new Promise((resolve) => running.once('close', resolve));
        const told: string[] = [];
        for await (const line of createInterface(running.stdout)) {
            const [key = '', status] = line.split(' ');
            expect(status).toBe('VALID');
            told.push(key);
            if (told.length === commits) running.kill('SIGKILL');
        }
        await ended;
        return told;
    }

    it('loses no block, and has no half of one', async () => {
        const told: string[] = [];
        for (const commits of [1, 20, 47, 90]) {
            told.push(...(await commitAndKill(commits)));
            await using peer = await LocalPeer.start({ store: { path } });
            const keys = (await peer.states({ chaincode: 'basic' })).map(({ key }) => key);
            expect(keys).toEqual(expect.arrayContaining(told));
            expect(await countTransactions(peer)).toBe(keys.length);
            for (const key of keys) {
                const where = { chaincode: 'basic', collection: '_implicit_org_Org1MSP', key };
                expect((await peer.privateState(where))?.toString()).toBe(key);
            }
        }
    });

    it('is at a mark or behind it, and can go back', async () => {
        for (const rounds of [1, 9, 23]) {
            const reverting = join(__dirname, 'testing', 'reverting-child.js');
            await runAndKill(reverting, rounds);
            await using peer = await LocalPeer.start({ store: { path } });
            const keys = (await peer.states({ chaincode: 'basic' })).map(({ key }) => key);
            expect(await countTransactions(peer)).toBe(keys.length);
            await peer.revert('kept');
            expect((await peer.states({ chaincode: 'basic' })).map(({ key }) => key)).toEqual(['first']);
            const where = { chaincode: 'basic', collection: '_implicit_org_Org1MSP' };
            expect((await peer.privateStates(where)).map(({ key }) => key)).toEqual(['first']);
            expect(await peer.height()).toBe(2n);
        }
    });

    /** Kills a child behind so many lines. */
    async function runAndKill(script: string, lines: number): Promise<void> {
        const running = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
        const ended = new Promise((resolve) => running.once('close', resolve));
        let told = 0;
        for await (const _ of createInterface(running.stdout)) if (++told === lines) running.kill('SIGKILL');
        await ended;
    }

    async function countTransactions(peer: LocalPeer): Promise<number> {
        const height = await peer.height();
        let count = 0;
        for await (const { number, transactions } of await peer.blocks({ startBlock: 0n })) {
            count += transactions.filter(({ txId }) => txId !== '').length;
            if (number === height - 1n) break;
        }
        return count;
    }
});
