import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { WebSocket } from 'ws';

/** What the inspector sends: the answer to a command, or an event. */
interface InspectorMessage {
    readonly id?: number;
    readonly method?: string;
    readonly params?: unknown;
    readonly result?: unknown;
    readonly error?: { readonly message: string };
}

interface Script {
    readonly url: string;
    readonly sourceMapURL: string;
}

/** Where the code stands. */
export interface Pause {
    /** Of each breakpoint that was met. */
    readonly hitBreakpoints: readonly string[];
    readonly callFrames: readonly { readonly callFrameId: string; readonly functionName: string }[];
}

/** A debugger, as VS Code is one: it speaks the inspector's protocol, and finds lines by source maps. */
export class DebuggerClient implements AsyncDisposable {
    readonly #socket: WebSocket;
    readonly #waiting = new Map<number, (message: InspectorMessage) => void>();
    readonly #scripts: Script[] = [];
    readonly #pauses: Pause[] = [];
    #wake: () => void = () => undefined;
    #commands = 0;

    private constructor(socket: WebSocket) {
        this.#socket = socket;
        socket.on('message', (data: Buffer) => {
            this.#take(JSON.parse(data.toString()) as InspectorMessage);
        });
    }

    /** Connects to a port, trying again until it is there, as a debugger that restarts. */
    static async connect(port: number): Promise<DebuggerClient> {
        const url = await debuggerUrl(port);
        const socket = new WebSocket(url);
        const client = new DebuggerClient(socket);
        await once(socket, 'open');
        await client.send('Debugger.enable');
        await client.send('Runtime.enable');
        return client;
    }

    /** Resolves when the other side has closed the connection. */
    async closed(): Promise<void> {
        if (this.#socket.readyState !== WebSocket.CLOSED) await once(this.#socket, 'close');
    }

    /** Sends a command. @returns its result @throws Error that the inspector tells */
    async send(method: string, params: object = {}): Promise<unknown> {
        const id = ++this.#commands;
        const answer = new Promise<InspectorMessage>((take) => this.#waiting.set(id, take));
        this.#socket.send(JSON.stringify({ id, method, params }));
        const { result, error } = await answer;
        if (error !== undefined) throw new Error(`${method}: ${error.message}`);
        return result;
    }

    /**
     * Sets a breakpoint in a line of an author's source.
     * @param file absolute
     * @param line counted from 1
     * @returns its id
     */
    async breakAt(file: string, line: number): Promise<string> {
        const { url, sourceMapURL } = this.#scripts.find((script) => sourcesOf(script).includes(file)) ?? {};
        if (url === undefined || sourceMapURL === undefined) throw new Error(`no script was made of ${file}`);
        const lineNumber = generatedLine({ url, sourceMapURL }, file, line - 1);
        const set = (await this.send('Debugger.setBreakpointByUrl', { url, lineNumber })) as {
            readonly breakpointId: string;
        };
        return set.breakpointId;
    }

    /** Waits until the code stands. */
    async paused(): Promise<Pause> {
        for (;;) {
            const pause = this.#pauses.shift();
            if (pause !== undefined) return pause;
            await new Promise<void>((wake) => {
                this.#wake = wake;
            });
        }
    }

    /** The value of an expression where the code stands. */
    async evaluate({ callFrames }: Pause, expression: string): Promise<unknown> {
        const callFrameId = callFrames[0]?.callFrameId ?? '';
        const answer = await this.send('Debugger.evaluateOnCallFrame', {
            callFrameId,
            expression,
            returnByValue: true,
        });
        return (answer as { readonly result: { readonly value: unknown } }).result.value;
    }

    async [Symbol.asyncDispose](): Promise<void> {
        this.#socket.close();
        await this.closed();
    }

    #take({ id, method, params, ...answer }: InspectorMessage): void {
        if (id !== undefined) {
            this.#waiting.get(id)?.(answer);
            this.#waiting.delete(id);
        }
        if (method === 'Debugger.scriptParsed') this.#scripts.push(params as Script);
        if (method !== 'Debugger.paused') return;
        this.#pauses.push(params as Pause);
        this.#wake();
    }
}

async function debuggerUrl(port: number): Promise<string> {
    for (;;) {
        const url = await targetOf(port).catch(() => undefined);
        if (url !== undefined) return url;
        await sleep(50);
    }
}

/** Rejects as long as it is not there. */
async function targetOf(port: number): Promise<string | undefined> {
    const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
    const [target] = (await answer.json()) as { readonly webSocketDebuggerUrl: string }[];
    return target?.webSocketDebuggerUrl;
}

/** The files that a script was made of, absolute. */
function sourcesOf(script: Script): string[] {
    const { map, folder } = sourceMapOf(script) ?? {};
    if (map === undefined || folder === undefined) return [];
    // Libraries leave out what Node's types promise.
    const payload: Partial<SourceMapPayload> = map.payload;
    return (payload.sources ?? []).map((source) => resolve(folder, payload.sourceRoot ?? '', source));
}

/** Both lines are counted from 0. */
function generatedLine(script: Script, file: string, line: number): number {
    const { map, folder } = sourceMapOf(script) ?? {};
    if (map === undefined || folder === undefined) throw new Error(`${script.url} has no source map`);
    const lines = map.payload.mappings.split(';').length;
    const isMade = (generated: number, column: number): boolean => {
        const entry = map.findEntry(generated, column);
        if (!('originalSource' in entry) || entry.generatedLine !== generated) return false;
        return entry.originalLine === line && resolve(folder, entry.originalSource) === file;
    };
    const columns = Array.from({ length: 200 }, (_, column) => column);
    for (let generated = 0; generated < lines; generated++)
        if (columns.some((column) => isMade(generated, column))) return generated;
    throw new Error(`line ${line + 1} of ${file} is in no script`);
}

/** Of a file beside the script. */
function sourceMapOf({ url, sourceMapURL }: Script): { readonly map: SourceMap; readonly folder: string } | undefined {
    if (!sourceMapURL.endsWith('.map') || url === '') return undefined;
    const script = url.startsWith('file:') ? url : pathToFileURL(url).href;
    const file = fileURLToPath(new URL(sourceMapURL, script));
    const map = new SourceMap(JSON.parse(readFileSync(file, 'utf8')) as SourceMapPayload);
    return { map, folder: dirname(file) };
}
