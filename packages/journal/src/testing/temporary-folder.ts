import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is gone with the test. */
export class TemporaryFolder implements Disposable {
    readonly path = mkdtempSync(join(tmpdir(), 'heddle-journal-'));

    /** A path in it. */
    at(name: string): string {
        return join(this.path, name);
    }

    [Symbol.dispose](): void {
        rmSync(this.path, { recursive: true, force: true });
    }
}
