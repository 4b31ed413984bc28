import { setTimeout as sleep } from 'node:timers/promises';
import { requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '../logger';
import type { FetchedBlock } from '../recorded/checked-blocks';
import { readRecordedBlock, type RecordedBlock } from '../recorded/recorded-block';
import { sha256 } from '../records/merkle-tree';
import { ChannelBlocks, READABLE, UNREADABLE } from '../testing/channel-blocks';
import { type Script, ScriptedChaincode } from '../testing/scripted-chaincode';
import { type BlockReplayOptions, isReplayed, replayBlocks } from './block-replay';
import type { CallVerdict } from './compare-call';

const ASSETS = { name: 'assets', sequence: 1, policy: READABLE };
const PUBLIC = { namespace: 'assets', writes: [{ key: 'k', isDelete: false, value: Buffer.from('v') }] };
const PRIVATE = {
    namespace: 'assets',
    collections: [
        {
            name: 'secret',
            reads: [],
            writes: [
                {
                    keyHash: sha256([Buffer.from('k')]),
                    isDelete: false,
                    valueHash: sha256([Buffer.from('v')]),
                    isPurge: false,
                },
            ],
            metadataWrites: [],
            privateSetHash: Buffer.alloc(0),
        },
    ],
};

/** Puts k into a collection, or into public state under the empty name. */
const putTo = (collection: string): Script => ({
    async ''({ ask }) {
        await ask(requests.putState, { collection, key: 'k', value: Buffer.from('v') });
    },
});

async function* recorded(blocks: AsyncIterable<FetchedBlock>): AsyncGenerator<RecordedBlock> {
    for await (const { block } of blocks) yield readRecordedBlock(block);
}

/** How the calls of `assets` come out with this code. */
async function verdicts(
    blocks: ChannelBlocks,
    script: Script,
    more: Pick<BlockReplayOptions, 'executeTimeoutMs'> = {},
): Promise<CallVerdict[]> {
    const found: CallVerdict[] = [];
    const { connect } = new ScriptedChaincode('assets:1', script);
    const options = { connect, mspId: 'Org1MSP', comparesReads: () => false, logger: silentLogger, ...more };
    for await (const step of replayBlocks(recorded(blocks.fetched()), options))
        if (isReplayed(step)) found.push(step.verdict);
    return found;
}

describe('the replay of blocks', () => {
    it('waits for a transaction where it may take longer than a timer does', async () => {
        const slow: Script = {
            async ''({ ask }) {
                await sleep(20);
                await ask(requests.putState, { collection: '', key: 'k', value: Buffer.from('v') });
            },
        };
        const blocks = new ChannelBlocks().define(ASSETS).write(PUBLIC);
        expect(await verdicts(blocks, slow, { executeTimeoutMs: Infinity })).toMatchObject([{ kind: 'reproduced' }]);
    });
});

describe('the replay of blocks with a policy that names no roles', () => {
    it('needs no policy of endorsements', async () => {
        const blocks = new ChannelBlocks()
            .define({ ...ASSETS, policy: UNREADABLE })
            .write(PUBLIC)
            .write(PRIVATE);
        expect(await verdicts(blocks, putTo(''))).toMatchObject([{ kind: 'reproduced' }, { kind: 'differs' }]);
    });

    it('tells of transactions that ask who is a member of a collection that it cannot know', async () => {
        const secret = { name: 'secret', policy: UNREADABLE, blockToLive: 1 };
        const blocks = new ChannelBlocks()
            .define({ ...ASSETS, collections: [secret] })
            .write(PRIVATE)
            .write(PUBLIC);
        const why =
            "the definition of chaincode 'assets' in block 1 was asked for, which cannot be understood " +
            '(a principal of classification 1; only roles are supported here)';
        expect(await verdicts(blocks, putTo('secret'))).toEqual(Array(2).fill({ kind: 'unknowable', why }));
        expect((await verdicts(blocks, putTo('')))[1]).toEqual({ kind: 'reproduced' });
    });
});
