import {
    type Class,
    type Context,
    type CounterState,
    type EntityState,
    KeyEndorsementPolicy,
    type Page,
    type RowQuery,
} from '@heddle/contract';
import type { Json } from './script';
import { Balance, Lot, Poll, Terms, Ticket, Votes } from './typed-rows';

/** What a script of typed state does: the operation, the class, and what the operation takes. */
export type RowStep = readonly [operation: string, target: string, ...args: readonly Json[]];

type Rows = EntityState<object, never, Record<string, never>>;
type Fields = Readonly<Record<string, unknown>>;

/** A step at work. */
interface Work {
    readonly ctx: Context;
    readonly rows: Rows;
    readonly target: Class<object>;
    readonly args: readonly Json[];
}

const ENTITIES: Readonly<Record<string, Class<object>>> = { Lot, Balance, Terms, Poll, Ticket };

/** JSON of a script as the values of the fields that it names. */
function valueOf(name: string, json: unknown): unknown {
    if (typeof json === 'object' && json !== null) return fieldsOf(json, name);
    if (name === 'harvested') return new Date(String(json));
    return ['amount', 'price', 'count'].includes(name) ? BigInt(String(json)) : (json ?? undefined);
}

/** @param of the field whose bounds these are, where they are some */
function fieldsOf(json: unknown, of?: string): never {
    const fields = Object.entries((json ?? {}) as Fields).map(([name, value]) => [name, valueOf(of ?? name, value)]);
    return Object.fromEntries(fields) as never; // checked by what takes them
}

function textOf(json: Json | undefined): string {
    return typeof json === 'string' ? json : JSON.stringify(json ?? null);
}

function keyOf(json: Json | undefined): never {
    return (typeof json === 'object' ? fieldsOf(json) : json) as never; // checked by what takes it
}

function queryOf({ rows, args: [index, where] }: Work): RowQuery<object> {
    return index === '' ? rows.find(fieldsOf(where)) : rows.findBy(index as never, fieldsOf(where));
}

async function all(query: RowQuery<object>): Promise<object[]> {
    const found: object[] = [];
    for await (const row of query) found.push(row);
    return found;
}

async function pagesOf(work: Work): Promise<unknown[][]> {
    const pages: unknown[][] = [];
    let bookmark: string | undefined = '';
    while (bookmark !== undefined) {
        const { rows, next }: { rows: object[]; next?: string } = await queryOf(work).page(
            Number(work.args[2]),
            bookmark,
        );
        pages.push(rows.map((row) => Reflect.get(row, 'number') as unknown));
        bookmark = next;
    }
    return pages;
}

const ROW_OPERATIONS: Readonly<Record<string, (work: Work) => unknown>> = {
    get: ({ rows, args: [key] }) => rows.get(keyOf(key)),
    getOrThrow: ({ rows, args: [key] }) => rows.getOrThrow(keyOf(key)),
    exists: ({ rows, args: [key] }) => rows.exists(keyOf(key)),
    create: ({ rows, args: [row] }) => rows.create(fieldsOf(row)),
    put: ({ rows, args: [row] }) => rows.put(fieldsOf(row)),
    putBlindly: ({ rows, args: [row] }) => rows.put(fieldsOf(row), { blind: true }),
    update: ({ rows, args: [key, patch] }) => rows.update(keyOf(key), fieldsOf(patch)),
    upsert: ({ rows, args: [key, patch] }) => rows.upsert(keyOf(key), fieldsOf(patch)),
    delete: ({ rows, args: [key] }) => rows.delete(keyOf(key)),
    /** Creates `count` lots of a farm, whose holders are ann, but for each fifth one. */
    createMany: async ({ rows, args: [farm, from, count] }) => {
        for (let number = Number(from); number < Number(from) + Number(count); number += 1)
            await rows.create({
                farm,
                number,
                holder: number % 5 === 0 ? 'bob' : 'ann',
                seal: `${textOf(farm)} ${number}`,
            });
    },
    all: (work) => all(queryOf(work)),
    take: (work) => queryOf(work).take(Number(work.args[2])),
    page: (work) => queryOf(work).page(Number(work.args[2]), textOf(work.args[3] ?? '')),
    pages: pagesOf,
    count: async (work) => (await all(queryOf(work))).length,
    numbers: async (work) => (await all(queryOf(work))).map((row) => Reflect.get(row, 'number') as unknown),
    rich: ({ rows, args: [selector, unchecked] }) =>
        rows.rich({ selector: selector as Fields, unchecked: unchecked === true }).take(100),
    richPages: async ({ rows, args: [selector, size] }) => {
        const pages: number[] = [];
        let bookmark: string | undefined = '';
        while (bookmark !== undefined) {
            const page: Page<object> = await rows.rich({ selector: selector as Fields }).page(Number(size), bookmark);
            pages.push(page.rows.length);
            bookmark = page.next;
        }
        return pages;
    },
    upgrade: ({ rows, args: [options] }) => rows.upgrade(options as never),
    matches: ({ rows, args: [row] }) => rows.matches(fieldsOf(row)),
    purge: ({ rows, args: [key] }) => rows.purge(keyOf(key)),
    policy: async ({ rows, args: [key] }) => (await rows.policy(keyOf(key)))?.listOrgs() ?? [],
    setPolicy: ({ rows, args: [key, orgs] }) => {
        const policy = new KeyEndorsementPolicy();
        policy.addOrgs('MEMBER', ...(orgs as string[]));
        return rows.setPolicy(keyOf(key), policy);
    },
    history: async ({ rows, args: [key] }) => {
        const versions: unknown[] = [];
        for await (const { row } of rows.history(keyOf(key))) versions.push(row ?? null);
        return versions;
    },
};

const SUM_OPERATIONS: Readonly<
    Record<string, (sums: CounterState<Votes, 'ballot'>, args: readonly Json[]) => unknown>
> = {
    add: (sums, [key, amount]) => sums.add(textOf(key), BigInt(Number(amount))),
    value: (sums, [key]) => sums.value(textOf(key)),
    compact: (sums, [key, options]) => sums.compact(textOf(key), options as never),
};

/** Carries out one step, on rows or on sums. */
export function runRowStep(ctx: Context, [operation, name, ...args]: RowStep): unknown {
    if (name === 'Votes') return SUM_OPERATIONS[operation]?.(ctx.state(Votes), args);
    const target = ENTITIES[name] ?? Lot;
    const rows = ctx.state(target as never) as unknown as Rows; // the classes differ in their types only
    return ROW_OPERATIONS[operation]?.({ ctx, rows, target, args });
}
