import type { ReadBlock } from '@heddle/local-peer';
import { describe, expect, it } from '@jest/globals';
import { ListeningNetwork } from '../../testing/listening-network';
import { LedgerPast } from './ledger-past';

describe('LedgerPast', () => {
    it('keeps nothing that was being read when the ledger went back', async () => {
        await using network = await ListeningNetwork.start({ tools: true });
        const { peer } = network;
        const mark = await peer.mark();
        const undone = await network.put('undone');
        const reader = peer.ledger({ channel: 'mychannel' });
        const number = (await reader.height()) - 1n;
        let goOn = (): void => undefined;
        const held = new Promise<void>((resolve) => {
            goOn = resolve;
        });
        let reading: Promise<ReadBlock | undefined> | undefined;
        const slow: typeof reader = Object.assign(Object.create(reader) as typeof reader, {
            block: (asked: bigint) => {
                // The first answer comes late; it is of the ledger as it was.
                const answer = reader.block(asked);
                reading ??= answer;
                return reading === answer ? held.then(() => answer) : answer;
            },
        });
        const past = new LedgerPast(slow);
        const old = past.block(number);
        await reading;
        await peer.revert(mark);
        past.forget();
        const added = await network.put('added');
        goOn();
        expect((await old)?.transactions.map(({ txId }) => txId)).toEqual([undone]);
        expect((await past.block(number))?.transactions.map(({ txId }) => txId)).toEqual([added]);
        expect(await past.block(number)).toBe(await past.block(number));
    });
});
