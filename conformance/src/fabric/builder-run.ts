import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The folder that a peer's core.yaml names. */
export const EXTERNAL_BUILDER = join(__dirname, '../../../deploy/external-builder');

export interface BuilderInput {
    /** Files of code.tar.gz, by path. */
    readonly source?: Readonly<Record<string, string>>;
    /** The text of metadata.json. */
    readonly metadata?: string;
    readonly environment?: Readonly<Record<string, string>>;
    /** The awk to use, an absolute path and arguments; default the machine's. */
    readonly awk?: string | undefined;
}

export interface ScriptResult {
    readonly status: number | null;
    readonly stderr: string;
}

/** The folders that a peer hands to a builder's scripts, in a folder of their own, and the scripts run by `sh`. */
export class BuilderRun {
    readonly #root = mkdtempSync(join(tmpdir(), 'heddle-builder-'));
    readonly #environment: NodeJS.ProcessEnv;

    constructor({ source = {}, metadata, environment = {}, awk }: BuilderInput) {
        for (const folder of ['src', 'metadata', 'bld', 'release', 'awk']) mkdirSync(join(this.#root, folder));
        for (const [path, text] of Object.entries(source)) this.#write(join('src', path), text);
        if (metadata !== undefined) this.#write('metadata/metadata.json', metadata);
        if (awk !== undefined)
            writeFileSync(join(this.#root, 'awk/awk'), `#!/bin/sh\nexec ${awk} "$@"\n`, { mode: 0o755 });
        this.#environment = { PATH: `${join(this.#root, 'awk')}:${process.env['PATH'] ?? ''}`, ...environment };
    }

    detect(): ScriptResult {
        return this.#run('detect', ['src', 'metadata']);
    }

    build(): ScriptResult {
        return this.#run('build', ['src', 'metadata', 'bld']);
    }

    release(): ScriptResult {
        return this.#run('release', ['bld', 'release']);
    }

    /** Runs a script with arguments of the test's own. */
    runWith(script: string, folders: readonly string[]): ScriptResult {
        return this.#run(script, folders);
    }

    /** connection.json as the peer would read it. */
    connection(): unknown {
        return JSON.parse(this.released('chaincode/server/connection.json'));
    }

    /** The text of a released file. */
    released(path: string): string {
        return readFileSync(join(this.#root, 'release', path), 'utf8');
    }

    isReleased(path: string): boolean {
        return existsSync(join(this.#root, 'release', path));
    }

    /** Every released file's path, sorted. */
    releasedFiles(): string[] {
        const root = join(this.#root, 'release');
        return readdirSync(root, { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
            .sort();
    }

    [Symbol.dispose](): void {
        rmSync(this.#root, { recursive: true, force: true });
    }

    #write(path: string, text: string): void {
        mkdirSync(dirname(join(this.#root, path)), { recursive: true });
        writeFileSync(join(this.#root, path), text);
    }

    #run(script: string, folders: readonly string[]): ScriptResult {
        const { status, stderr } = spawnSync(
            'sh',
            [join(EXTERNAL_BUILDER, 'bin', script), ...folders.map((folder) => join(this.#root, folder))],
            { encoding: 'utf8', env: this.#environment, input: '', timeout: 30_000 },
        );
        return { status, stderr };
    }
}
