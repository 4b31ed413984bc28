import { chaincodeSets, type KeyWrite, type NamespaceReadWriteSet, type TransactionResult } from '@heddle/local-peer';
import { readableKey } from './ledger-key';
import { readableValue, shownBytes } from './ledger-value';

/** Something that two runs of one transaction did not do alike. */
export interface Difference {
    /** For instance `write of a1, createdAt`. */
    readonly what: string;
    readonly first: string;
    readonly second: string;
}

const NOTHING = Buffer.alloc(0);

/** What two runs did not do alike, of all that endorsers have to agree on. */
export function differencesOf(first: TransactionResult, second: TransactionResult): Difference[] {
    const [left, right] = [outcomeOf(first), outcomeOf(second)];
    return [...new Set([...left.keys(), ...right.keys()])].flatMap((what) =>
        compare(what, left.get(what) ?? NOTHING, right.get(what) ?? NOTHING),
    );
}

/** Everything that counts, by what it is. */
function outcomeOf({ readWriteSet, privateWrites, event, ...response }: TransactionResult): Map<string, Buffer> {
    const outcome = new Map([
        ['status', Buffer.from(String(response.status))],
        ['message', Buffer.from(response.message)],
        ['result', response.payload],
    ]);
    if (event !== undefined) outcome.set('event', Buffer.from(event.name)).set(`event ${event.name}`, event.payload);
    const several = chaincodeSets(readWriteSet).length > 1;
    for (const set of readWriteSet) addNamespace(outcome, set, several ? ` of ${set.namespace}` : '');
    for (const { collection, writes } of privateWrites) addWrites(outcome, writes, ` in ${collection}`);
    return outcome;
}

function addNamespace(outcome: Map<string, Buffer>, set: NamespaceReadWriteSet, suffix: string): void {
    const { namespace: _, reads, writes, ...rest } = set;
    addWrites(outcome, writes, suffix);
    for (const { key, version } of reads)
        outcome.set(`read of ${readableKey(key)}${suffix}`, asJson(version ?? 'does not exist'));
    // Ranges, metadata, and all else that endorsers compare.
    for (const [section, content] of Object.entries(rest)) outcome.set(`${section}${suffix}`, asJson(content));
}

function addWrites(outcome: Map<string, Buffer>, writes: readonly KeyWrite[], suffix: string): void {
    for (const { key, isDelete, value } of writes)
        outcome.set(`write of ${readableKey(key)}${suffix}`, isDelete ? Buffer.from('deleted') : value);
}

function asJson(value: unknown): Buffer {
    return Buffer.from(JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? Number(part) : part)));
}

function compare(what: string, first: Buffer, second: Buffer): Difference[] {
    if (first.equals(second)) return [];
    const [left, right] = [readableValue(first), readableValue(second)];
    const members = isStructured(left) && isStructured(right) ? compareMembers(what, left, right) : [];
    if (members.length > 0) return members;
    const isReordered = isStructured(left) && isStructured(right);
    return [{ what: isReordered ? `${what}, order` : what, first: shownBytes(first), second: shownBytes(second) }];
}

function compareMembers(what: string, first: object, second: object): Difference[] {
    const [left, right] = [new Map(leavesOf(first, '')), new Map(leavesOf(second, ''))];
    return [...new Set([...left.keys(), ...right.keys()])].flatMap((path) => {
        const [one, other] = [left.get(path) ?? 'nothing', right.get(path) ?? 'nothing'];
        return one === other ? [] : [{ what: `${what}, ${path}`, first: one, second: other }];
    });
}

/** What has no members of its own, with its path. */
function leavesOf(value: object, path: string): [path: string, text: string][] {
    return Object.entries(value).flatMap(([name, member]: [string, unknown]): [string, string][] => {
        const at = Array.isArray(value) ? `${path}[${name}]` : `${path === '' ? '' : `${path}.`}${name}`;
        const below = isStructured(member) ? leavesOf(member, at) : [];
        return below.length > 0 ? below : [[at, shownBytes(Buffer.from(JSON.stringify(member)))]];
    });
}

function isStructured(value: unknown): value is object {
    return typeof value === 'object' && value !== null && !Buffer.isBuffer(value);
}

const SHOWN = 10;

/** The differences as a message for the author of the transaction. */
export function describeDifferences(transaction: string, differences: readonly Difference[]): string {
    const lines = differences
        .slice(0, SHOWN)
        .flatMap(({ what, first, second }) => [`  ${what}`, `    first run:  ${first}`, `    second run: ${second}`]);
    if (differences.length > SHOWN) lines.push(`  … and ${differences.length - SHOWN} more`);
    return [
        `${transaction} is not deterministic: two runs of one transaction on the same ledger differ, and so would those of endorsers`,
        ...lines,
        'A transaction depends on its arguments, the ledger, ctx.stub.getTxID() and ctx.stub.getDateTimestamp() alone: not on',
        'Date.now(), Math.random(), or what an object in memory has kept of other transactions.',
    ].join('\n');
}
