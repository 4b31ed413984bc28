import type { Database, IndexDefinition, RecordedQuery } from './recorded-queries';

/**
 * Makes documents, indexes and queries at random, the same of the same seed: all operators, nested and negated, with values
 * of every kind and texts whose order is not that of their bytes, sorts, fields, pages, and what CouchDB refuses. Names are
 * written in the order of their bytes, as a peer writes them.
 */
export class QuestionGenerator {
    #state: number;

    constructor(seed: number) {
        this.#state = seed;
    }

    database(documents: number): Database {
        const byKey = new Map<string, string>();
        while (byKey.size < documents) byKey.set(`${this.#pick(KEYS)}${byKey.size}`, this.#document());
        const indexes = INDEXES.filter(() => this.#chance(0.5));
        return {
            documents: [...byKey].sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right))),
            indexes,
        };
    }

    query(): Omit<RecordedQuery, 'pages'> {
        const fields = this.#chance(0.3) && ['fields', this.#list(3, () => quote(this.#pick(SHOWN)))];
        const sort = this.#chance(0.3) && ['sort', this.#list(1, () => this.#sortField(), 1)];
        const skip = this.#chance(0.2) && ['skip', String(this.#below(4))];
        const index = this.#chance(0.2) && ['use_index', this.#pick(NAMED)];
        const odd = this.#chance(0.03) && this.#pick(ODD);
        const selector = ['selector', this.#chance(0.4) ? this.#range() : this.#selector(3)];
        const members = [selector, fields, sort, skip, index, odd].filter((one) => one !== false);
        return { text: object(members), pageSize: this.#chance(0.3) ? 1 + this.#below(4) : 0 };
    }

    #sortField(): string {
        const name = quote(this.#pick(['a', 'b', 'c', '_id']));
        return this.#chance(0.3) ? `{${name}:"desc"}` : name;
    }

    /** What an index can be asked for. */
    #range(): string {
        const condition = object([[this.#pick(ORDERED), this.#chance(0.2) ? 'null' : this.#scalar()]]);
        return object([[this.#pick(['a', 'b', 'c', '_id']), condition]]);
    }

    #selector(depth: number): string {
        const kind = this.#random();
        if (kind < 0.03) return '{}';
        if (kind < 0.65 || depth <= 0)
            return object(this.#times(1 + this.#below(2), () => [this.#pick(FIELDS), this.#condition(depth - 1)]));
        if (kind < 0.92) {
            const list = this.#list(3, () => this.#selector(depth - 1));
            const beside = this.#chance(0.3) ? [[this.#pick(FIELDS), this.#condition(depth - 1)]] : [];
            return object([[this.#pick(LISTS), list], ...beside]);
        }
        return object([['$not', this.#selector(depth - 1)]]);
    }

    #condition(depth: number): string {
        const kind = this.#random();
        if (kind < 0.01) return this.#pick(REFUSED);
        if (kind < 0.15) return this.#value(1);
        if (kind < 0.7 || depth <= 0) return object(this.#times(this.#chance(0.8) ? 1 : 2, () => this.#operator()));
        if (kind < 0.78) return object([['$not', this.#condition(depth - 1)]]);
        if (kind < 0.88) return object([[this.#pick(INSIDE), this.#selector(depth - 1)]]);
        return object([[this.#pick(LISTS), this.#list(3, () => this.#condition(depth - 1))]]);
    }

    #operator(): string[] {
        const name = this.#pick(OPERATORS);
        const argument = ARGUMENTS[name];
        if (argument !== undefined) return [name, this.#pick(argument)];
        if (['$in', '$nin', '$all'].includes(name)) return [name, this.#list(3, () => this.#value(1))];
        return [name, name === '$beginsWith' ? quote(this.#pick(TEXTS)) : this.#value(1)];
    }

    #document(): string {
        return object(this.#times(1 + this.#below(5), () => [this.#pick(NAMES), this.#value(2, STORED_NUMBERS)]));
    }

    #value(depth: number, numbers = NUMBERS): string {
        const kind = this.#random();
        if (depth <= 0 || kind < 0.65) return this.#scalar(numbers);
        if (kind < 0.82) return this.#list(3, () => this.#value(depth - 1, numbers));
        return object(this.#times(this.#below(3), () => [this.#pick(NAMES), this.#value(depth - 1, numbers)]));
    }

    #scalar(numbers = NUMBERS): string {
        const kind = this.#random();
        if (kind < 0.4) return this.#pick(numbers);
        return kind < 0.8 ? quote(this.#pick(TEXTS)) : this.#pick(['null', 'true', 'false']);
    }

    #list(most: number, item: () => string, least = 0): string {
        return `[${this.#times(least + this.#below(most + 1), item).join(',')}]`;
    }

    #times<T>(count: number, make: () => T): T[] {
        return Array.from({ length: count }, make);
    }

    #pick<T>(choices: readonly T[]): T {
        // There is one at each place.
        return choices[this.#below(choices.length)] as T;
    }

    #chance(probability: number): boolean {
        return this.#random() < probability;
    }

    #below(end: number): number {
        return Math.floor(this.#random() * end);
    }

    /** Mulberry32: the same numbers for the same seed, everywhere. */
    #random(): number {
        this.#state = (this.#state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    }
}

/** An object of these members, of which the last of a name counts. */
function object(members: readonly (readonly string[])[]): string {
    const byName = new Map(members.map(([name = '', value = '']) => [name, value]));
    const sorted = [...byName].sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
    return `{${sorted.map(([name, value]) => `${quote(name)}:${value}`).join(',')}}`;
}

function quote(text: string): string {
    return JSON.stringify(text);
}

const KEYS = ['k', 'K', 'ä', 'é', '😀', '￮', '', 'co-op', 'coop'];
const NAMES = ['a', 'b', 'c', 'd', 'x y', 'B', '10', '9'];
const FIELDS = [
    'a',
    'a',
    'b',
    'b',
    'c',
    'd',
    '_id',
    'a.b',
    'c.0',
    'd.+1',
    'x y',
    '10',
    '_rev',
    'a..b',
    'nope',
    'x\\ y',
];
const SHOWN = ['a', 'b', 'a.b', 'b.0', 'b.1', '_id', '_rev', 'd.x y', '10', 'd', 'a..b'];
const TEXTS = [
    ...[
        '',
        'a',
        'A',
        'b',
        'aB',
        'Ab',
        'Z',
        'z',
        'ä',
        'Ä',
        'é',
        'e\u0301',
        'ñ',
        'ss',
        'ß',
        'co-op',
        'coop',
        'co op',
        '_',
    ],
    ...[
        '-',
        '~',
        '#',
        '1',
        '2',
        '10',
        '-1',
        'a b',
        'a_b',
        '中',
        '日本',
        '😀',
        'Å',
        'A\u030a',
        'æ',
        'ﬁ',
        'fi',
        '\u00ad',
        '\n',
    ],
    ...['\uffff', 'ｱ', 'ア', 'Я', 'א', 'σ', 'ς', 'İ', 'ı', '①', '½', '٣', '\u0000'],
];
const STORED_NUMBERS = [
    '0',
    '1',
    '2',
    '3',
    '10',
    '-1',
    '-2.5',
    '0.1',
    '1.5',
    '9007199254740992',
    '123456789012345680000',
];
const NUMBERS = [...STORED_NUMBERS, '1.0', '2.00', '1e2', '9007199254740993', '1E21', '-0', '0.30000000000000004'];
const LISTS = ['$and', '$or', '$nor'];
const INSIDE = ['$elemMatch', '$allMatch', '$keyMapMatch'];
const ORDERED = ['$gt', '$gte', '$lt', '$lte', '$eq'];
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
    $exists: ['true', 'false'],
    $type: ['null', 'boolean', 'number', 'string', 'array', 'object', 'x'].map(quote),
    $mod: ['[2,0]', '[2,1]', '[-2,1]', '[2,-1]', '[1,0]', '[10,0]', '[0,1]'],
    $size: ['0', '1', '2'],
    $regex: [
        '^a',
        'b$',
        '.',
        '^.$',
        '(?i)ä',
        '[[:upper:]]',
        '^\\w+$',
        '(?s)a.b',
        'a++',
        '^.{2}$',
        '[ä]',
        '(?<=a)b',
        '(',
    ].map(quote),
};
const OPERATORS = [...ORDERED, '$ne', '$in', '$nin', '$all', '$beginsWith', ...Object.keys(ARGUMENTS)];
const REFUSED = ['{"$in":1}', '{"$mod":[2.0,1]}', '{"$size":1.0}', '{"$regex":1}', '{"$nope":1}', '{"$text":"x"}'];
const NAMED = ['"one"', '"_design/two"', '["one","n"]', '"nope"', '"some"', '["some","n"]', '[]', 'null', '5'];
const ODD = [
    ['nope', '1'],
    ['allow_fallback', 'false'],
    ['skip', '1.5'],
    ['sort', '"a"'],
    ['use_index', '"a/b/c"'],
    ['bookmark', '"nil"'],
    ['update', '1'],
    ['partition', '"x"'],
];
const INDEXES: readonly IndexDefinition[] = [
    { index: { fields: ['a'] }, ddoc: 'one', name: 'n' },
    { index: { fields: ['a', 'b'] }, ddoc: 'two', name: 'n' },
    { index: { fields: [{ b: 'desc' }, { c: 'desc' }] }, ddoc: 'three', name: 'n' },
    { index: { fields: ['a.b'] }, ddoc: 'four', name: 'n' },
    { index: { fields: ['a'], partial_filter_selector: { b: { $exists: true } } }, ddoc: 'some', name: 'n' },
];
