import { ContractChaincode } from '@heddle/contract';
import { FORMAT_VERSION, readJournal } from '@heddle/journal';
import { type JournalCode, type ReplayedTransaction, replayJournalOf } from '@heddle/replay';
import { AssetTransfer } from '@heddle-examples/asset-transfer';
import { describe, expect, it } from '@jest/globals';
import { FABRIC_LINES } from '../fabric/fabric-binaries';
import { difficultOne, difficultTwo } from '../history/difficult-chaincode';
import { LocalAuctionHouse } from '../history/local-auction-house';
import { goldenJournal } from './golden-journal';
import { SILENT } from './recorded-network';
import { countsOf } from './replay-counts';

const CODE: readonly JournalCode[] = [
    { name: 'assets_1', chaincode: new ContractChaincode({ contracts: [AssetTransfer], logger: SILENT }) },
    { name: 'auctions_1', chaincode: new ContractChaincode({ contracts: [LocalAuctionHouse], logger: SILENT }) },
    { name: 'difficult_2', chaincode: difficultTwo },
    { chaincode: difficultOne },
];

async function replay(line: string, code: readonly JournalCode[]): Promise<ReplayedTransaction[]> {
    const transactions: ReplayedTransaction[] = [];
    for await (const one of replayJournalOf(goldenJournal(line), { code, logger: SILENT, strict: true })) {
        transactions.push(one);
    }
    return transactions;
}

describe.each(FABRIC_LINES)('a journal at a peer of Fabric %s, in version 1 of the format', (line) => {
    it('comes out operation by operation, but for chance', async () => {
        const transactions = await replay(line, CODE);
        const { reproduced = 0, ...others } = countsOf(transactions);
        expect(reproduced).toBeGreaterThan(150);
        expect(Object.keys(others)).toEqual(['differs']);
        const differing = transactions.filter(({ verdict }) => verdict.kind === 'differs');
        expect(new Set(differing.map(({ functionName }) => functionName))).toEqual(new Set(['random']));
    });

    it('is not the same with the next version where that does something else', async () => {
        const next = [...CODE.filter(({ name }) => name !== undefined), { chaincode: difficultTwo }];
        const transactions = await replay(line, next);
        const differing = transactions.filter(({ verdict }) => verdict.kind === 'differs');
        expect(new Set(differing.map(({ functionName }) => functionName))).toEqual(new Set(['label', 'random']));
    });

    it('is read by this version, which writes the same or a later format', async () => {
        let read = 0;
        for await (const { frames } of readJournal(goldenJournal(line))) read += frames.length;
        expect(read).toBeGreaterThan(500);
        expect(FORMAT_VERSION).toBeGreaterThanOrEqual(1);
    });
});
