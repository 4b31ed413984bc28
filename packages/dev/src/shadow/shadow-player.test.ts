import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedTransaction } from '@heddle/journal';
import { chaincodeInput, encodeMessage, MessageType, response } from '@heddle/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DifferencesFile } from './differences-file';
import { toSend } from './shadow-messages';
import { ShadowPlayer } from './shadow-player';

const SESSION: RecordedTransaction['session'] = {
    process: 'one',
    number: 1,
    header: { packageId: 'cc:1', coalesce: true, transactionTimeoutMs: 0, workers: 0, remote: '' },
    ready: undefined,
};

/** A transaction that was answered with the name of its function. */
function recorded(txId: string, functionName: string): RecordedTransaction {
    const ids = { txId, channelId: 'ch' };
    const name = Buffer.from(functionName);
    const asked = encodeMessage({
        ...ids,
        type: MessageType.TRANSACTION,
        payload: chaincodeInput.encode({ args: [name] }),
    });
    const payload = response.encode({ status: 200, message: '', payload: name });
    const answered = encodeMessage({ ...ids, type: MessageType.COMPLETED, payload });
    const frames = [
        { from: 'peer', frame: asked, isRedacted: false },
        { from: 'chaincode', frame: answered, isRedacted: false },
    ] as const;
    return { ...ids, session: SESSION, time: 0, end: 'completed', frames };
}

/** It cannot be loaded a second time, and can a third time. */
const CHAINCODE = `
const { appendFileSync, readFileSync } = require('node:fs');
const loads = __dirname + '/loads';
appendFileSync(loads, '+');
if (readFileSync(loads, 'utf8') === '++') throw new Error('half of it is copied');
exports.chaincode = {
    Init: async () => ({ status: 200 }),
    async Invoke(stub) {
        const [name] = stub.getStringArgs();
        if (name === 'leave') process.exit(3);
        if (name === 'loop') for (;;);
        return { status: 200, payload: Buffer.from(name) };
    },
};
`;

describe('the player of a shadow run', () => {
    let folder: string;
    let player: ShadowPlayer;
    const out: [txId: string, kind: string][] = [];
    const unloadable: string[] = [];

    beforeAll(() => {
        folder = mkdtempSync(join(tmpdir(), 'heddle-shadow-'));
        writeFileSync(join(folder, 'package.json'), '{ "name": "next", "version": "2.0.0", "main": "index.js" }');
        writeFileSync(join(folder, 'index.js'), CHAINCODE);
    });
    afterAll(() => {
        rmSync(folder, { recursive: true });
    });
    afterEach(async () => {
        await player.close();
    });

    it('goes on where its package could not be loaded for a while, and waits for nothing once it is closed', async () => {
        const isUnloadable = new Promise<void>((resolve) => {
            player = new ShadowPlayer({
                modules: [{ name: undefined, version: undefined, folder }],
                strict: undefined,
                timeoutMs: 2 ** 31 - 1,
                onReplayed: ({ txId, verdict }) => out.push([txId, verdict.kind]),
                onUnloadable: (why) => {
                    unloadable.push(why);
                    resolve();
                },
            });
        });
        await player.start();
        await player.play(recorded('a', 'leave'));
        await isUnloadable;
        expect(unloadable).toEqual([expect.stringMatching(/ cannot be run: .*half of it is copied/s)]);
        await player.play(recorded('b', 'read'));
        await player.settled();
        expect(out).toEqual([
            ['a', 'differs'],
            ['b', 'reproduced'],
        ]);
        const plays = Array.from({ length: 70 }, (_, number) => player.play(recorded(`loop${number}`, 'loop')));
        await player.close();
        await Promise.all([...plays, player.settled()]);
        expect([player.waiting, out.length]).toEqual([70, 2]);
    });
});

describe('what a shadow run sends to its thread', () => {
    it('are the bytes of the transaction, and no others', () => {
        const { frames, session } = toSend({
            ...recorded('a', 'read'),
            session: { ...SESSION, ready: encodeMessage({ type: MessageType.READY }) },
        });
        for (const bytes of [session.ready, ...frames.map(({ frame }) => frame)]) {
            expect(bytes?.buffer.byteLength).toBe(bytes?.length);
        }
    });
});

describe('the report of a shadow run', () => {
    it('is refused at the start where it cannot be written', () => {
        const path = join(tmpdir(), 'not-there', 'shadow.jsonl');
        expect(() => new DifferencesFile(path, () => undefined)).toThrow(
            /^--report: .*shadow\.jsonl cannot be written \(ENOENT/,
        );
    });
});
