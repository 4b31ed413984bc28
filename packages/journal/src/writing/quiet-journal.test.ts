import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { register, run, SESSION } from '../testing/frames';
import { bytesIn, endsOf, openJournal, readAll } from '../testing/journal-folder';
import { TemporaryFolder } from '../testing/temporary-folder';

const SHORT = { maxAgeMs: 1_000 };

describe('a journal to which nothing comes', () => {
    it('loses what is too old all the same, and begins another segment with what comes then', async () => {
        using folder = new TemporaryFolder();
        const { writer, warnings } = openJournal(folder.at('journal'), SHORT);
        const tap = writer.tap(SESSION);
        register(tap);
        run(tap, { txId: 'before' });
        while (!bytesIn(folder.at('journal')).includes('before')) await sleep(5);
        while (readdirSync(folder.at('journal')).length > 0) await sleep(20);
        run(tap, { txId: 'behind' });
        await writer.close();
        const transactions = await readAll(folder.at('journal'));
        expect(endsOf(transactions)).toEqual([['behind', 'completed']]);
        expect(transactions[0]?.session).toMatchObject({ header: SESSION, ready: expect.anything() });
        expect([writer.lostBytes, warnings]).toEqual([0, []]);
    });

    it('leaves what another process may be writing to', async () => {
        using folder = new TemporaryFolder();
        const [short, other] = [openJournal(folder.at('journal'), SHORT), openJournal(folder.at('journal'))];
        const [tap, othersTap] = [short.writer.tap(SESSION), other.writer.tap(SESSION)];
        run(othersTap, { txId: 'others' });
        while (!bytesIn(folder.at('journal')).includes('others')) await sleep(5);
        run(tap, { txId: 'own' });
        while (!bytesIn(folder.at('journal')).includes('own')) await sleep(5);
        while (bytesIn(folder.at('journal')).includes('own')) await sleep(20);
        run(othersTap, { txId: 'same segment' });
        await Promise.all([short.writer.close(), other.writer.close()]);
        expect(endsOf(await readAll(folder.at('journal')))).toEqual([
            ['others', 'completed'],
            ['same segment', 'completed'],
        ]);
        expect(other.writer.lostBytes).toBe(0);
    });

    it('does not let its process live longer', () => {
        using folder = new TemporaryFolder();
        const [index, frames] = [join(__dirname, '..', 'index.js'), join(__dirname, '..', 'testing', 'frames.js')];
        const code = `
            const { JournalWriter } = require(${JSON.stringify(index)});
            const { run, SESSION } = require(${JSON.stringify(frames)});
            const options = { folder: ${JSON.stringify(folder.at('journal'))}, heddle: '0', warn() {}, syncMs: 10 };
            run(new JournalWriter(options).tap(SESSION), { txId: 'a' });
        `;
        execFileSync(process.execPath, ['-e', code], { timeout: 60_000 });
        expect(readdirSync(folder.path)).toEqual(['journal']);
    });

    it('tells where something cannot be deleted', async () => {
        using folder = new TemporaryFolder();
        const stuck = '20260101T000000000Z-0000000a-000001.hj';
        mkdirSync(folder.at(`journal/${stuck}`), { recursive: true, mode: 0o700 });
        const { writer, warnings } = openJournal(folder.at('journal'), { maxBytes: 64 * 1024 });
        await writer.close();
        // A folder takes no room, so there is nothing to delete yet.
        expect(warnings).toEqual([]);
        const short = openJournal(folder.at('journal'), SHORT);
        for (const name of ['000002', '000003']) mkdirSync(folder.at(`journal/${stuck.replace('000001', name)}`));
        while (short.warnings.length === 0) await sleep(20);
        await short.writer.close();
        expect(short.warnings[0]).toMatch(/^what is too old .* cannot be deleted \(E.*\): it is tried again; look at/);
    });
});
