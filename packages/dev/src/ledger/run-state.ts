import { DescribedKeys, type KeyModification } from '@heddle/protocol';
import { CommandError, ConfigurationError, openTerminal, writeOutput } from 'heddle/command';
import { askMetadata } from '../client/gateway-call';
import { openGateway } from '../client/gateway-client';
import type { Connection } from '../client/gateway-connection';
import { type ConnectionRequest, resolveConnection } from '../client/resolve-connection';
import { toOutput } from '../client/result-output';
import { wrapText } from '../dev/output/wrapped-text';
import type { StateOptions } from '../input/ledger-options';
import { type KeyRange, keysOf, type KeyWords, rangeOfType, rangesOf } from './key-argument';
import { LedgerClient, type LedgerPlace, type LedgerState } from './ledger-client';
import { type LineForm, toEntryLine, toVersionLine } from './state-line';

/** Of what follows a key or a version in further lines. */
const INDENT = 4;

/** What `heddle state` was given. */
export interface StateRequest extends ConnectionRequest {
    readonly options: StateOptions;
}

/** Prints the keys that begin so, each with its value. @throws CommandError */
export async function runStateLs(words: readonly string[], request: StateRequest): Promise<void> {
    const { connection, place, form } = read(request);
    const ranges = rangesOf(words);
    const most = request.options.limit === undefined ? Infinity : limitOf(request.options.limit);
    using client = new LedgerClient(connection);
    const keys = await describedKeys(connection);
    const lines = linesOf(client, { ranges, place, form, keys });
    const shown = shownBy(request, form);
    let printed = 0;
    for await (const line of lines) {
        if (printed === most) process.stderr.write(`there are more: --limit ends the list after ${most}\n`);
        if (printed === most || !(await writeOutput(shown(line)))) return;
        printed++;
    }
}

interface Listing {
    readonly ranges: readonly KeyRange[];
    readonly place: LedgerPlace;
    readonly form: LineForm;
    readonly keys: DescribedKeys | undefined;
}

async function* linesOf(client: LedgerClient, { ranges, place, form, keys }: Listing): AsyncGenerator<string> {
    for (const range of ranges)
        for await (const entry of client.entries(range, place))
            yield toEntryLine(entry, { form, keys, collection: place.collection });
}

/** Prints the value of a key. @throws CommandError where there is none */
export async function runStateGet(words: KeyWords, request: StateRequest): Promise<void> {
    const { connection, place, form } = read(request);
    using client = new LedgerClient(connection);
    const found = await find(words, { client, connection, place });
    if (found === undefined) throw noSuchKey(words, connection, place);
    const { key, state } = found;
    if (form === 'json') {
        const keys = await describedKeys(connection);
        await writeOutput(toEntryLine({ key, ...state }, { form, keys, collection: place.collection }));
    } else await writeOutput(toOutput(state.value, request.options.output, process.stdout.isTTY));
}

/** Prints the versions of a key, the newest first. @throws CommandError where it never was there */
export async function runStateHistory(words: KeyWords, request: StateRequest): Promise<void> {
    const { connection, place, form } = read(request);
    using client = new LedgerClient(connection);
    const found = await find(words, { client, connection, place });
    const candidates = found === undefined ? keysOf(words) : [found.key];
    let printed = 0;
    const shown = shownBy(request, form);
    for await (const version of versionsOf(client, candidates, place)) {
        if (!(await writeOutput(shown(toVersionLine(version, form))))) return;
        printed++;
    }
    if (printed === 0) throw noSuchKey(words, connection, place);
}

async function* versionsOf(
    client: LedgerClient,
    keys: readonly string[],
    place: LedgerPlace,
): AsyncGenerator<KeyModification> {
    for (const key of keys) yield* client.history(key, place);
}

interface Found {
    readonly key: string;
    readonly state: LedgerState;
}

interface Where {
    readonly client: LedgerClient;
    readonly connection: Connection;
    readonly place: LedgerPlace;
}

/** By the key itself, or as the contract calls the row. */
async function find(words: KeyWords, { client, connection, place }: Where): Promise<Found | undefined> {
    for (const key of keysOf(words)) {
        const state = await client.state(key, place);
        if (state.isThere) return { key, state };
    }
    const range = rangeOfType(words);
    const keys = range && (await describedKeys(connection));
    if (range === undefined || keys === undefined) return undefined;
    for await (const { key, ...state } of client.entries(range, place)) {
        const described = keys.read(key, { collection: place.collection, value: state.value });
        if (described?.text === words[0]) return { key, state: { isThere: true, ...state } };
    }
    return undefined;
}

function read(request: StateRequest): {
    readonly connection: Connection;
    readonly place: LedgerPlace;
    readonly form: LineForm;
} {
    const { collection, json, output } = request.options;
    if (json === true && output !== undefined)
        throw new ConfigurationError('--json and --output contradict each other: give one of them');
    // Public keys are the same for all.
    const organization = request.commandLine.get('--msp-id');
    const place = { collection, organization };
    return { connection: resolveConnection(request), place, form: json === true ? 'json' : 'text' };
}

/** Lines for people keep within their terminal; in a pipe, and for programs, each stays one. */
function shownBy({ variables }: StateRequest, form: LineForm): (line: string) => string {
    const { columns } = openTerminal(variables);
    if (form === 'json' || columns === undefined) return (line) => line;
    return (line) => `${wrapText(line.trimEnd(), { columns, indent: INDENT, breaksWords: true })}\n`;
}

function limitOf(text: string): number {
    const limit = Number(text);
    if (/^\d{1,9}$/.test(text) && limit > 0) return limit;
    throw new ConfigurationError(`--limit is ${JSON.stringify(text)}: give a number of keys above 0`);
}

/** Undefined where the chaincode does not tell. */
async function describedKeys(connection: Connection): Promise<DescribedKeys | undefined> {
    using client = openGateway(connection);
    const metadata = await askMetadata(client);
    try {
        return metadata && new DescribedKeys(JSON.parse(Buffer.from(metadata).toString()));
    } catch {
        return undefined;
    }
}

function noSuchKey(words: KeyWords, { channel, chaincode }: Connection, { collection }: LedgerPlace): CommandError {
    const what = words.length === 1 ? words[0] : `[${words.join(', ')}]`;
    const where = collection === undefined ? chaincode : `${collection} of ${chaincode}`;
    return new CommandError(1, `no key ${what} in ${where} on ${channel}: "heddle state ls" shows what is there`);
}
