import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { HEDDLE } from './run-program';

const PRINTED = / {4}page {9}(http:\S+)\n {4}key {10}(\S+)\n/;

/** A `heddle studio` in a process of its own. */
export class StudioCommand implements AsyncDisposable {
    /** `http://localhost:7060`, or another port. */
    readonly address: string;
    readonly key: string;
    readonly #child: ChildProcess;

    private constructor(child: ChildProcess, address: string, key: string) {
        this.#child = child;
        this.address = address;
        this.key = key;
    }

    /** Resolves when the page is served. @throws Error with what it said where it ends before */
    static async start(options: readonly string[], cwd: string): Promise<StudioCommand> {
        const child = spawn(process.execPath, [HEDDLE, 'studio', '--port', '0', ...options], {
            cwd,
            env: { PATH: process.env['PATH'] },
            stdio: ['ignore', 'pipe', 'pipe'],
        });
        let output = '';
        const ended = once(child, 'close').then(() => {
            throw new Error(`heddle studio has ended: ${output}`);
        });
        const found = new Promise<RegExpExecArray>((resolve) => {
            for (const stream of [child.stdout, child.stderr])
                stream.setEncoding('utf8').on('data', (text: string) => {
                    output += text;
                    const printed = PRINTED.exec(output);
                    if (printed !== null) resolve(printed);
                });
        });
        const [, address = '', keyFile = ''] = await Promise.race([found, ended]);
        // From here on it may end at any time.
        ended.catch(() => undefined);
        return new StudioCommand(child, address, readFileSync(keyFile, 'utf8').trim());
    }

    /** A request as the page makes it. */
    async send(path: string, init: RequestInit = {}): Promise<Response> {
        const headers = { authorization: `Bearer ${this.key}`, 'content-type': 'application/json' };
        return await fetch(`${this.address}/api/v1/${path}`, { ...init, headers });
    }

    async ask<Answer>(path: string): Promise<Answer> {
        const response = await this.send(path);
        if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
        return (await response.json()) as Answer;
    }

    /** Asks until the answer is as it should be. @throws Error with the last answer where that takes too long */
    async until<Answer>(path: string, isIt: (answer: Answer) => boolean, mostMs = 20_000): Promise<Answer> {
        let answer = await this.ask<Answer>(path);
        for (const end = Date.now() + mostMs; !isIt(answer); answer = await this.ask<Answer>(path)) {
            if (Date.now() > end) throw new Error(`${path} stays ${JSON.stringify(answer)}`);
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        return answer;
    }

    async [Symbol.asyncDispose](): Promise<void> {
        if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
        const gone = once(this.#child, 'close');
        this.#child.kill('SIGINT');
        const patience = setTimeout(() => this.#child.kill('SIGKILL'), 5000);
        await gone;
        clearTimeout(patience);
    }
}
