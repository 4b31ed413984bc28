import { pbkdf2 } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { encodeMessage, MessageType, response } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { readJournal, type ReadSegmentNote } from './reading/read-journal';
import { answer, begin, register, run, SESSION } from './testing/frames';
import { bytesIn, endsOf, openJournal, readAll } from './testing/journal-folder';
import { TemporaryFolder } from './testing/temporary-folder';
import { exportTransactions } from './writing/export-transactions';
import type { JournalOptions } from './writing/journal-options';

const MIB = 1024 * 1024;

describe('a journal', () => {
    it('has what its sessions were told, and by what they ran', async () => {
        using folder = new TemporaryFolder();
        const { writer } = openJournal(folder.at('journal'));
        const tap = writer.tap({ ...SESSION, name: 'cars', version: '1.0.0', digest: 'd' });
        register(tap);
        run(tap, { txId: 'tx1', args: ['paint', 'red'], read: { key: 'k', value: 'v' } });
        await writer.close();
        const [transaction, ...others] = await readAll(folder.at('journal'));
        expect(others).toEqual([]);
        expect(transaction).toMatchObject({ txId: 'tx1', channelId: 'ch', end: 'completed' });
        expect(transaction?.session).toMatchObject({ number: 1, header: { ...SESSION, name: 'cars', digest: 'd' } });
        expect(transaction?.session.ready).toEqual(encodeMessage({ type: MessageType.READY }));
        expect(transaction?.frames.map(({ from }) => from)).toEqual(['peer', 'chaincode', 'peer', 'chaincode']);
        expect(transaction?.frames[0]?.frame).toEqual(begin({ txId: 'tx1', args: ['paint', 'red'] }));
    });

    it('tells how each transaction ended that was not answered by the contract', async () => {
        using folder = new TemporaryFolder();
        const { writer } = openJournal(folder.at('journal'));
        const tap = writer.tap({ ...SESSION, transactionTimeoutMs: 50 });
        register(tap);
        const timedOut = { status: 500, message: 'TIMEOUT: no result after 50 ms' };
        tap.received(begin({ txId: 'again' }));
        run(tap, { txId: 'again' });
        tap.received(begin({ txId: 'slow' }));
        const late = { type: MessageType.COMPLETED, txId: 'slow', channelId: 'ch' };
        tap.sent(encodeMessage({ ...late, payload: response.encode(timedOut) }));
        tap.received(begin({ txId: 'refused' }));
        tap.sent(encodeMessage({ type: MessageType.ERROR, txId: 'refused', channelId: 'ch' }));
        tap.received(begin({ txId: 'open' }));
        tap.ended(undefined);
        const other = writer.tap(SESSION);
        other.received(begin({ txId: 'unfinished' }));
        await writer.close();
        expect(endsOf(await readAll(folder.at('journal')))).toEqual([
            ['again', 'given up'],
            ['again', 'completed'],
            ['slow', 'timed out'],
            ['refused', 'refused'],
            ['open', 'cut'],
            ['unfinished', 'incomplete'],
        ]);
    });

    it('takes the segments of several processes as one, and can be read while it is written', async () => {
        using folder = new TemporaryFolder();
        const [one, other] = [openJournal(folder.at('journal')), openJournal(folder.at('journal'))];
        run(one.writer.tap(SESSION), { txId: 'a' });
        await one.writer.close();
        run(other.writer.tap(SESSION), { txId: 'b' });
        await other.writer.close();
        expect((await readAll(folder.at('journal'))).map(({ txId }) => txId).sort()).toEqual(['a', 'b']);
    });

    it('tells of each segment before what ends in it, also to a reader who goes no further', async () => {
        using folder = new TemporaryFolder();
        const { writer } = openJournal(folder.at('journal'));
        run(writer.tap(SESSION), { txId: 'a' });
        await writer.close();
        const told: ReadSegmentNote[] = [];
        const onSegment = (segment: ReadSegmentNote): void => {
            told.push(segment);
        };
        for await (const { txId } of readJournal(folder.at('journal'), { onSegment })) {
            expect([txId, told.map(({ problem }) => problem)]).toEqual(['a', [undefined]]);
            break;
        }
        expect(told.map(({ file }) => file)).toEqual(readdirSync(folder.at('journal')));
    });

    it('has a record that is larger than a chunk whole', async () => {
        using folder = new TemporaryFolder();
        const { writer } = openJournal(folder.at('journal'));
        const tap = writer.tap(SESSION);
        const large = 'x'.repeat(MIB);
        run(tap, { txId: 'before' });
        run(tap, { txId: 'large', write: { key: 'k', value: large } });
        run(tap, { txId: 'behind' });
        await writer.close();
        const transactions = await readAll(folder.at('journal'));
        expect(transactions.map(({ txId }) => txId)).toEqual(['before', 'large', 'behind']);
        expect(transactions[1]?.frames[1]?.frame.length).toBeGreaterThan(MIB);
    });

    it('keeps those that have failed alone, where it is asked to', async () => {
        using folder = new TemporaryFolder();
        const { writer } = openJournal(folder.at('journal'), { keep: 'failed' });
        const tap = writer.tap(SESSION);
        register(tap);
        run(tap, { txId: 'good' });
        run(tap, { txId: 'bad', status: 500 });
        tap.received(begin({ txId: 'open' }));
        tap.ended(undefined);
        await writer.close();
        expect(endsOf(await readAll(folder.at('journal')))).toEqual([
            ['bad', 'completed'],
            ['open', 'cut'],
        ]);
    });

    it('keeps a part of all by their ids, where it is asked to', async () => {
        using folder = new TemporaryFolder();
        const { writer } = openJournal(folder.at('journal'), { keep: 0.5 });
        const tap = writer.tap(SESSION);
        for (const txId of ['00000001', '7fffffff', '80000001', 'ffffffff']) run(tap, { txId });
        await writer.close();
        expect((await readAll(folder.at('journal'))).map(({ txId }) => txId)).toEqual(['00000001', '7fffffff']);
    });

    it('gives some of its transactions to a journal of their own', async () => {
        using folder = new TemporaryFolder();
        const { writer } = openJournal(folder.at('journal'));
        const tap = writer.tap(SESSION);
        register(tap);
        for (const txId of ['a', 'b', 'c']) run(tap, { txId, read: { key: txId, value: 'v' } });
        await writer.close();
        const chosen = (await readAll(folder.at('journal'))).filter(({ txId }) => txId !== 'b');
        exportTransactions(chosen, { folder: folder.at('small'), heddle: '0.0.0' });
        const exported = await readAll(folder.at('small'));
        expect(exported.map(({ frames }) => frames)).toEqual(chosen.map(({ frames }) => frames));
        expect(exported[0]?.session.ready).toEqual(chosen[0]?.session.ready);
    });

    it('says what is wrong with a folder', async () => {
        using folder = new TemporaryFolder();
        mkdirSync(folder.at('open'));
        chmodSync(folder.at('open'), 0o755);
        expect(() => openJournal(folder.at('open'))).toThrow(/^others can read the journal's folder .*: chmod 700 it/);
        await expect(readAll(folder.at('none'))).rejects.toThrow(/cannot be read \(ENOENT\): name the folder/);
        mkdirSync(folder.at('empty'));
        await expect(readAll(folder.at('empty'))).rejects.toThrow(/there is no segment of a journal in/);
    });

    it('is for its owner alone', async () => {
        using folder = new TemporaryFolder();
        const { writer } = openJournal(folder.at('journal'));
        run(writer.tap(SESSION), { txId: 'a' });
        await writer.close();
        const [name = ''] = readdirSync(folder.at('journal'));
        expect(statSync(folder.at('journal')).mode & 0o777).toBe(0o700);
        expect(statSync(folder.at(`journal/${name}`)).mode & 0o777).toBe(0o600);
    });
});

describe('time machine promise 7: the bounds of a journal', () => {
    it('lets the oldest segments go, and can be read from where it begins then', async () => {
        using folder = new TemporaryFolder();
        const { writer } = openJournal(folder.at('journal'), { maxBytes: 8 * MIB });
        const tap = writer.tap(SESSION);
        register(tap);
        let largest = 0;
        for (let number = 0; number < 100; number += 1) {
            run(tap, { txId: `tx${number}`, write: { key: 'k', value: 'v'.repeat(200 * 1024) } });
            // The disk is given its turn.
            await new Promise((resolve) => setTimeout(resolve, 1));
            const sizes = readdirSync(folder.at('journal')).map((name) => statSync(folder.at(`journal/${name}`)).size);
            largest = Math.max(
                largest,
                sizes.reduce((sum, size) => sum + size, 0),
            );
        }
        await writer.close();
        expect(largest).toBeLessThanOrEqual(9 * MIB);
        const transactions = await readAll(folder.at('journal'));
        const whole = transactions.filter(({ end }) => end === 'completed');
        expect(whole.at(-1)?.txId).toBe('tx99');
        expect(whole.length).toBeGreaterThan(20);
        expect(whole.every(({ session }) => session.ready !== undefined)).toBe(true);
        expect(writer.lostBytes).toBe(0);
    });

    it('goes on without a disk, warns once, tells what was lost, and comes back with the disk', async () => {
        using folder = new TemporaryFolder();
        const { writer, warnings } = openJournal(folder.at('journal'), { maxBytes: MIB });
        const tap = writer.tap(SESSION);
        register(tap);
        const fill = async (name: string): Promise<void> => {
            for (let number = 0; number < 10; number += 1) {
                run(tap, { txId: `${name}${number}`, write: { key: 'k', value: 'v'.repeat(100 * 1024) } });
                await new Promise((resolve) => setTimeout(resolve, 5));
            }
        };
        await fill('before');
        rmSync(folder.at('journal'), { recursive: true });
        writeFileSync(folder.at('journal'), 'in its place');
        await fill('without');
        await fill('without');
        const [told] = warnings;
        expect(warnings).toHaveLength(1);
        expect(told).toMatch(/^the journal cannot be written \(ENO.*transactions go on/);
        expect(writer.lostBytes).toBeGreaterThan(0);
        rmSync(folder.at('journal'));
        await fill('again');
        await writer.close();
        const ends = endsOf(await readAll(folder.at('journal')));
        expect(ends.at(-1)).toEqual(['again9', 'completed']);
        const lost = new RegExp(
            `cannot be written .*\\(lost since the last such line: \\d+ records, ${writer.lostBytes} bytes\\)$`,
        );
        expect(warnings.slice(1)).toEqual([expect.stringMatching(lost)]);
    });

    it('time machine promise 6: lets nobody wait for a slow disk: what does not fit is a gap, and transactions in it are incomplete', async () => {
        using folder = new TemporaryFolder();
        const { writer, warnings } = openJournal(folder.at('journal'));
        const tap = writer.tap(SESSION);
        register(tap);
        run(tap, { txId: 'first' });
        tap.received(begin({ txId: 'across' }));
        // The threads that write have other things to do.
        const busy = Array.from({ length: 8 }, () => hash());
        for (let number = 0; number < 60; number += 1) {
            run(tap, { txId: `tx${number}`, write: { key: 'k', value: 'v'.repeat(MIB) } });
        }
        await Promise.all(busy);
        await new Promise((resolve) => setTimeout(resolve, 100));
        tap.sent(answer({ txId: 'across' }));
        run(tap, { txId: 'last' });
        await writer.close();
        expect(writer.lostBytes).toBeGreaterThan(0);
        const slow = /^the disk is too slow for the journal: transactions go on/;
        expect(warnings).toEqual([expect.stringMatching(slow), expect.stringMatching(slow)]);
        expect(warnings[1]).toContain(`records, ${writer.lostBytes} bytes`);
        const ends = new Map(endsOf(await readAll(folder.at('journal'))));
        expect([ends.get('first'), ends.get('across'), ends.get('last')]).toEqual([
            'completed',
            'incomplete',
            'completed',
        ]);
    });
});

/** Takes a thread of libuv's for a while. */
function hash(): Promise<unknown> {
    return new Promise((resolve) => {
        pbkdf2('a', 'b', 400_000, 64, 'sha512', resolve);
    });
}

describe('time machine promise 8: what is private', () => {
    const SECRET = 'secret-4711';

    async function record(options: Partial<JournalOptions>, folder: TemporaryFolder): Promise<string> {
        const { writer } = openJournal(folder.at('journal'), options);
        const tap = writer.tap(SESSION);
        register(tap);
        run(tap, { txId: 'transient', transient: { offer: SECRET }, result: SECRET });
        run(tap, { txId: 'read', read: { key: 'k', value: SECRET, collection: 'c' }, result: SECRET });
        run(tap, { txId: 'write', write: { key: 'k', value: SECRET, collection: 'c' } });
        run(tap, { txId: 'public', read: { key: 'public', value: 'seen' }, result: 'told' });
        await writer.close();
        return bytesIn(folder.at('journal'));
    }

    it('is not written by default: not what came, not what was stored, not what was answered of it', async () => {
        using folder = new TemporaryFolder();
        const bytes = await record({}, folder);
        expect(bytes).not.toContain(SECRET);
        expect(bytes).toContain('seen');
        const transactions = await readAll(folder.at('journal'));
        expect(transactions.map(({ frames }) => frames.map(({ isRedacted }) => isRedacted))).toEqual([
            [true, true],
            [false, false, true, true],
            [false, true, false, true],
            [false, false, false, false],
        ]);
    });

    it.each([
        ['transient', 2],
        ['private', 3],
    ] as const)('is written as far as it is asked for: %s', async (part, times) => {
        using folder = new TemporaryFolder();
        const bytes = await record({ include: [part] }, folder);
        expect(bytes.split(SECRET)).toHaveLength(times + 1);
    });

    it('is written whole where all is asked for', async () => {
        using folder = new TemporaryFolder();
        const bytes = await record({ include: ['transient', 'private'] }, folder);
        expect(bytes.split(SECRET)).toHaveLength(6);
        expect(
            (await readAll(folder.at('journal'))).flatMap(({ frames }) => frames).some((one) => one.isRedacted),
        ).toBe(false);
    });
});
