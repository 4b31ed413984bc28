import { readdirSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { segmentName } from '../format/segment-file';
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

    function keep(folder: TemporaryFolder, maxBytes: number): string[] {
        const bounds = { folder: folder.path, maxBytes, maxAgeMs: 24 * 60 * MINUTE_MS, current: undefined };
        deleteOldSegments(bounds);
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
        ]);
    });

    function nextTurn(): Promise<void> {
        return new Promise((resolve) => {
            setImmediate(resolve);
        });
    }
});
