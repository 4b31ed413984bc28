import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeDefinition } from '../definition/chaincode-definition';
import { LevelLedgerStore } from '../ledger/level-ledger-store';
import { sha256 } from '../records/merkle-tree';
import { ChannelBlocks, READABLE, UNREADABLE } from '../testing/channel-blocks';
import { LedgerBlocks } from './ledger-blocks';

const ASSETS = { name: 'assets', policy: READABLE };

function writeOf(value: string): Parameters<ChannelBlocks['write']>[0] {
    return { namespace: 'assets', writes: [{ key: 'k', isDelete: false, value: Buffer.from(value) }] };
}

/** Blocks 1 and 3 define a chaincode, 2 and 4 are its own. */
function upgraded(): ChannelBlocks {
    return new ChannelBlocks()
        .define({ ...ASSETS, sequence: 1 })
        .write(writeOf('one'))
        .define({ ...ASSETS, sequence: 2 })
        .write(writeOf('two'));
}

async function sequencesOf(ledger: LedgerBlocks): Promise<number[]> {
    await ledger.close();
    return ledger.definitions.map(({ sequence }) => sequence);
}

describe('a ledger that is kept', () => {
    let path: string;

    beforeEach(() => {
        path = mkdtempSync(join(tmpdir(), 'heddle-blocks-'));
    });

    afterEach(() => {
        rmSync(path, { recursive: true });
    });

    function open(blocks: ChannelBlocks, until?: bigint): Promise<LedgerBlocks> {
        return LedgerBlocks.open(blocks.fetched(), { until, store: { path } });
    }

    it.each([
        ['fewer blocks', 2n, 'those that are given end with block 2'],
        ['more blocks', 4n, 'block 4 is given'],
        ['all blocks of a folder that has grown', undefined, 'block 4 is given'],
    ])('goes on with its blocks, and not with %s', async (_, until, given) => {
        const blocks = upgraded();
        expect(await sequencesOf(await open(blocks, 3n))).toEqual([2]);
        await expect(open(blocks, until)).rejects.toMatchObject({
            code: 'STORE_UNUSABLE',
            message: `the ledger of channel 'mychannel' began with the blocks up to 3, and ${given}: give --at 3, or another folder`,
        });
        const again = await open(blocks, 3n);
        expect(again.height).toBe(4n);
        expect(await sequencesOf(again)).toEqual([2]);
    });

    it('goes on with an import that was interrupted, and takes not fewer blocks than it had', async () => {
        const blocks = upgraded();
        const interrupted = (async function* () {
            yield* blocks.fetched(2);
            throw new Error('interrupted');
        })();
        await expect(LedgerBlocks.open(interrupted, { store: { path } })).rejects.toThrow('interrupted');
        await expect(open(blocks, 1n)).rejects.toThrow('began with the blocks up to 2, and those that are given end');
        const whole = await open(blocks);
        expect(whole.height).toBe(5n);
        expect(await sequencesOf(whole)).toEqual([2]);
        await expect(open(blocks, 2n)).rejects.toThrow('began with the blocks up to 4, and those that are given end');
    });

    it('has the definitions of its last block, also where an import ended while it wrote them', async () => {
        const blocks = upgraded();
        const early = await LedgerBlocks.open(blocks.fetched(2), { store: { path } });
        // As if it had ended before it kept which block was the last one.
        await early.database.sublevel(['mychannel', 'imported'], {}).clear();
        await early.close();
        const ledger = await open(blocks);
        const kept = await (await LevelLedgerStore.open(ledger.database, ledger.channelId)).definitions();
        expect(Array.from(kept.values(), (one) => decodeDefinition(one).sequence)).toEqual([2]);
        expect(await sequencesOf(ledger)).toEqual([2]);
    });
});

describe('the blocks of a channel with a policy that names no roles', () => {
    const unreadable = { ...ASSETS, policy: UNREADABLE };
    const message = (number: number): string =>
        `block ${number}: the definition of chaincode 'assets' cannot be understood (a principal of classification 1; ` +
        'only roles are supported here): give --at a block before it, or one after it was changed again';

    it('make a ledger where a later definition has another', async () => {
        const blocks = new ChannelBlocks()
            .define({ ...unreadable, sequence: 1 })
            .write(writeOf('one'))
            .define({ ...ASSETS, sequence: 2 });
        expect(await sequencesOf(await LedgerBlocks.open(blocks.fetched()))).toEqual([2]);
        await expect(LedgerBlocks.open(blocks.fetched(2))).rejects.toMatchObject({
            code: 'BLOCKS_UNUSABLE',
            message: message(1),
        });
    });

    it('are refused with the block and the chaincode where it is the last one', async () => {
        const blocks = new ChannelBlocks()
            .define({ ...ASSETS, sequence: 1 })
            .define({ ...unreadable, sequence: 2 })
            .write(writeOf('one'));
        await expect(LedgerBlocks.open(blocks.fetched())).rejects.toMatchObject({
            code: 'BLOCKS_UNUSABLE',
            message: message(2),
        });
        expect(await sequencesOf(await LedgerBlocks.open(blocks.fetched(1)))).toEqual([1]);
    });

    it('have values expire as its collections say', async () => {
        const secret = { name: 'secret', policy: UNREADABLE, blockToLive: 1 };
        const [keyHash, valueHash] = [sha256([Buffer.from('k')]), sha256([Buffer.from('v')])];
        const hashes = {
            name: 'secret',
            reads: [],
            writes: [{ keyHash, isDelete: false, valueHash, isPurge: false }],
            metadataWrites: [],
            privateSetHash: Buffer.alloc(0),
        };
        const blocks = new ChannelBlocks()
            .define({ ...ASSETS, sequence: 1, collections: [secret] })
            .write({ namespace: 'assets', collections: [hashes] })
            .define({ ...ASSETS, sequence: 2, collections: [{ ...secret, policy: READABLE }] })
            .write(writeOf('one'));
        const countsUpTo = async (last: number): Promise<unknown> => {
            await using ledger = await LedgerBlocks.open(blocks.fetched(last));
            return await ledger.privateCollections();
        };
        expect(await countsUpTo(3)).toEqual([{ chaincode: 'assets', collection: 'secret', known: 0, missing: 1 }]);
        expect(await countsUpTo(4)).toEqual([]);
    });
});
