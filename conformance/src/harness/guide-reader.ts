import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { ROOT } from '../repository/source-files';
import type { GuideStep } from './guide';
import { runShell } from './run-shell';

export interface GuideReaderOptions {
    /**
     * Carries out `npm install` and `npm create` too; default false: nothing is downloaded, and what the guide installs
     * must be a package of this repository or one that it has installed, and is found there.
     */
    readonly installs?: boolean;
    /** Says what the reader types for a command of the guide; default the command. */
    readonly typed?: (command: string) => string;
    /** Variables of the commands; default those of this process. */
    readonly env?: NodeJS.ProcessEnv;
    /** Kills the command that runs, and fails its step. */
    readonly signal?: AbortSignal;
}

const CREATE = join(ROOT, 'packages', 'create-heddle', 'bin', 'create-heddle.js');

/** Follows a guide in a folder of its own, as its reader would. */
export class GuideReader implements AsyncDisposable {
    readonly #temporary = new TemporaryFolder();
    readonly folder = this.#temporary.path;
    readonly #options: GuideReaderOptions;
    readonly #background: ChildProcess[] = [];
    /** Where the reader is, after the last `cd`. */
    #cwd = this.folder;
    #output = '';

    constructor(options: GuideReaderOptions = {}) {
        this.#options = options;
        if (options.installs !== true) symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
    }

    /** What the last commands printed. */
    get output(): string {
        return this.#output;
    }

    /** @throws Error if a command fails, or a package to install is not here */
    async follow(step: GuideStep): Promise<void> {
        switch (step.kind) {
            case 'file':
                mkdirSync(dirname(join(this.#cwd, step.path)), { recursive: true });
                writeFileSync(join(this.#cwd, step.path), step.content);
                break;
            case 'run':
                this.#output = '';
                for (const command of step.commands) this.#output += await this.#run(command);
                break;
            case 'background':
                await this.#leaveRunning(step.command, step.ready);
                break;
            case 'output':
                break;
        }
    }

    async [Symbol.asyncDispose](): Promise<void> {
        for (const child of this.#background) {
            // The shell's whole group: npm and what it started.
            if (child.exitCode === null && child.pid !== undefined) {
                const exited = once(child, 'exit');
                process.kill(-child.pid, 'SIGTERM');
                await exited;
            }
        }
        this.#temporary[Symbol.dispose]();
    }

    async #run(command: string): Promise<string> {
        const { installs, typed = (text) => text, ...options } = this.#options;
        const install = /^npm install (.*)$/.exec(command);
        if (install !== null && installs !== true) return requireInstalled(install[1] ?? '');
        const [, way] = /^cd (\S+)$/.exec(command) ?? [];
        if (way !== undefined) return this.#enter(way);
        const [, created] = installs === true ? [] : (/^npm create heddle@latest (.*)$/.exec(command) ?? []);
        const line =
            created === undefined ? typed(command) : `node ${CREATE} --no-install ${created.replace(' -- ', ' ')}`;
        const stdout = await runShell(line, { cwd: this.#cwd, ...options });
        // npm says which script it runs, before the script does.
        return stdout.replaceAll(/^> .*\n/gm, '').trimStart();
    }

    #enter(way: string): string {
        this.#cwd = join(this.#cwd, way);
        const modules = join(this.#cwd, 'node_modules');
        if (this.#options.installs !== true && !existsSync(modules)) symlinkSync(join(ROOT, 'node_modules'), modules);
        return '';
    }

    async #leaveRunning(command: string, ready: string): Promise<void> {
        const { typed = (text) => text, env = process.env, signal } = this.#options;
        const child = spawn('sh', ['-c', typed(command)], {
            cwd: this.#cwd,
            env,
            detached: true,
            stdio: ['ignore', 'pipe', 'pipe'],
        });
        this.#background.push(child);
        let said = '';
        await new Promise<void>((resolve, reject) => {
            const listen = (chunk: Buffer): void => {
                said += chunk.toString();
                if (said.includes(ready)) resolve();
            };
            child.stdout.on('data', listen);
            child.stderr.on('data', listen);
            const fail = (what: string): void => {
                reject(new Error(`${command} ${what}:\n${said}`));
            };
            child.once('exit', (code) => {
                fail(`ended with ${String(code)}`);
            });
            signal?.addEventListener('abort', () => {
                fail(`has not said ${ready} in time`);
            });
        });
    }
}

function requireInstalled(args: string): string {
    const names = args.split(' ').filter((word) => word !== '' && !word.startsWith('-'));
    for (const name of names.map((word) => word.replace(/(?<=.)@.*$/, ''))) {
        if (!existsSync(join(ROOT, 'node_modules', name))) throw new Error(`${name} is not installed here`);
    }
    return '';
}
