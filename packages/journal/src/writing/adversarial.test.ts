import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeMessage, MessageType } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { begin, register, run, SESSION } from '../testing/frames';
import { bytesIn, endsOf, type OpenJournal, openJournal, readAll } from '../testing/journal-folder';
import { TemporaryFolder } from '../testing/temporary-folder';
import { exportTransactions } from './export-transactions';

/** A disk of 1 MiB; only root can make one. */
class SmallDisk implements Disposable {
    readonly path: string;

    constructor(path: string) {
        this.path = path;
        mkdirSync(path);
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=0700', 'heddle-test', path]);
    }

    remount(how: 'ro' | 'rw'): void {
        execFileSync('mount', ['-o', `remount,${how}`, this.path]);
    }

    [Symbol.dispose](): void {
        execFileSync('umount', ['-l', this.path]);
    }
}

const canMount = process.platform === 'linux' && process.getuid?.() === 0 && isMountable();

function isMountable(): boolean {
    using folder = new TemporaryFolder();
    try {
        using disk = new SmallDisk(folder.at('disk'));
        return existsSync(disk.path);
    } catch {
        return false; // as in a container without that right
    }
}

const describeDisk = canMount ? describe : describe.skip;

async function lossOf(writer: OpenJournal['writer'], more = 0): Promise<void> {
    while (writer.lostBytes <= more) await sleep(5);
}

async function inJournal(folder: string, text: string): Promise<void> {
    while (!bytesIn(folder).includes(text)) await sleep(5);
}

describeDisk('adversarial: a recorder with a disk of its own', () => {
    it('tells what a full disk loses, leaves no litter, and goes on when there is room', async () => {
        using folder = new TemporaryFolder();
        using disk = new SmallDisk(folder.at('disk'));
        const journal = `${disk.path}/journal`;
        const { writer, warnings } = openJournal(journal);
        const tap = writer.tap(SESSION);
        register(tap);
        run(tap, { txId: 'before' });
        await inJournal(journal, 'before');
        writeFileSync(`${disk.path}/others`, Buffer.alloc(900 * 1024));
        for (let number = 0; number < 20; number += 1) {
            const lost = writer.lostBytes;
            run(tap, { txId: `full${number}`, write: { key: 'k', value: 'v'.repeat(200 * 1024) } });
            if (number > 0) await lossOf(writer, lost);
        }
        expect(readdirSync(journal)).toHaveLength(1);
        rmSync(`${disk.path}/others`);
        // What comes before the last loss is known is a part of it.
        for (let number = 0; !bytesIn(journal).includes('behind'); number += 1) {
            run(tap, { txId: `behind${number}` });
            await sleep(20);
        }
        run(tap, { txId: 'last' });
        await writer.close();
        const ends = new Map(endsOf(await readAll(journal)));
        expect([ends.get('before'), ends.get('last')]).toEqual(['completed', 'completed']);
        expect(warnings).toEqual([
            expect.stringMatching(
                /^the journal cannot be written \(ENOSPC.*: transactions go on .* look at the disk of /,
            ),
            expect.stringContaining(`records, ${writer.lostBytes} bytes`),
        ]);
    });

    it('leaves nothing of an export for which there is no room', async () => {
        using folder = new TemporaryFolder();
        using disk = new SmallDisk(folder.at('disk'));
        const { writer } = openJournal(folder.at('journal'));
        run(writer.tap(SESSION), { txId: 'large', write: { key: 'k', value: 'v'.repeat(2 * 1024 * 1024) } });
        await writer.close();
        const transactions = await readAll(folder.at('journal'));
        const small = `${disk.path}/small`;
        expect(() => exportTransactions(transactions, { folder: small, heddle: '0' })).toThrow(
            /\.hj cannot be written \(ENOSPC.*\): make room, or name another folder$/,
        );
        expect(readdirSync(small)).toEqual([]);
    });

    it('that is made read-only goes on when it can be written to', async () => {
        using folder = new TemporaryFolder();
        using disk = new SmallDisk(folder.at('disk'));
        const journal = `${disk.path}/journal`;
        const { writer, warnings } = openJournal(journal);
        const tap = writer.tap(SESSION);
        disk.remount('ro');
        run(tap, { txId: 'without' });
        await lossOf(writer);
        disk.remount('rw');
        run(tap, { txId: 'behind' });
        await writer.close();
        expect(endsOf(await readAll(journal))).toEqual([['behind', 'completed']]);
        expect(warnings[0]).toMatch(/^the journal cannot be written \(EROFS/);
    });
});

describe('adversarial: a recorder', () => {
    it('whose folder is deleted or moved makes it again, for its owner alone', async () => {
        using folder = new TemporaryFolder();
        const journal = folder.at('home/journal');
        const { writer, warnings } = openJournal(journal);
        const tap = writer.tap(SESSION);
        run(tap, { txId: 'before' });
        await inJournal(journal, 'before');
        rmSync(folder.at('home'), { recursive: true });
        run(tap, { txId: 'lost' });
        await lossOf(writer);
        run(tap, { txId: 'behind' });
        await sleep(150);
        await inJournal(journal, 'behind');
        renameSync(journal, folder.at('moved'));
        run(tap, { txId: 'in what was moved' });
        await writer.close();
        expect(endsOf(await readAll(folder.at('moved')))).toEqual([
            ['behind', 'completed'],
            ['in what was moved', 'completed'],
        ]);
        expect(warnings).toEqual([
            expect.stringMatching(/was deleted\): transactions go on/),
            expect.stringMatching(/bytes of the journal were lost$/),
        ]);
    });

    it('goes on where it began when the working folder is another one, or gone', async () => {
        using folder = new TemporaryFolder();
        const before = process.cwd();
        mkdirSync(folder.at('work'));
        process.chdir(folder.path);
        try {
            const { writer, warnings } = openJournal('journal');
            const tap = writer.tap(SESSION);
            process.chdir(folder.at('work'));
            run(tap, { txId: 'elsewhere' });
            await inJournal(folder.at('journal'), 'elsewhere');
            rmSync(folder.at('work'), { recursive: true });
            run(tap, { txId: 'nowhere' });
            await writer.close();
            expect(warnings).toEqual([]);
        } finally {
            process.chdir(before);
        }
        expect(endsOf(await readAll(folder.at('journal')))).toEqual([
            ['elsewhere', 'completed'],
            ['nowhere', 'completed'],
        ]);
    });

    it.each(['all', 'failed', 0.5] as const)('that keeps %s takes what is no message, and writes it', async (keep) => {
        using folder = new TemporaryFolder();
        const { writer } = openJournal(folder.at('journal'), { keep });
        const tap = writer.tap(SESSION);
        register(tap);
        const torn = Buffer.concat([encodeMessage({ type: 0, txId: '0a' }), Buffer.from([0x0f, 0xff])]);
        for (const bytes of [torn, Buffer.from([0xff]), Buffer.alloc(0)]) {
            tap.received(bytes);
            tap.sent(bytes);
        }
        tap.received(begin({ txId: '0a' }));
        tap.sent(torn);
        tap.sent(encodeMessage({ type: MessageType.ERROR, txId: '0a', channelId: 'ch' }));
        await writer.close();
        expect(endsOf(await readAll(folder.at('journal')))).toEqual([['0a', 'refused']]);
    });

    it('tells where transactions under way hold too much', async () => {
        using folder = new TemporaryFolder();
        const { writer, warnings } = openJournal(folder.at('journal'), { keep: 'failed' });
        const tap = writer.tap(SESSION);
        const called = ['f', 'x'.repeat(8 * 1024 * 1024)];
        for (let number = 0; number < 5; number += 1) tap.received(begin({ txId: `tx${number}`, args: ['f'], called }));
        await writer.close();
        expect(writer.lostBytes).toBeGreaterThan(0);
        expect(warnings[0]).toMatch(
            /^transactions under way have more than 32 MiB of frames: .*; look for transactions/,
        );
    });

    it('writes nothing once it is closed, also where what comes would begin a segment', async () => {
        using folder = new TemporaryFolder();
        const { writer } = openJournal(folder.at('journal'));
        const tap = writer.tap(SESSION);
        await writer.close();
        const names = readdirSync(folder.at('journal'));
        for (let number = 0; number < 4; number += 1) {
            run(tap, { txId: 'late', write: { key: 'k', value: 'v'.repeat(300 * 1024) } });
        }
        await sleep(50);
        expect(readdirSync(folder.at('journal'))).toEqual(names);
    });
});
