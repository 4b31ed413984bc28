import { isDeepStrictEqual } from 'node:util';
import type { WriteOrigin } from '@heddle/core/internal';
import type { EntityPlan } from '../entity/entity-plan';
import { type EntityIndex, entriesOf, type IndexEntry } from '../entity/index-entries';
import { ContractError } from '../failures/contract-error';
import { batchesOf } from './batches';
import { decodeBookmark, encodeBookmark } from './bookmark';
import type { UpgradeOptions, UpgradeProgress } from './entity-state';
import { MergedRange } from './merge';
import { collide, misuse } from './row-errors';
import type { PreparedChange, SeenRow, TransactionView } from './view';
import { whenKnown } from './when-known';

const DEFAULT_LIMIT = 100;
const MOST_LOOKED_AT = 1_000;
const ORPHANS: readonly unknown[] = ['report', 'delete'] satisfies UpgradeOptions['orphans'][];
const PHASE = /^(\d{1,2}):/;

/** One of the ranges that an upgrade goes over: the rows, then each index's entries. */
interface Phase {
    readonly startKey: string;
    readonly endKey: string;
    /** Brings what it has found forward; answers how much was written. */
    run(found: readonly SeenRow[]): Promise<number>;
}

/**
 * Brings rows and entries forward, some at a time: rows that are not in their present form are rewritten, entries that
 * rows should have are written, entries without such a row are deleted; of an index that hand-written code has made, only
 * where the author says that no others use it.
 */
export class Upgrade {
    readonly #view: TransactionView;
    readonly #plan: EntityPlan;
    readonly #origin: WriteOrigin;
    /** Entries that may be another's. */
    readonly #orphans: string[] = [];

    constructor(view: TransactionView, plan: EntityPlan, origin: WriteOrigin) {
        this.#view = view;
        this.#plan = plan;
        this.#origin = origin;
    }

    /** One call's share. */
    batch({ after = '', limit = DEFAULT_LIMIT, orphans = 'report' }: UpgradeOptions): PreparedChange<UpgradeProgress> {
        const { name, collection } = this.#plan;
        if (collection !== undefined)
            throw misuse(
                `${name} is private data, which peers let no transaction scan and write: \`update\` its rows by their keys`,
            );
        if (!Number.isInteger(limit) || limit < 1 || limit > MOST_LOOKED_AT)
            throw misuse(`upgrade of ${name}: the limit must be from 1 to ${MOST_LOOKED_AT}, not ${String(limit)}`);
        if (!ORPHANS.includes(orphans))
            throw misuse(`upgrade of ${name}: orphans must be 'report' or 'delete', not ${JSON.stringify(orphans)}`);
        const phases = this.#phases(orphans === 'delete');
        const begin = placeOf(after, phases);
        return { reads: [], apply: () => this.#run(phases, begin, limit) };
    }

    #phases(deletesOrphans: boolean): Phase[] {
        const rows = { ...this.#plan.keys.range(), run: (found: readonly SeenRow[]) => this.#upgradeRows(found) };
        const indexes = Array.from(this.#plan.indexes.values(), (index) => ({
            ...index.all(),
            run: (found: readonly SeenRow[]) => this.#cleanEntries(index, found, deletesOrphans),
        }));
        return [rows, ...indexes];
    }

    async #run(phases: readonly Phase[], begin: Place, limit: number): Promise<UpgradeProgress> {
        let upgraded = 0;
        let left = limit;
        for (let place: Place | undefined = begin; place !== undefined;) {
            const phase: Phase | undefined = phases[place.phase];
            if (phase === undefined) break;
            if (left === 0) return { ...this.#progress(upgraded), next: textOf(place) };
            const found = await this.#find({ ...phase, startKey: place.key }, left);
            upgraded += await phase.run(found);
            left -= found.length;
            place = placeBehind(phases, place, left === 0 ? found.at(-1)?.key : undefined);
        }
        return this.#progress(upgraded);
    }

    #progress(upgraded: number): UpgradeProgress {
        return this.#orphans.length === 0 ? { upgraded } : { upgraded, orphans: this.#orphans };
    }

    async #find(range: { readonly startKey: string; readonly endKey: string }, most: number): Promise<SeenRow[]> {
        const { startKey, endKey } = range;
        const scan = new MergedRange(this.#view, this.#origin.name, { startKey, endKey, collection: '' });
        const found: SeenRow[] = [];
        for await (const rows of batchesOf(scan)) {
            found.push(...rows);
            if (found.length >= most) break;
        }
        return found.slice(0, most);
    }

    /** Rewrites rows, and writes the entries that are missing. */
    async #upgradeRows(found: readonly SeenRow[]): Promise<number> {
        const { keys, rows, indexes } = this.#plan;
        let upgraded = 0;
        const expected: { readonly entry: IndexEntry; readonly row: string }[] = [];
        for (const { key, value } of found) {
            if (keys.read(key) === undefined) continue;
            const row = rows.readScanned(value, key);
            if (row === undefined) continue;
            upgraded += this.#rewrite(key, value, row);
            expected.push(...entriesOf(indexes.values(), row).map((entry) => ({ entry, row: key })));
        }
        return upgraded + (await this.#writeMissing(expected));
    }

    #rewrite(key: string, value: Buffer, row: object): number {
        const bytes = this.#written(key, row);
        if (isSameForm(value, bytes)) return 0;
        this.#view.write(this.#view.at(key, ''), 'put', bytes, this.#origin);
        return 1;
    }

    #written(key: string, row: object): Buffer {
        try {
            return this.#plan.rows.write(row);
        } catch (cause) {
            if (!ContractError.is(cause)) throw cause;
            const { code, status, details, message } = cause;
            throw new ContractError(code, `${this.#plan.keys.describe(key)}: ${message}`, { status, details, cause });
        }
    }

    async #writeMissing(expected: readonly { readonly entry: IndexEntry; readonly row: string }[]): Promise<number> {
        // Asked for together.
        const keys = expected.map(({ entry }) => this.#view.at(entry.key, ''));
        await whenKnown(
            keys.map((key) => this.#view.current(key)),
            () => undefined,
        );
        let written = 0;
        for (const { entry, row } of expected) {
            // Known by now; an entry of a row in the same batch may be pending.
            const seen = this.#view.at(entry.key, '');
            const value = await this.#view.current(seen);
            if (value.equals(entry.value) || isLeftAsItIs(entry, value)) continue;
            const owner = value.length > 0 && entry.index.unique ? entry.index.rowKeyOf(entry.key, value) : undefined;
            // CouchDB writes its JSON in another way, such as \u003c for <.
            if (owner === row) continue;
            if (owner !== undefined) await this.#refuseTaken(entry, [row, owner]);
            this.#view.write(seen, 'put', entry.value, this.#origin);
            written += 1;
        }
        return written;
    }

    /** A unique entry may lead to a row that is gone, or has other values by now: then it is free. */
    async #refuseTaken(entry: IndexEntry, [row, owner]: readonly [string, string]): Promise<void> {
        if ((await this.#leadOf(entry, owner)) === 'right') throw collide(this.#plan, entry, [row, owner]);
    }

    /** Where an entry leads to. A row of another entity may have it in an index of hand-written code. */
    async #leadOf({ index, key }: Pick<IndexEntry, 'index' | 'key'>, row: string): Promise<Lead> {
        const value = await this.#view.current(this.#view.at(row, ''));
        if (value.length === 0) return 'nowhere';
        const read = this.#plan.rows.readScanned(value, row);
        const isRight =
            read === undefined ? index.isByHand : index.entryOf(read as Record<string, unknown>)?.key === key; // only reads fields
        return isRight ? 'right' : 'wrong';
    }

    async #cleanEntries(index: EntityIndex, found: readonly SeenRow[], deletesOrphans: boolean): Promise<number> {
        const leads = await Promise.all(
            found.map(async ({ key, value }) => {
                const row = index.rowKeyOf(key, value);
                return row === undefined ? 'right' : await this.#leadOf({ index, key }, row);
            }),
        );
        let deleted = 0;
        for (const [at, { key }] of found.entries()) {
            const lead = leads[at];
            if (lead === 'right') continue;
            if (lead === 'nowhere' && index.isByHand && !deletesOrphans) {
                this.#orphans.push(key);
                continue;
            }
            this.#view.write(this.#view.at(key, ''), 'delete', undefined, this.#origin);
            deleted += 1;
        }
        return deleted;
    }
}

/** To a row that has the entry, to one that has not, or to none. */
type Lead = 'right' | 'wrong' | 'nowhere';

/** Hand-written code may keep something in the value of an entry, of which only a unique index needs one. */
function isLeftAsItIs({ index }: IndexEntry, value: Buffer): boolean {
    return index.isByHand && !index.unique && value.length > 0;
}

/** Where an upgrade goes on. */
interface Place {
    readonly phase: number;
    readonly key: string;
}

function textOf({ phase, key }: Place): string {
    return encodeBookmark(`${phase}:${key}`);
}

function placeOf(after: unknown, phases: readonly Phase[]): Place {
    const begin = { phase: 0, key: phases[0]?.startKey ?? '' };
    if (after === '') return begin;
    const [mark = '', digits = ''] = PHASE.exec(Buffer.from(String(after), 'base64url').toString()) ?? [];
    const phase = Number(digits);
    // Its bytes are checked, and that the key is within the range: of no phase, there is none.
    const { startKey, endKey } = phases[phase] ?? { startKey: '', endKey: '' };
    const key = decodeBookmark(after, { startKey: mark + startKey, endKey: mark + endKey }).slice(mark.length);
    return { phase, key };
}

/** @param last the last key that was looked at, where the phase is not known to be over */
function placeBehind(phases: readonly Phase[], { phase }: Place, last: string | undefined): Place | undefined {
    if (last !== undefined) return { phase, key: `${last}\u0000` };
    const next = phases[phase + 1];
    return next && { phase: phase + 1, key: next.startKey };
}

/** Whether two values are the same JSON: CouchDB writes it in another way. */
function isSameForm(one: Buffer, other: Buffer): boolean {
    return one.equals(other) || isDeepStrictEqual(JSON.parse(one.toString()), JSON.parse(other.toString()));
}
