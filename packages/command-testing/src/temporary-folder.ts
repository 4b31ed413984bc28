import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The packages of this repository, and what they need, as npm installs them. */
const NODE_MODULES = join(__dirname, '..', '..', '..', 'node_modules');

/** Together longer than a process takes to end that nobody waits for. */
const REMOVAL_ATTEMPTS = 100;
const REMOVAL_PAUSE_MS = 50;

/** A folder that lives as long as the test that holds it. */
export class TemporaryFolder {
    readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'heddle-')));

    /** Writes a file, with the folders that it is in; returns its absolute path. */
    write(name: string, content: string | Uint8Array): string {
        const file = join(this.path, name);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
        return file;
    }

    /**
     * Writes a package that can import everything that is installed here.
     *
     * @param files contents by name; package.json may be among them
     */
    writePackage(files: Readonly<Record<string, string>>): string {
        symlinkSync(NODE_MODULES, join(this.path, 'node_modules'), 'junction');
        for (const [name, content] of Object.entries({ 'package.json': '{}', ...files })) this.write(name, content);
        return this.path;
    }

    [Symbol.dispose](): void {
        // What a killed command had started hears of that a moment later, and may write here until then. `maxRetries` of
        // rmSync does not take away what came between.
        for (let attempt = 1; !this.#isRemoved(attempt === REMOVAL_ATTEMPTS); attempt += 1)
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, REMOVAL_PAUSE_MS);
    }

    #isRemoved(isLastAttempt: boolean): boolean {
        try {
            rmSync(this.path, { recursive: true, force: true });
            return true;
        } catch (error) {
            if (isLastAttempt || (error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
            return false;
        }
    }
}
