import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The packages of this repository, and what they need, as npm installs them. */
const NODE_MODULES = join(__dirname, '..', '..', '..', 'node_modules');

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
        rmSync(this.path, { recursive: true, force: true });
    }
}
