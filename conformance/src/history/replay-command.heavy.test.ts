import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Ended, HEDDLE, runProgram } from '../harness/run-program';
import { DIFFICULT } from './history-calls';
import { moduleOptions, writePackages } from './history-modules';
import { goldenBlocks } from './record-history';

const BLOCKS = goldenBlocks('3.1');
const TIMEOUT_MS = 60_000;

let root: string;

beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'heddle-replay-'));
});

afterEach(() => {
    rmSync(root, { recursive: true });
});

function replay(...args: readonly string[]): Promise<Ended> {
    return runProgram([HEDDLE, 'replay', ...args], { cwd: root, timeoutMs: TIMEOUT_MS });
}

describe('heddle replay --blocks', () => {
    it('time machine promise 10: tells what differs in full, then by name, and counts the rest', async () => {
        const { code, stdout } = await replay('--blocks', BLOCKS, ...moduleOptions(root), '--max-differences', '3');
        expect(code).toBe(1);
        const [title, what, recorded, now, second, third, more, ...rest] = stdout.trimEnd().split('\n');
        expect(title).toMatch(
            /^random [0-9a-f]{12}… {2}\d{4}-.*Z {2}block \d+, ran as difficult 1.0, client User1@org1.test of Org1MSP$/,
        );
        expect(what).toBe('  write of random0');
        expect(recorded).toMatch(/^ {4}recorded: 0\.\d+$/);
        expect(now).toMatch(/^ {4}now: {6}0\.\d+$/);
        for (const line of [second, third]) expect(line).toMatch(/^random [0-9a-f]{12}…: write of random0$/);
        expect(more).toMatch(/^4 unknowable: /);
        expect(rest.join('\n')).toMatch(/^not run: 12 _lifecycle, 1 CONFIG$/m);
        expect(rest.join('\n')).toMatch(
            /^\d+ reproduced, 5 differ, 15 unknowable, 0 unreconstructable \(\d+ transactions, /m,
        );
    });

    it('time machine promise 10: exits with 0 where what differs is expected, and with 1 where it does not come', async () => {
        const file = join(root, 'changes.json');
        const expected = { function: 'random', what: 'write of random*' };
        const never = { function: 'label', what: 'status' };
        const args = ['--blocks', BLOCKS, ...moduleOptions(root), '--expect', file];
        writeFileSync(file, JSON.stringify([expected]));
        expect(await replay(...args)).toMatchObject({ code: 0 });
        writeFileSync(file, JSON.stringify([expected, never]));
        const { code, stdout } = await replay(...args);
        expect(code).toBe(1);
        expect(stdout).toContain('expected and never seen: "status" of label');
    });

    it('writes lines of JSON, ends at the first difference, and runs what is asked for', async () => {
        const { difficultTwo } = writePackages(root);
        const only = ['--chaincode', DIFFICULT, '--functions', 'label', '--from', '20', '--to', '40'];
        const { code, stdout } = await replay(
            '--blocks',
            BLOCKS,
            '--module',
            difficultTwo,
            ...only,
            '--json',
            '--bail',
        );
        expect(code).toBe(1);
        const lines = stdout
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as Record<string, unknown>);
        expect(lines[0]).toMatchObject({ function: 'label', verdict: 'differs' });
        expect(lines.at(-1)).toMatchObject({ counts: { differs: 1 } });
    });

    it('time machine promise 18: exits with 1 where nothing could be compared', async () => {
        const { difficultOne } = writePackages(root);
        const { code, stdout } = await replay('--blocks', BLOCKS, '--module', `nobody@${difficultOne}`);
        expect(code).toBe(1);
        expect(stdout).toContain('nothing could be compared');
    });

    it('time machine promise 11: exits with 2 and a sentence where the blocks cannot be read', async () => {
        const { assets } = writePackages(root);
        const file = join(root, 'mychannel_0.block');
        writeFileSync(file, 'no block');
        for (const [path, sentence] of [
            [file, /^heddle: .*the first block is not a whole block: .*\n$/],
            [join(root, 'nowhere'), /^heddle: --blocks: .* cannot be read .*\n$/],
            [assets, /^heddle: .* has no blocks: fetch them .*\n$/],
        ] as const)
            expect(await replay('--blocks', path, '--module', assets)).toEqual({
                code: 2,
                stdout: '',
                stderr: expect.stringMatching(sentence),
            });
    });
});
