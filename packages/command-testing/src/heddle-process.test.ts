import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HeddleProcess } from './heddle-process';
import { TemporaryFolder } from './temporary-folder';

describe('a process that is waited for', () => {
    let folder: TemporaryFolder;

    beforeAll(() => {
        folder = new TemporaryFolder();
    });
    afterAll(() => {
        folder[Symbol.dispose]();
    });

    function start(program: string): HeddleProcess {
        return new HeddleProcess([], { launcher: folder.write('program.js', program) });
    }

    it('has logged nothing more when a signal has ended it', async () => {
        await using ended = start(`process.kill(process.pid, 'SIGKILL'); setInterval(() => undefined, 1_000);`);
        await expect(ended.logged(/never/)).rejects.toThrow('/never/ is not in:');
        await expect(ended.printed(/never/)).rejects.toThrow('/never/ is not in:');
        expect(await ended.exited).toBe('SIGKILL');
    });

    it('has logged its last line, though it ended at once', async () => {
        await using ended = start(`process.stderr.write('{"level":"info","msg":"last"}'); process.exitCode = 3;`);
        expect(await ended.logged(/^last$/)).toMatchObject({ level: 'info' });
        expect(await ended.exited).toBe(3);
    });
});
