import * as fc from 'fast-check';
import type { Constraints } from './constraints';
import type { Dice } from './dice';
import type { Kind } from './pool';
import type { Vocabulary } from './vocabulary';

/** What scalars are made of, besides chance. */
export interface ScalarSources {
    readonly vocabulary: Vocabulary;
    /** Names and ids of the clients, more of those that the contract asks for. */
    readonly people: readonly string[];
    /** Whether U+0000 may be in a text, which a key cannot have. */
    readonly hasZero: boolean;
    readonly now: () => Date;
}

const SHORT = ['a', 'b', 'c', 'ab', 'bc', 'abc', '1', '2', '11', '12'];
/** Composed and decomposed, beyond all keys, a prototype's name: texts that programs stumble over. */
const HOSTILE = [
    '',
    ' ',
    '__proto__',
    'constructor',
    'a~',
    '\u00e9',
    'e\u0301',
    '0',
    'null',
    'undefined',
    '\u{10FFFF}',
    'x'.repeat(300),
];
const HOSTILE_NUMBERS = [-1, 0, 0.5, 1, -0.5, 2 ** 31, 1e9];
const BYTES = fc.uint8Array({ maxLength: 8 });
const LARGEST = Number.MAX_SAFE_INTEGER;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What a value is to be, besides its kind. */
export interface ScalarWish {
    /** Of its parameter or member. */
    readonly name: string;
    readonly constraints: Constraints;
}

/** Names under which contracts keep whom something belongs to. */
const PERSON =
    /owner|holder|from|^to$|spender|account|user|member|payer|payee|buyer|seller|bidder|recipient|receiver|sender|client|delegate|operator|beneficiary|creditor|debtor|lender|borrower|voter|issuer|who|^by$/i;

type Make = (wish: ScalarWish, dice: Dice, sources: ScalarSources) => unknown;

const MAKERS: Readonly<Record<Kind, Make>> = {
    string: makeText,
    number: makeNumber,
    bigint: ({ name, constraints }, dice, sources) =>
        BigInt(Math.trunc(makeNumber({ name, constraints: { ...constraints, isInteger: true } }, dice, sources))),
    boolean: (_wish, dice) => dice.chance(0.5),
    date: (_wish, dice, { now }) =>
        new Date(now().getTime() + dice.pick([0, 1, -1, DAY_MS, -DAY_MS, 31 * DAY_MS, -366 * DAY_MS])),
    bytes: (_wish, dice) => Buffer.from(dice.sample(BYTES)),
    other: (_wish, dice) => JSON.parse(dice.sample(remembered('any json', () => fc.json({ maxDepth: 2 })))) as unknown,
};

/** Makes a value of a kind that was not seen before, by what its validators say. */
export function makeScalar(kind: Kind, wish: ScalarWish, dice: Dice, sources: ScalarSources): unknown {
    const { values } = wish.constraints;
    return values === undefined || values.length === 0 ? MAKERS[kind](wish, dice, sources) : dice.pick(values);
}

/** A value at the limits of what validators allow, or of what programs expect. */
export function makeEdge(kind: Kind, wish: ScalarWish, dice: Dice, sources: ScalarSources): unknown {
    const { constraints } = wish;
    if (constraints.values === undefined && (kind === 'number' || kind === 'bigint'))
        return makeEdgeNumber(kind, constraints, dice);
    if (kind === 'string' && isFree(constraints)) return dice.pick(hostileTexts(sources));
    return kind === 'string' && isSized(constraints)
        ? 'e'.repeat(dice.pick([constraints.shortest ?? 0, constraints.longest ?? 300]))
        : makeScalar(kind, wish, dice, sources);
}

function makeEdgeNumber(kind: Kind, { least, most }: Constraints, dice: Dice): number | bigint {
    const limits = [least, most].filter((limit) => limit !== undefined).map(Math.trunc);
    const value = dice.pick(limits.length === 0 ? HOSTILE_NUMBERS : limits);
    return kind === 'bigint' ? BigInt(Math.trunc(value)) : value;
}

/** Whether nothing is said of a text but how long it may be. */
function isSized({ format, pattern, values }: Constraints): boolean {
    return format === undefined && pattern === undefined && values === undefined;
}

function isFree(constraints: Constraints): boolean {
    return isSized(constraints) && constraints.shortest === undefined && constraints.longest === undefined;
}

function hostileTexts({ hasZero }: ScalarSources): readonly string[] {
    return hasZero ? [...HOSTILE, 'a\u0000b'] : HOSTILE;
}

function makeText({ name, constraints }: ScalarWish, dice: Dice, sources: ScalarSources): string {
    const { format, pattern } = constraints;
    if (format !== undefined) return dice.sample(remembered(format, FORMATS[format]));
    if (pattern !== undefined) return dice.sample(remembered(String(pattern), () => fc.stringMatching(pattern)));
    const isPerson = sources.people.length > 0 && PERSON.test(name) && dice.chance(0.6);
    return sized(isPerson ? dice.pick(sources.people) : makeFreeText(dice, sources), constraints, dice);
}

type Format = NonNullable<Constraints['format']>;

const FORMATS: Readonly<Record<Format, () => fc.Arbitrary<string>>> = {
    email: () => fc.emailAddress(),
    uuid: () => fc.uuid(),
    url: () => fc.webUrl(),
    iso8601: () =>
        fc
            .date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true })
            .map((date) => date.toISOString()),
    json: () => fc.json({ maxDepth: 1 }),
    boolean: () => fc.constantFrom('true', 'false'),
    digits: () => fc.nat(1000).map(String),
};

const made = new Map<string, fc.Arbitrary<string>>();

/** Made when it is first asked for, and once: fast-check works out tables for each of them. */
function remembered(name: string, make: () => fc.Arbitrary<string>): fc.Arbitrary<string> {
    const known = made.get(name) ?? make();
    made.set(name, known);
    return known;
}

function makeFreeText(dice: Dice, { vocabulary, people }: ScalarSources): string {
    const source = dice.weighted<'short' | 'word' | 'person' | 'joined' | 'any'>([
        [50, 'short'],
        [vocabulary.texts.length === 0 ? 0 : 15, 'word'],
        [people.length === 0 ? 0 : 20, 'person'],
        [8, 'joined'],
        [2, 'any'],
    ]);
    if (source === 'word') return dice.pick(vocabulary.texts);
    if (source === 'person') return dice.pick(people);
    if (source === 'any') return dice.sample(remembered('any text', () => fc.string({ maxLength: 12 })));
    if (source === 'short') return dice.pick(SHORT);
    return dice.pick(SHORT) + dice.pick([...vocabulary.separators, ':', '-', '_', '/', '~']) + dice.pick(SHORT);
}

function sized(text: string, { shortest = 0, longest = Infinity }: Constraints, dice: Dice): string {
    const padded = text.length < shortest ? text.padEnd(shortest, dice.pick(SHORT)) : text;
    return padded.slice(0, longest);
}

function makeNumber({ constraints }: ScalarWish, dice: Dice, { vocabulary }: ScalarSources): number {
    const { least = -1, most = LARGEST, divisor = 1, isInteger } = constraints;
    const raw = dice.weighted<() => number>([
        [15, () => Math.max(1, Math.ceil(least)) + dice.between(0, 1)],
        [30, () => Math.ceil(least < -1 ? 0 : least) + dice.between(0, 10)],
        [20, () => dice.between(1, 100)],
        [vocabulary.numbers.length === 0 ? 0 : 25, () => dice.pick(vocabulary.numbers) + dice.between(-1, 1)],
        [10, () => dice.between(0, 100_000)],
        [constraints.most === undefined ? 0 : 8, () => Math.floor(most) - dice.between(0, 1)],
        [isInteger === true ? 0 : 3, () => dice.between(0, 1000) / 100],
    ])();
    const inside = Math.min(Math.max(raw, least), most);
    return divisor === 1 ? rounded(inside, isInteger) : Math.round(inside / divisor) * divisor;
}

function rounded(value: number, isInteger: boolean | undefined): number {
    return isInteger === true ? Math.round(value) : value;
}
