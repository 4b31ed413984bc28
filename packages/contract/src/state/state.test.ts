import { describe, expect, it } from '@jest/globals';
import { Context, Contract, ContractChaincode, Transaction } from '..';
import { LedgerModel, type LedgerModelOptions } from '../testing/ledger-model';
import { recordingLogger } from '../testing/scripted-peer';
import { Balance, Lot, Supply, Token } from '../testing/token';

/** Runs a function as a transaction, at a peer that keeps its ledger. */
class Ledger extends LedgerModel {
    static run: (ctx: Context) => Promise<unknown>;
}

class Script extends Contract {
    @Transaction() async run(ctx: Context): Promise<void> {
        await Ledger.run(ctx);
    }
}

function ledger(options?: LedgerModelOptions): LedgerModel {
    const { logger } = recordingLogger();
    return new LedgerModel(new ContractChaincode({ contracts: [Token, Supply, Script], logger }), options);
}

describe('a transfer', () => {
    it('is two messages on 3.1, and four on 2.5', async () => {
        for (const [version, asked] of [
            ['3.1', ['getStateMultiple', 'writeBatchState']],
            ['2.5', ['getState', 'getState', 'putState', 'putState']],
        ] as const) {
            await using peer = ledger({ version });
            await peer.invoke('Token:issue', 'ann', '10');
            const { status, message } = await peer.invoke('Token:transfer', 'ann', 'bob', '4');
            expect([status, message]).toEqual([200, '']);
            expect(peer.asked).toEqual(asked);
            expect(peer.committed().map(([, value]) => value)).toEqual([
                '{"amount":"6","owner":"ann"}',
                '{"amount":"4","owner":"bob"}',
            ]);
        }
    });
    it('state promise 5: to oneself keeps the balance', async () => {
        await using peer = ledger();
        await peer.invoke('Token:issue', 'ann', '10');
        await peer.invoke('Token:transfer', 'ann', 'ann', '4');
        expect(peer.committed()).toEqual([['\u0000balance\u0000ann\u0000', '{"amount":"10","owner":"ann"}']]);
    });
});
void [Balance, Lot];
