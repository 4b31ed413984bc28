import type { ApiError } from '../../api/value';
import type { Query } from '../../model/record-answers';
import { Refused, type Source } from './source';

const KEY = 'heddle-studio-key';

/** Takes the key out of the address, where nobody else sees it: what is behind `#` is sent to no server. */
export function takeKey(): void {
    const given = /^#k=([\w-]+)$/.exec(location.hash)?.[1];
    if (given === undefined) return;
    localStorage.setItem(KEY, given);
    history.replaceState(null, '', location.pathname + location.search);
}

/** The process that serves the page. */
export const PROCESS: Source = {
    ask: async (path, query) => await answerOf(await fetch(urlOf(path, query), { headers: headers() })),

    loadBytes: async (reference) => {
        const response = await fetch(urlOf('bytes', { of: reference }), { headers: headers() });
        if (!response.ok) throw await refusalOf(response);
        const [, name = 'value'] = /filename="([\w.]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
        return { bytes: new Uint8Array(await response.arrayBuffer()), name };
    },

    send: async (path, body, method) => {
        const sent = { ...headers(), 'content-type': 'application/json' };
        return await answerOf(await fetch(urlOf(path, {}), { method, headers: sent, body: JSON.stringify(body) }));
    },

    readFeed: async (after, signal, take) => {
        const response = await fetch(urlOf('feed', { after }), { headers: headers(), signal });
        if (!response.ok || response.body === null) throw await refusalOf(response);
        for await (const line of linesOf(response.body)) take(JSON.parse(line));
    },
};

async function* linesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const lines = (rest + part.value).split('\n');
        rest = lines.pop() ?? '';
        yield* lines.filter((line) => line !== '');
    }
}

function urlOf(path: string, query: Query): string {
    const given = Object.entries(query).flatMap(([name, value]) =>
        value === undefined || value === '' ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
    );
    return `/api/v1/${path}${given.length === 0 ? '' : `?${given.join('&')}`}`;
}

function headers(): Record<string, string> {
    return { authorization: `Bearer ${localStorage.getItem(KEY) ?? ''}` };
}

async function answerOf(response: Response): Promise<unknown> {
    if (!response.ok) throw await refusalOf(response);
    return await response.json();
}

async function refusalOf(response: Response): Promise<Refused> {
    const body = (await response.json().catch(() => ({}))) as { readonly error?: Partial<ApiError> };
    return new Refused(response.status, body.error ?? {});
}
