import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openFile } from './open-projects';

const CONTRACT = "const { Contract } = require('fabric-contract-api');\nclass Seats extends Contract {}\n";

let folder: string;

beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'heddle-open-'));
});
afterAll(() => {
    rmSync(folder, { recursive: true });
});

describe('a project that is open in an editor', () => {
    it('keeps nothing of the edits before', async () => {
        setFlagsFromString('--expose-gc');
        const collect = runInNewContext('gc') as () => void; // there by that flag
        const path = join(folder, 'seats.js');
        writeFileSync(path, CONTRACT);
        const edits = [1, 2, 3, 4].map((edit) => {
            const opened = openFile(path, `${CONTRACT}// ${String(edit)}`, {});
            if (opened?.file === undefined) throw new Error('seats.js was not opened');
            return new WeakRef(opened.file);
        });
        const kept = (): readonly boolean[] => edits.map((edit) => edit.deref() !== undefined);
        // What a WeakRef was asked for stays until the end of the step, and what a collection under way has marked until the next.
        for (let round = 0; round < 10 && kept().filter(Boolean).length > 1; round++) {
            await setImmediate();
            collect();
        }
        expect(kept()).toEqual([false, false, false, true]);
    });
});
