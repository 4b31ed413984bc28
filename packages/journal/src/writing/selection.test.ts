import { describe, expect, it } from '@jest/globals';
import { answer, ask, begin, register, reply, run, SESSION } from '../testing/frames';
import { endsOf, openJournal, readAll } from '../testing/journal-folder';
import { TemporaryFolder } from '../testing/temporary-folder';

describe('the failed transactions of a journal', () => {
    it('do not lose their frames to what comes after the end of others', async () => {
        using folder = new TemporaryFolder();
        const { writer } = openJournal(folder.at('journal'), { keep: 'failed' });
        const tap = writer.tap(SESSION);
        register(tap);
        const page = 'x'.repeat(1024 * 1024);
        for (let number = 0; number < 40; number += 1) {
            const txId = `late${number}`;
            tap.received(begin({ txId }));
            ask(tap, txId, '');
            tap.sent(answer({ txId }));
            reply(tap, txId, page);
        }
        run(tap, { txId: 'bad', status: 500 });
        await writer.close();
        expect(writer.lostBytes).toBe(0);
        expect(endsOf(await readAll(folder.at('journal')))).toEqual([['bad', 'completed']]);
    });

    it('are those of their channel', async () => {
        using folder = new TemporaryFolder();
        const { writer } = openJournal(folder.at('journal'), { keep: 'failed' });
        const tap = writer.tap(SESSION);
        register(tap);
        const [one, other] = [
            { txId: 'a', channelId: 'one' },
            { txId: 'a', channelId: 'other' },
        ];
        tap.received(begin(one));
        tap.received(begin(other));
        tap.sent(answer({ ...one, status: 500 }));
        tap.sent(answer(other));
        await writer.close();
        const kept = await readAll(folder.at('journal'));
        expect(kept.map(({ channelId, end }) => [channelId, end])).toEqual([['one', 'completed']]);
    });
});
