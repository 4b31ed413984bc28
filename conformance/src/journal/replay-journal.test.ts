import type { Context } from '@heddle/contract';
import { type Chaincode, success } from '@heddle/core';
import { JournalReplay, replayJournal } from '@heddle/testing';
import { AssetTransfer } from '@heddle-examples/asset-transfer';
import { describe, expect, it } from '@jest/globals';
import { difficultOne, difficultTwo } from '../history/difficult-chaincode';
import { goldenJournal } from './golden-journal';

const JOURNAL = goldenJournal('3.1');
const ASSETS = { chaincode: 'assets_1' };
const DIFFICULT = { chaincode: 'difficult_1' };

/** What is told of a check that has to fail. */
function faultOf(check: () => void): { readonly code: string; readonly message: string } {
    try {
        check();
    } catch (error) {
        return error as { readonly code: string; readonly message: string };
    }
    throw new Error('it has not failed');
}

describe('replayJournal', () => {
    it('runs what is recorded against contracts, and lets a test check each function', async () => {
        const replay = await replayJournal(JOURNAL, { contracts: [AssetTransfer] }, { ...ASSETS, strict: true });
        expect(replay).toBeInstanceOf(JournalReplay);
        expect(replay.transactions.length).toBeGreaterThan(20);
        expect(replay.functions).toEqual(expect.arrayContaining(['createAsset', 'transferAsset', 'listAssets']));
        for (const name of replay.functions) replay.check(name);
        replay.check();
    });

    it('fails a test with the function, its transaction, and what differs in it', async () => {
        class Careless extends AssetTransfer {
            override transferAsset(ctx: Context, id: string, newOwner: string): Promise<string> {
                return super.transferAsset(ctx, id, newOwner.toUpperCase());
            }
        }
        const replay = await replayJournal(JOURNAL, { contracts: [Careless] }, ASSETS);
        replay.check('createAsset');
        const { code, message } = faultOf(() => {
            replay.check();
        });
        expect(code).toBe('NOT_AS_RECORDED');
        expect(message).toMatch(/^transferAsset [0-9a-f]{64} is not as recorded; so do \d+ more\n/);
        expect(message).toMatch(/write of asset\(a\d+\), owner\n +recorded: "[^"]+"\n +now: +"[A-Z0-9]+"/);
    });

    it('is not green where nothing could be compared', async () => {
        const replay = await replayJournal(JOURNAL, { contracts: [AssetTransfer] }, ASSETS);
        expect(
            faultOf(() => {
                replay.check('mint');
            }).message,
        ).toContain('nothing of mint could be compared: the journal has none of them');
        const reads: Chaincode = {
            Init: () => Promise.resolve(success()),
            Invoke: async (stub) => success(await stub.getState('never read')),
        };
        const other = await replayJournal(JOURNAL, reads, { ...ASSETS, functions: ['transferAsset'] });
        expect(
            faultOf(() => {
                other.check();
            }).message,
        ).toMatch(/^nothing of the transactions could be compared: not recorded, read of never read$/);
    });

    it('takes a chaincode of another kind, and chooses by function and time', async () => {
        const label = { ...DIFFICULT, functions: ['label'] };
        const one = await replayJournal(JOURNAL, difficultOne, label);
        one.check('label');
        const [first, second] = one.transactions;
        const until = await replayJournal(JOURNAL, difficultOne, { ...label, to: first?.time });
        expect(until.transactions.length).toBeLessThan(one.transactions.length);
        const since = await replayJournal(JOURNAL, difficultOne, { ...label, from: second?.time });
        expect(since.transactions.map(({ txId }) => txId)).not.toContain(first?.txId);
        const two = await replayJournal(JOURNAL, difficultTwo, label);
        expect(
            faultOf(() => {
                two.check();
            }).message,
        ).toContain('label');
    });

    it('refuses a folder without a journal', async () => {
        await expect(replayJournal('/nowhere', difficultOne)).rejects.toThrow(/^\/nowhere cannot be read \(ENOENT\)/);
    });
});
