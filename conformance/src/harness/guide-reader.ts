import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../repository/source-files';
import type { GuideStep } from './guide';

/**
 * Follows a guide in a folder of its own, as its reader would. Only the download is spared: what the guide installs must
 * be a package of this repository or one that it has installed, and is found there.
 */
export class GuideReader implements AsyncDisposable {
    readonly folder = mkdtempSync(join(tmpdir(), 'heddle-guide-'));
    readonly #background: ChildProcess[] = [];
    #output = '';

    constructor() {
        symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
    }

    /** What the last commands printed. */
    get output(): string {
        return this.#output;
    }

    /** @throws Error if a command fails, or a package to install is not here */
    async follow(step: GuideStep): Promise<void> {
        switch (step.kind) {
            case 'file':
                mkdirSync(dirname(join(this.folder, step.path)), { recursive: true });
                writeFileSync(join(this.folder, step.path), step.content);
                break;
            case 'run':
                this.#output = step.commands.map((command) => this.#run(command)).join('');
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
        rmSync(this.folder, { recursive: true, force: true });
    }

    #run(command: string): string {
        const install = /^npm install (.*)$/.exec(command);
        if (install !== null) return requireInstalled(install[1] ?? '');
        const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: this.folder, encoding: 'utf8' });
        if (status !== 0) throw new Error(`${command} failed with ${String(status)}:\n${stdout}${stderr}`);
        // npm says which script it runs, before the script does.
        return stdout.replaceAll(/^> .*\n/gm, '').trimStart();
    }

    async #leaveRunning(command: string, ready: string): Promise<void> {
        const child = spawn('sh', ['-c', command], {
            cwd: this.folder,
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
            child.once('exit', (code) => {
                reject(new Error(`${command} ended with ${String(code)}:\n${said}`));
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
