import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A key in a file that only its owner can read, as long as it is needed: for whoever reads no terminal. */
export class KeyFile implements Disposable {
    readonly path: string;

    constructor(key: string) {
        this.path = join(mkdtempSync(join(tmpdir(), 'heddle-studio-')), 'key');
        writeFileSync(this.path, `${key}\n`, { mode: 0o600 });
    }

    [Symbol.dispose](): void {
        rmSync(dirname(this.path), { recursive: true, force: true });
    }
}
