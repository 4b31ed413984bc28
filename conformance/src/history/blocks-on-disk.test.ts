import {
    appendFileSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    truncateSync,
    writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@heddle/core';
import { encodeFetchedBlock, type FetchedBlock } from '@heddle/local-peer/internal';
import { BlockFolder, readBlockFiles, replayHistory } from '@heddle/replay';
import { common } from '@hyperledger/fabric-protos';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InProcess } from '../harness/in-process';
import { difficultOne } from './difficult-chaincode';
import { goldenBlocks } from './record-history';

let folder: string;
/** The first blocks of a real peer. */
let blocks: Buffer[];

beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'heddle-blocks-'));
    blocks = [];
    for await (const { block } of readBlockFiles(goldenBlocks('3.1'))) {
        blocks.push(Buffer.from(block));
        if (blocks.length === 6) break;
    }
});

afterEach(() => {
    rmSync(folder, { recursive: true });
});

/** What a replay says of blocks; how many transactions it came across where it says nothing. */
async function replay(source: AsyncIterable<FetchedBlock>): Promise<string | number> {
    let count = 0;
    try {
        const steps = replayHistory({ blocks: source, code: [], logger: createLogger('error', () => undefined) });
        for await (const step of steps) count += 'passedOver' in step ? 1 : 0;
        return count;
    } catch (error) {
        return (error as Error).message;
    }
}

async function* each(...given: readonly Uint8Array[]): AsyncGenerator<FetchedBlock> {
    for (const block of given) yield await Promise.resolve({ block });
}

function changed(encoded: Buffer | undefined, change: (block: common.Block) => void): Buffer {
    const block = common.Block.deserializeBinary(encoded ?? Buffer.alloc(0));
    change(block);
    return Buffer.from(block.serializeBinary());
}

describe('blocks that cannot be replayed', () => {
    it('time machine promise 11: of an orderer are refused in a sentence', async () => {
        const [first, ...others] = blocks;
        const ofOrderer = changed(first, (block) => {
            block.getMetadata()?.setMetadataList([]);
        });
        expect(await replay(each(ofOrderer, ...others))).toBe(
            "block 0 does not say which of its transactions are valid: it is an orderer's block, and only those of a peer can be replayed",
        );
    });

    it('time machine promise 11: with a gap, twice, or not from the first one on', async () => {
        const [first = Buffer.alloc(0), second = Buffer.alloc(0), , fourth = Buffer.alloc(0)] = blocks;
        expect(await replay(each(first, second, fourth))).toMatch(/^block 2 is missing: /);
        expect(await replay(each(first, second, second))).toMatch(/^block 1 comes twice: /);
        expect(await replay(each(second))).toMatch(/^block 0 is missing: /);
        expect(await replay(each())).toMatch(/^there are no blocks: /);
    });

    it('time machine promise 11: of two channels', async () => {
        const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = blocks;
        const ofOther = Buffer.from(second.toString('latin1').replaceAll('mychannel', 'elsewhere'), 'latin1');
        expect(await replay(each(first, ofOther))).toBe(
            'block 1 is of channel elsewhere, and those before are of mychannel: give the blocks of one channel',
        );
    });

    it('time machine promise 11: in which something was changed, or that follow another ledger', async () => {
        const [first = Buffer.alloc(0), second, third = Buffer.alloc(0)] = blocks;
        const other = changed(second, (block) => {
            block.getData()?.setDataList([...(block.getData()?.getDataList() ?? []), Buffer.from('x')]);
            block.getMetadata()?.getMetadataList_asU8();
            block.getMetadata()?.setMetadataList([new Uint8Array(), new Uint8Array(), Uint8Array.of(0, 0)]);
        });
        expect(await replay(each(first, other))).toMatch(/^block 1 has other transactions than its header says: /);
        const headless = changed(second, (block) => block.getHeader()?.setDataHash(Buffer.alloc(32)));
        expect(await replay(each(first, headless))).toMatch(/^block 1 has other transactions/);
        const restarted = changed(third, (block) => block.getHeader()?.setPreviousHash(Buffer.alloc(32)));
        expect(await replay(each(first, blocks[1] ?? Buffer.alloc(0), restarted))).toMatch(
            /^block 2 does not follow block 1: /,
        );
        expect(await replay(each(first, Buffer.from('no block')))).toMatch(
            /^what comes behind block 0 is not a whole block: /,
        );
    });

    it('time machine promise 11: that end in the middle, in a file', async () => {
        fill();
        const file = join(folder, readdirSync(folder)[0] ?? '');
        truncateSync(file, statSync(file).size - 10);
        expect(await replay(readBlockFiles(folder))).toBe(
            '000000000000.blocks ends in the middle of its block 6: fetch on with heddle blocks fetch, which mends it',
        );
    });

    it('that heddle dev has made', async () => {
        await using network = await InProcess.start({ chaincode: difficultOne });
        await network.peer.submit({ chaincode: 'cc', function: 'label', args: ['a'] });
        const made: Buffer[] = [];
        for await (const { encoded } of await network.peer.blocks({ startBlock: 0n })) {
            made.push(encoded);
            if (made.length === 2) break;
        }
        expect(await replay(each(...made))).toMatch(/^block 1 is one of heddle dev, /);
    });

    it('of which a folder has none', async () => {
        expect(await replay(readBlockFiles(folder))).toMatch(/ has no blocks: fetch them with heddle blocks fetch /);
    });
});

function fill(): void {
    using written = BlockFolder.open(folder);
    for (const block of blocks) written.append(encodeFetchedBlock(block));
}

describe('a folder of blocks', () => {
    it('gives what was put in, and goes on where it ended', async () => {
        fill();
        using opened = BlockFolder.open(folder);
        expect(opened.next).toBe(6n);
        const read: Buffer[] = [];
        for await (const { block } of readBlockFiles(folder)) read.push(Buffer.from(block));
        expect(read).toEqual(blocks);
    });

    it.each([1, 100, 5000])(
        'takes a block away of which %i bytes are missing, and has it fetched again',
        async (missing) => {
            fill();
            const file = join(folder, readdirSync(folder)[0] ?? '');
            const whole = readFileSync(file);
            truncateSync(file, whole.length - missing);
            {
                using opened = BlockFolder.open(folder);
                expect(opened.next).toBeLessThan(6n);
                for (const block of blocks.slice(Number(opened.next))) opened.append(encodeFetchedBlock(block));
            }
            expect(readFileSync(file).equals(whole)).toBe(true);
            expect(await replay(readBlockFiles(folder))).toBe(6);
        },
    );

    it('takes away the beginning of a length, too', () => {
        fill();
        const file = join(folder, readdirSync(folder)[0] ?? '');
        appendFileSync(file, Buffer.of(0x80));
        using opened = BlockFolder.open(folder);
        expect(opened.next).toBe(6n);
    });

    it('may be one of what peer channel fetch writes, in the order of numbers', async () => {
        for (const [number, block] of blocks.entries())
            writeFileSync(join(folder, `mychannel_${number * 7}.block`), block);
        expect(await replay(readBlockFiles(folder))).toBe(6);
    });
});
