import { readdirSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { listSegments, segmentName } from '../format/segment-file';
import { register, run, SESSION } from '../testing/frames';
import { bytesIn, endsOf, openJournal, readAll } from '../testing/journal-folder';
import { TemporaryFolder } from '../testing/temporary-folder';
import { deleteOldSegments } from './retention';

const MINUTE_MS = 60_000;
const KIB = 1024;
const OLDER = '20260101T000000000Z-0000000a';
const NEWER = '20260102T000000000Z-0000000b';

describe('the retention of a journal', () => {
    function segment(folder: TemporaryFolder, [process, number, minutesAgo]: [string, number, number]): string {
        const name = segmentName(process, number);
        writeFileSync(folder.at(name), Buffer.alloc(KIB));
        const time = new Date(Date.now() - minutesAgo * MINUTE_MS);
        utimesSync(folder.at(name), time, time);
        return name;
    }

    function keep(folder: TemporaryFolder, maxBytes: number, maxAgeMs = 24 * 60 * MINUTE_MS): string[] {
        deleteOldSegments({ folder: folder.path, maxBytes, maxAgeMs, process: undefined, current: undefined });
        return readdirSync(folder.path).sort();
    }

    it('lets those go that were written longest ago, whichever process began first', () => {
        using folder = new TemporaryFolder();
        segment(folder, [NEWER, 1, 50]);
        const early = segment(folder, [OLDER, 1, 40]);
        const current = segment(folder, [NEWER, 2, 5]);
        expect(keep(folder, 2 * KIB)).toEqual([early, current].sort());
        expect(keep(folder, KIB)).toEqual([current]);
    });

    it('spares what other processes may be writing to, as long as there is something else', () => {
        using folder = new TemporaryFolder();
        const quiet = segment(folder, [OLDER, 2, 14]);
        segment(folder, [NEWER, 1, 2]);
        const busy = segment(folder, [NEWER, 2, 0]);
        segment(folder, ['20260103T000000000Z-0000000c', 1, 60]);
        expect(keep(folder, 2 * KIB)).toEqual([quiet, busy].sort());
        expect(keep(folder, KIB)).toEqual([busy]);
    });

    it('deletes nothing for its age that another process may be writing to', () => {
        using folder = new TemporaryFolder();
        segment(folder, [OLDER, 1, 14]);
        const quiet = segment(folder, [OLDER, 2, 14]);
        segment(folder, [NEWER, 1, 25]);
        expect(keep(folder, 4 * KIB, 10 * MINUTE_MS)).toEqual([quiet]);
    });

    it('takes a segment for older than the next one, though the clock was set back between them', () => {
        using folder = new TemporaryFolder();
        segment(folder, [OLDER, 1, -60]);
        const behind = segment(folder, [OLDER, 2, 40]);
        const last = segment(folder, [OLDER, 3, 30]);
        expect(keep(folder, 2 * KIB)).toEqual([behind, last]);
    });

    it('knows the order of more than a million segments', () => {
        using folder = new TemporaryFolder();
        segment(folder, [OLDER, 999_999, 40]);
        const million = segment(folder, [OLDER, 1_000_000, 40]);
        expect(
            listSegments(folder.path)
                .map(({ name }) => name)
                .at(-1),
        ).toBe(million);
        expect(keep(folder, KIB)).toEqual([million]);
    });
});

describe('a journal whose segment somebody has deleted', () => {
    it('tells what it loses by that, and goes on in another one', async () => {
        using folder = new TemporaryFolder();
        const { writer, warnings } = openJournal(folder.at('journal'));
        const tap = writer.tap(SESSION);
        register(tap);
        const has = async (txId: string): Promise<void> => {
            while (!bytesIn(folder.at('journal')).includes(txId)) await nextTurn();
        };
        run(tap, { txId: 'before' });
        await has('before');
        for (const name of readdirSync(folder.at('journal'))) unlinkSync(folder.at(`journal/${name}`));
        run(tap, { txId: 'lost' });
        while (writer.lostBytes === 0) await nextTurn();
        run(tap, { txId: 'after' });
        await writer.close();
        expect(endsOf(await readAll(folder.at('journal')))).toEqual([['after', 'completed']]);
        expect(warnings).toEqual([
            expect.stringMatching(/^the journal cannot be written \(ENOENT: .*\.hj was deleted\): trans/),
            expect.stringMatching(/^\d+ records, \d+ bytes of the journal were lost$/),
        ]);
    });

    function nextTurn(): Promise<void> {
        return new Promise((resolve) => {
            setImmediate(resolve);
        });
    }
});
