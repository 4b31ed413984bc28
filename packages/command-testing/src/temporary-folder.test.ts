import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { TemporaryFolder } from './temporary-folder';

/** Writes file after file, and ends after half a second. */
const WRITER = `const { mkdirSync, writeFileSync } = require('node:fs');
    const end = Date.now() + 500;
    for (let file = 0; Date.now() < end; file += 1)
        try {
            mkdirSync('folder-' + file);
            writeFileSync('folder-' + file + '/file', '');
            if (file === 0) process.stdout.write('writing');
        } catch {}`;

describe('a temporary folder', () => {
    it('is gone though a process that nobody waited for wrote into it until then', async () => {
        const folder = new TemporaryFolder();
        const writer = spawn(process.execPath, ['-e', WRITER], {
            cwd: folder.path,
            stdio: ['ignore', 'pipe', 'ignore'],
        });
        const ended = once(writer, 'close');
        await once(writer.stdout, 'data');
        folder[Symbol.dispose]();
        await ended;
        expect(existsSync(folder.path)).toBe(false);
    });
});
