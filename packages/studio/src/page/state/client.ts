import type { ApiError } from '../../api';

const KEY = 'heddle-studio-key';

/** What the process answered instead of what was asked for. */
export class Refused extends Error {
    readonly status: number;
    readonly remedy: string;

    constructor(status: number, { message, remedy = '' }: Partial<ApiError>) {
        super(message ?? `status ${status}`);
        this.status = status;
        this.remedy = remedy;
    }
}

/** Takes the key out of the address, where nobody else sees it: what is behind `#` is sent to no server. */
export function takeKey(): void {
    const given = /^#k=([\w-]+)$/.exec(location.hash)?.[1];
    if (given === undefined) return;
    localStorage.setItem(KEY, given);
    history.replaceState(null, '', location.pathname + location.search);
}

/** Asks the process. @throws Refused; TypeError where it is gone */
export async function ask<Answer>(
    path: string,
    query: Readonly<Record<string, string | number | undefined>> = {},
): Promise<Answer> {
    return await answerOf<Answer>(await fetch(urlOf(path, query), { headers: headers() }));
}

/** Has the process do something. @throws as ask */
export async function send<Answer>(path: string, body: unknown, method: 'POST' | 'DELETE' = 'POST'): Promise<Answer> {
    const init = { method, headers: { ...headers(), 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return await answerOf<Answer>(await fetch(urlOf(path, {}), init));
}

/** Reads lines of the feed until it ends. @throws Refused */
export async function readFeed(after: number, signal: AbortSignal, take: (line: unknown) => void): Promise<void> {
    const response = await fetch(urlOf('feed', { after }), { headers: headers(), signal });
    if (!response.ok || response.body === null) throw await refusalOf(response);
    for await (const line of linesOf(response.body)) take(JSON.parse(line));
}

async function* linesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const lines = (rest + part.value).split('\n');
        rest = lines.pop() ?? '';
        yield* lines.filter((line) => line !== '');
    }
}

function urlOf(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
    const given = Object.entries(query).flatMap(([name, value]) =>
        value === undefined || value === '' ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
    );
    return `/api/v1/${path}${given.length === 0 ? '' : `?${given.join('&')}`}`;
}

function headers(): Record<string, string> {
    return { authorization: `Bearer ${localStorage.getItem(KEY) ?? ''}` };
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
    if (!response.ok) throw await refusalOf(response);
    return (await response.json()) as Answer;
}

async function refusalOf(response: Response): Promise<Refused> {
    const body = (await response.json().catch(() => ({}))) as { readonly error?: Partial<ApiError> };
    return new Refused(response.status, body.error ?? {});
}
