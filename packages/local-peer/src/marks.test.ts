import { requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { array, assert, asyncProperty, constantFrom, tuple } from 'fast-check';
import { MemoryLevel } from 'memory-level';
import type { EndorsedTransaction } from './endorse/transaction-request';
import { LocalPeer } from './local-peer';
import { type Script, ScriptedChaincode } from './testing/scripted-chaincode';

const COLLECTIONS = [
    { name: 'lasting', policy: ['Org1MSP'] },
    { name: 'short', policy: ['Org1MSP'], blockToLive: 1 },
];

const script: Script = {
    async put({ ask }, key = '', value = '', collection = '') {
        await ask(requests.putState, { key, value: Buffer.from(value), collection });
    },
    async del({ ask }, key = '', _value = '', collection = '') {
        await ask(requests.deleteState, { key, collection });
    },
    async purge({ ask }, key = '') {
        await ask(requests.purgePrivateData, { key, collection: 'lasting' });
    },
    async label({ ask }, key = '', value = '', collection = '') {
        const metadata = { metakey: 'm', value: Buffer.from(value) };
        // Else a peer panics at a block in which the key is deleted before.
        await ask(requests.getState, { key, collection });
        await ask(requests.putStateMetadata, { key, collection, metadata });
    },
    async copy({ ask }, key = '', to = '', collection = '') {
        const value = await ask(requests.getState, { key, collection });
        await ask(requests.putState, { key: to, value: Buffer.concat([value, Buffer.from('.')]), collection });
    },
    async count({ ask }, key = '') {
        const { results } = await ask(requests.getStateByRange, { startKey: '', endKey: '' });
        await ask(requests.putState, { key, value: Buffer.from(String(results.length)) });
    },
};

const key = constantFrom('a', 'b', 'c');
const call = tuple(
    constantFrom('put', 'del', 'purge', 'label', 'copy', 'count'),
    key,
    key,
    constantFrom('', 'lasting', 'short'),
);
/** A block with few ways to write, so that versions meet by chance. */
const fewWrites = array(tuple(constantFrom('put', 'put', 'del'), constantFrom('a', 'b'), key), {
    minLength: 1,
    maxLength: 2,
});
const reader = tuple(constantFrom('copy', 'count'), constantFrom('a', 'b'), key);
/** Calls of one block: each is endorsed before the first is committed, so that some conflict. */
const blocks = array(array(call, { minLength: 1, maxLength: 3 }), { maxLength: 5 });
type Block = readonly (readonly [string, ...string[]])[];

class Ledger implements AsyncDisposable {
    readonly peer: LocalPeer;
    readonly #database: MemoryLevel;

    private constructor(peer: LocalPeer, database: MemoryLevel) {
        this.peer = peer;
        this.#database = database;
    }

    static async start(): Promise<Ledger> {
        const database = new MemoryLevel();
        const peer = await LocalPeer.start({ database });
        const { packageId, connect } = new ScriptedChaincode('basic:1', script);
        peer.install({ name: 'basic', packageId, connect, collections: COLLECTIONS });
        return new Ledger(peer, database);
    }

    /** @returns what became of each call */
    async play(played: readonly Block[]): Promise<string[]> {
        const statuses: string[] = [];
        for (const block of played) {
            const endorsed: EndorsedTransaction[] = [];
            for (const [name, ...args] of block)
                endorsed.push(await this.peer.endorse({ chaincode: 'basic', function: name, args }));
            statuses.push(...(await this.peer.commit(...endorsed)).map(({ status }) => status));
        }
        return statuses;
    }

    /** Every row of the database, but those that marks are made of. */
    async rows(): Promise<string[]> {
        const rows = await this.#database
            .iterator<Buffer, string>({ keyEncoding: 'buffer', valueEncoding: 'hex' })
            .all();
        return rows
            .map(([key, value]) => `${key.toString('latin1')} ${value}`)
            .filter((row) => !/^!mychannel!!(?:undo|mark)!/.test(row));
    }

    /** What can be read of it, without what differs with each run: ids, times, signatures. */
    async view(): Promise<unknown> {
        const { peer } = this;
        const history = async (key: string): Promise<unknown> =>
            (await peer.history({ chaincode: 'basic', key })).map(({ value, isDelete }) => [
                value.toString(),
                isDelete,
            ]);
        return {
            height: await peer.height(),
            states: await peer.states({ chaincode: 'basic' }),
            lasting: await peer.privateStates({ chaincode: 'basic', collection: 'lasting' }),
            short: await peer.privateStates({ chaincode: 'basic', collection: 'short' }),
            history: [await history('a'), await history('b'), await history('c')],
        };
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.peer.close();
    }
}

describe('a ledger that goes back to a mark', () => {
    it('time machine promise 16: has every byte that it had, and goes on as one that has never been further', async () => {
        await assert(
            asyncProperty(blocks, blocks, blocks, async (before, undone, after) => {
                await using ledger = await Ledger.start();
                await ledger.play(before);
                const mark = await ledger.peer.mark();
                const rows = await ledger.rows();
                await ledger.play(undone);
                const { undoneBlocks } = await ledger.peer.revert(mark);
                expect(undoneBlocks).toBe(BigInt(undone.length));
                expect(await ledger.rows()).toEqual(rows);
                await using fresh = await Ledger.start();
                await fresh.play(before);
                expect(await ledger.play(after)).toEqual(await fresh.play(after));
                expect(await ledger.view()).toEqual(await fresh.view());
            }),
            { numRuns: 30 },
        );
    });

    it('judges what was endorsed on a part that is undone as one that has read nothing of what is there now', async () => {
        await assert(
            asyncProperty(fewWrites, fewWrites, reader, async (undone, instead, late) => {
                await using ledger = await Ledger.start();
                const mark = await ledger.peer.mark();
                await ledger.play([undone]);
                const [name, ...args] = late;
                const endorsed = await ledger.peer.endorse({ chaincode: 'basic', function: name, args });
                await ledger.peer.revert(mark);
                await ledger.play([instead]);
                const again = await ledger.peer.endorse({ chaincode: 'basic', function: name, args });
                const [commit] = await ledger.peer.commit(endorsed);
                // What is valid has done what it would do now. (A count of rows conflicts also where it would be the same.)
                if (commit?.status !== 'VALID') return;
                expect(writesOf(endorsed)).toEqual(writesOf(again));
            }),
            { numRuns: 60 },
        );
    });
});

function writesOf({ readWriteSet }: EndorsedTransaction): unknown {
    return readWriteSet.map(({ namespace, writes }) => [namespace, writes]);
}
