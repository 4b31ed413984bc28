import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { JournalError } from '../format/journal-error';
import { followJournal } from '../reading/follow-journal';
import { run, SESSION } from '../testing/frames';
import { endsOf, openJournal, readAll } from '../testing/journal-folder';
import { TemporaryFolder } from '../testing/temporary-folder';

describe('the options of a journal', () => {
    it.each([
        [{ maxBytes: 65_535 }, 'maxBytes is 65535: set it to a number from 65536 to Infinity'],
        [{ maxBytes: NaN }, 'maxBytes is NaN: set it to a number from 65536 to Infinity'],
        [{ maxAgeMs: 0 }, 'maxAgeMs is 0: set it to a number from 1000 to Infinity'],
        [{ maxAgeMs: '7d' }, 'maxAgeMs is 7d: set it to a number from 1000 to Infinity'],
        [{ syncMs: 2 ** 31 }, 'syncMs is 2147483648: set it to a number from 0 to 3600000'],
        [{ keep: 1.5 }, "keep is 1.5: set it to 'all', 'failed', or a number from 0 to 1"],
        [{ keep: 'none' }, "keep is none: set it to 'all', 'failed', or a number from 0 to 1"],
        [{ include: ['private', 'all'] }, 'include has "all": the parts are transient, private'],
    ])('are refused where they cannot be meant: %j', (options: object, message) => {
        using folder = new TemporaryFolder();
        const open = (): unknown => openJournal(folder.at('journal'), options);
        expect(open).toThrow(new JournalError(message));
    });

    it('may say that there are no bounds', async () => {
        using folder = new TemporaryFolder();
        const bounds = { maxBytes: Infinity, maxAgeMs: Infinity, syncMs: 3_600_000 };
        const { writer, warnings } = openJournal(folder.at('journal'), bounds);
        run(writer.tap(SESSION), { txId: 'a' });
        await sleep(150);
        await writer.close();
        expect(endsOf(await readAll(folder.at('journal')))).toEqual([['a', 'completed']]);
        expect(warnings).toEqual([]);
    });
});

describe('the following of a journal', () => {
    it.each([0, -1, NaN, 2 ** 31, Infinity])('refuses to look each %d ms', async (pollMs) => {
        using folder = new TemporaryFolder();
        const { signal } = new AbortController();
        await expect(followJournal(folder.path, { signal, pollMs }).next()).rejects.toThrow(
            `pollMs is ${pollMs}: set it to a number from 1 to 2147483647`,
        );
    });
});
