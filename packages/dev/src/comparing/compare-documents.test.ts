import { describe, expect, it } from '@jest/globals';
import type { ChangeLevel } from './change';
import { compareDocuments } from './compare-documents';
import { readContractDocument } from './contract-document';

type Json = Readonly<Record<string, unknown>>;

const STRING = { type: 'string' };
const NUMBER = { type: 'number' };
const BIGINT = { type: 'string', pattern: '^(0|-?[1-9][0-9]*)$' };
const LOT = { $ref: '#/components/schemas/Lot' };

/** A document with one contract, `Supply`, that has these members, and these schemas. */
function documentOf(contract: Json, schemas: Json = {}): Json {
    return { contracts: { Supply: { name: 'Supply', transactions: [], ...contract } }, components: { schemas } };
}

function changes(old: Json, young: Json): string[] {
    const [before, after] = [readContractDocument(old, 'old'), readContractDocument(young, 'new')];
    return compareDocuments(before, after).map(({ level, where, what }) => `${level}: ${where} ${what}`);
}

type Pair = readonly [rule: string, level: ChangeLevel | undefined, where: string, old: Json, young: Json];

const transaction = (members: Json): Json =>
    documentOf({ transactions: [{ name: 'sell', tag: ['SUBMIT'], ...members }] });
const parameters = (...list: readonly Json[]): Json => transaction({ parameters: list });
const parameter = (schema: Json, members: Json = {}): Json => parameters({ name: 'to', schema, ...members });
const lot = (schema: Json): Json => ({ Lot: { type: 'object', ...schema } });
const argument = (schema: Json): Json => ({
    ...documentOf({ transactions: [{ name: 'sell', parameters: [{ name: 'lot', schema: LOT }] }] }, lot(schema)),
});
const returns = (schema: Json | undefined): Json => transaction({ returns: schema });
const fields = (properties: Json, required: readonly string[] = Object.keys(properties)): Json => ({
    properties,
    required,
});

const TRANSACTIONS: readonly Pair[] = [
    ['a contract is gone', 'breaking', 'Supply', documentOf({}), { contracts: {} }],
    ['a new contract', 'new', 'Supply', { contracts: {} }, documentOf({})],
    [
        'another contract is the default',
        'breaking',
        'Supply',
        { contracts: { Supply: { default: true }, Other: {} } },
        { contracts: { Supply: {}, Other: { default: true } } },
    ],
    ['a transaction is gone', 'breaking', 'Supply.sell', transaction({}), documentOf({})],
    ['a new transaction', 'new', 'Supply.sell', documentOf({}), transaction({})],
    ['submit to evaluate', 'breaking', 'Supply.sell', transaction({}), transaction({ tag: ['EVALUATE'] })],
    ['evaluate to submit', 'breaking', 'Supply.sell', transaction({ tag: ['EVALUATE'] }), transaction({})],
    ['the tag of another generation', undefined, '', transaction({}), transaction({ tag: ['submitTx'] })],
    [
        'submit to evaluate, from an older form of metadata',
        'breaking',
        'Supply.sell',
        transaction({ tag: undefined, tags: ['submitTx'] }),
        transaction({ tag: ['EVALUATE'] }),
    ],
    ['a parameter is gone', 'breaking', 'Supply.sell(to)', parameter(STRING), parameters()],
    ['a new parameter', 'breaking', 'Supply.sell(to)', parameters(), parameter(STRING)],
    [
        'a new parameter that may be left out',
        'new',
        'Supply.sell(to)',
        parameters(),
        parameter(STRING, { required: false }),
    ],
    [
        'a parameter of another name',
        'fine',
        'Supply.sell(to)',
        parameter(STRING),
        parameters({ name: 'x', schema: STRING }),
    ],
    [
        'a parameter that has become required',
        'breaking',
        'Supply.sell(to)',
        parameter(STRING, { required: false }),
        parameter(STRING, { required: true }),
    ],
    [
        'a parameter that may be left out',
        'fine',
        'Supply.sell(to)',
        parameter(STRING),
        parameter(STRING, { required: false }),
    ],
    ['a parameter of another type', 'breaking', 'Supply.sell(to)', parameter(STRING), parameter(NUMBER)],
    ['a text that is a bigint now', 'breaking', 'Supply.sell(to)', parameter(STRING), parameter(BIGINT)],
    [
        'a text that is a date now',
        'breaking',
        'Supply.sell(to)',
        parameter(STRING),
        parameter({ ...STRING, format: 'date-time' }),
    ],
    [
        'elements of another type',
        'breaking',
        'Supply.sell(to)[]',
        parameter(arrayOf(STRING)),
        parameter(arrayOf(NUMBER)),
    ],
    ['values of a map', 'breaking', 'Supply.sell(to){}', parameter(mapOf(STRING)), parameter(mapOf(BIGINT))],
    [
        'a map in place of an object',
        'breaking',
        'Supply.sell(to)',
        parameter({ type: 'object' }),
        parameter(mapOf(STRING)),
    ],
    ['a validator more', 'breaking', 'Supply.sell(to)', parameter(NUMBER), parameter({ ...NUMBER, minimum: 1 })],
    ['a validator of integers', 'breaking', 'Supply.sell(to)', parameter(NUMBER), parameter({ type: 'integer' })],
    [
        'a lower bound that is raised',
        'breaking',
        'Supply.sell(to)',
        parameter({ ...NUMBER, minimum: 1 }),
        parameter({ ...NUMBER, minimum: 2 }),
    ],
    [
        'an upper bound that is raised',
        'fine',
        'Supply.sell(to)',
        parameter({ ...NUMBER, maximum: 1 }),
        parameter({ ...NUMBER, maximum: 2 }),
    ],
    ['a validator less', 'fine', 'Supply.sell(to)', parameter({ ...STRING, format: 'email' }), parameter(STRING)],
    [
        'another pattern',
        'breaking',
        'Supply.sell(to)',
        parameter({ ...STRING, pattern: 'a' }),
        parameter({ ...STRING, pattern: 'b' }),
    ],
    [
        'a value less',
        'breaking',
        'Supply.sell(to)',
        parameter({ ...STRING, enum: ['a', 'b'] }),
        parameter({ ...STRING, enum: ['a'] }),
    ],
    [
        'a value more',
        'fine',
        'Supply.sell(to)',
        parameter({ ...STRING, enum: ['a'] }),
        parameter({ ...STRING, enum: ['a', 'b'] }),
    ],
    ['only some values', 'breaking', 'Supply.sell(to)', parameter(STRING), parameter({ ...STRING, enum: ['a'] })],
    ['a new field', 'breaking', 'Supply.sell(lot).n', argument(fields({})), argument(fields({ n: NUMBER }))],
    [
        'a new field that may be left out',
        'new',
        'Supply.sell(lot).n',
        argument(fields({})),
        argument(fields({ n: NUMBER }, [])),
    ],
    [
        'a field of a parameter is gone',
        'breaking',
        'Supply.sell(lot).n',
        argument(fields({ n: NUMBER })),
        argument(fields({})),
    ],
    ['another type of result', 'breaking', 'Supply.sell returns', returns(STRING), returns(NUMBER)],
    ['a result of fewer values', 'fine', 'Supply.sell returns', returns(STRING), returns({ ...STRING, enum: ['a'] })],
    [
        'a result that may be null',
        'breaking',
        'Supply.sell returns',
        returns(STRING),
        returns({ type: ['string', 'null'] }),
    ],
    ['a result that is not described any more', 'breaking', 'Supply.sell returns', returns(STRING), returns(undefined)],
    ['a result that is described', 'fine', 'Supply.sell returns', returns(undefined), returns(STRING)],
    ['a result as contracts in Go describe it', undefined, '', returns(STRING), returns({ schema: STRING })],
    [
        'a parameter that may be null',
        'fine',
        'Supply.sell(to)',
        parameter(STRING),
        parameter({ type: ['string', 'null'] }),
    ],
    [
        'a parameter that may not be null any more',
        'breaking',
        'Supply.sell(to)',
        parameter({ type: ['string', 'null'], enum: ['a', null] }),
        parameter({ ...STRING, enum: ['a'] }),
    ],
    ['a parameter of any type', 'fine', 'Supply.sell(to)', parameter(STRING), parameter({})],
    ['a parameter of one type', 'breaking', 'Supply.sell(to)', parameter({}), parameter(STRING)],
    ['a result of any type', 'breaking', 'Supply.sell returns', returns(STRING), returns({})],
    [
        'a result that is never null',
        'fine',
        'Supply.sell returns',
        returns({ type: ['string', 'null'] }),
        returns(STRING),
    ],
    ['a tag that is new', undefined, '', transaction({ tag: undefined }), transaction({})],
    ['another description', undefined, '', parameter(STRING), parameter(STRING, { description: 'who gets it' })],
    [
        'a default that is marked in another form',
        undefined,
        '',
        { contracts: { Supply: { contractInstance: { default: true } }, Other: {} } },
        { contracts: { Supply: { default: true }, Other: {} } },
    ],
    ['the contract of the metadata', undefined, '', { contracts: { 'org.hyperledger.fabric': {} } }, { contracts: {} }],
];

function arrayOf(items: Json): Json {
    return { type: 'array', items };
}

function mapOf(additionalProperties: Json): Json {
    return { type: 'object', additionalProperties };
}

const ENTITY = { schema: LOT, version: 1, kind: 'entity', key: [{ field: 'id', as: 'string' }], indexes: {} };
const BY_HOLDER = { objectType: 'lot.byHolder', fields: [{ field: 'holder', as: 'string' }] };
const entity = (members: Json, schema: Json = fields({ id: STRING })): Json =>
    documentOf({ 'x-heddle': { v: 1, entities: { lot: { ...ENTITY, ...members } } } }, lot(schema));
const index = (members: Json): Json => entity({ indexes: { byHolder: { ...BY_HOLDER, ...members } } });
const ROWS = 'Supply entity lot';
const INDEX = 'Supply entity lot index byHolder';

const ENTITIES: readonly Pair[] = [
    ['an entity is gone', 'breaking', ROWS, entity({}), documentOf({})],
    ['a new entity', 'new', ROWS, documentOf({}), entity({})],
    ['another kind', 'breaking', ROWS, entity({}), entity({ kind: 'counter' })],
    ['another key', 'breaking', ROWS, entity({}), entity({ key: [{ field: 'seal', as: 'string' }] })],
    ['another encoding', 'breaking', ROWS, entity({}), entity({ key: [{ field: 'id', as: 'text' }] })],
    [
        'another form of keys',
        'breaking',
        ROWS,
        entity({ format: { prefix: 'a' } }),
        entity({ format: { prefix: 'b' } }),
    ],
    [
        'members in another order',
        undefined,
        '',
        entity({ format: { prefix: 'a', suffix: '' } }),
        entity({ format: { suffix: '', prefix: 'a' } }),
    ],
    ['another collection', 'breaking', ROWS, entity({}), entity({ collection: 'terms' })],
    ['another tag', 'breaking', ROWS, entity({ tag: { docType: 'lot' } }), entity({ tag: { docType: 'bus' } })],
    ['no tag any more', 'breaking', ROWS, entity({ tag: { docType: 'lot' } }), entity({})],
    ['a first tag', 'fine', ROWS, entity({}), entity({ tag: { docType: 'lot' } })],
    ['a lower version', 'breaking', ROWS, entity({ version: 3 }), entity({ version: 2 })],
    ['a higher version', 'fine', ROWS, entity({}), entity({ version: 2 }, fields({ id: NUMBER }))],
    ['a field of another type', 'breaking', `${ROWS}.id`, entity({}), entity({}, fields({ id: NUMBER }))],
    [
        'a value less in a row',
        'breaking',
        `${ROWS}.id`,
        entity({}),
        entity({}, fields({ id: { ...STRING, enum: ['a'] } })),
    ],
    ['a value more in a row', 'fine', `${ROWS}.id`, entity({}, fields({ id: { ...STRING, enum: ['a'] } })), entity({})],
    ['a new field without default', 'breaking', `${ROWS}.n`, entity({}), entity({}, fields({ id: STRING, n: NUMBER }))],
    ['a field that has become required', 'breaking', `${ROWS}.id`, entity({}, fields({ id: STRING }, [])), entity({})],
    [
        'a new field with a default',
        'new',
        `${ROWS}.n`,
        entity({}),
        entity({}, fields({ id: STRING, n: NUMBER }, ['id'])),
    ],
    ['a field of a row is gone', 'fine', `${ROWS}.id`, entity({}), entity({}, fields({}))],
    ['a validator of a row', 'fine', `${ROWS}.id`, entity({}), entity({}, fields({ id: { ...STRING, minLength: 2 } }))],
    ['a new index', 'step', INDEX, entity({}), index({})],
    ['a new index that is being built', 'fine', INDEX, entity({}), index({ building: true })],
    ['an index that is built', 'fine', INDEX, index({ building: true }), index({})],
    ['an index that is built again', 'breaking', INDEX, index({}), index({ building: true })],
    ["an index's fields", 'breaking', INDEX, index({}), index({ fields: [{ field: 'id', as: 'string' }] })],
    [
        "an index's order",
        'breaking',
        INDEX,
        index({}),
        index({ fields: [{ field: 'holder', as: 'string', descending: true }] }),
    ],
    ["an index's object type", 'breaking', INDEX, index({}), index({ objectType: 'holder~id' })],
    ["an index's uniqueness", 'breaking', INDEX, index({}), index({ unique: true })],
    ['an index is gone', 'fine', INDEX, index({}), entity({})],
];

const event = (members: Json, schema: Json = fields({ id: STRING })): Json =>
    documentOf({ 'x-heddle': { v: 1, events: { Sold: { schema: LOT, ...members } } } }, lot(schema));
const error = (status: number): Json => documentOf({ 'x-heddle': { v: 1, errors: { LOT_GONE: { status } } } });
const SOLD = 'Supply event Sold';
const GONE = 'Supply error LOT_GONE';

const TOLD: readonly Pair[] = [
    ['an event is gone', 'breaking', SOLD, event({}), documentOf({})],
    ['a new event', 'new', SOLD, documentOf({}), event({})],
    ["an event's field is gone", 'breaking', `${SOLD}.id`, event({}), event({}, fields({}))],
    ["an event's field is of another type", 'breaking', `${SOLD}.id`, event({}), event({}, fields({ id: NUMBER }))],
    ["an event's field may be left out", 'breaking', `${SOLD}.id`, event({}), event({}, fields({ id: STRING }, []))],
    ["an event's new field", 'new', `${SOLD}.n`, event({}), event({}, fields({ id: STRING, n: NUMBER }))],
    ['an event may come in an envelope', 'breaking', SOLD, event({ alone: true }), event({})],
    ['an event never comes in one', 'fine', SOLD, event({}), event({ alone: true })],
    ['a code is gone', 'breaking', GONE, error(404), documentOf({})],
    ['a new code', 'new', GONE, documentOf({}), error(404)],
    ['another status', 'breaking', GONE, error(404), error(409)],
];

describe('the comparison of two versions', () => {
    it.each([...TRANSACTIONS, ...ENTITIES, ...TOLD])('finds what there is: %s', (_rule, level, where, old, young) => {
        const begin = level === undefined ? [] : [`${level}: ${where} `];
        const found = changes(old, young);
        expect(found.map((change, index) => change.slice(0, begin[index]?.length))).toEqual(begin);
    });

    it.each([...TRANSACTIONS, ...ENTITIES, ...TOLD])(
        'finds nothing in what is the same: %s',
        (_rule, _level, _where, old, young) => {
            expect([...changes(old, old), ...changes(young, young)]).toEqual([]);
        },
    );

    it('finds parameters that change places, and others that are renamed', () => {
        const [from, to] = [
            { name: 'from', schema: STRING },
            { name: 'to', schema: STRING },
        ];
        expect(changes(parameters(from, to), parameters(to, from))).toEqual([
            'breaking: Supply.sell(from) has changed places with to: clients go by the places',
            'breaking: Supply.sell(to) has changed places with from: clients go by the places',
        ]);
    });

    it('knows the only contract as the default', () => {
        const more = { contracts: { Supply: {}, Other: { default: true } } };
        expect(changes({ contracts: { Supply: {} } }, more).filter((change) => change.startsWith('breaking'))).toEqual([
            "breaking: Supply was the default contract, and Other is: calls without a contract's name reach another one",
        ]);
    });

    it('finds what a contract leaves to another one', () => {
        const moved = (document: Json): Json => {
            const { contracts, components } = document as { contracts: Record<string, Json>; components: Json };
            return { contracts: { Trade: { ...contracts['Supply'], name: 'Trade' } }, components };
        };
        const gone = 'breaking: Supply is gone, with all of its transactions';
        const fresh = 'new: Trade is a new contract';
        expect(changes(entity({}), moved(entity({})))).toEqual([gone, fresh]);
        expect(changes(event({}), moved(event({})))).toEqual([gone, fresh]);
        expect(changes(entity({ tag: { docType: 'lot' } }), moved(entity({})))).toEqual([
            gone,
            expect.stringContaining('breaking: Supply entity lot had the tag'),
            fresh,
        ]);
        expect(changes(entity({}), { contracts: { Trade: {} } })).toContainEqual(
            expect.stringContaining('breaking: Supply entity lot is gone'),
        );
    });

    it('follows classes that refer to themselves', () => {
        const parent = (type: Json): Json => argument(fields({ parent: LOT, id: type }));
        expect(changes(parent(STRING), parent(NUMBER))).toEqual([
            'breaking: Supply.sell(lot).id was string and is number',
        ]);
    });

    it('refuses what it cannot read', () => {
        expect(() => readContractDocument([], 'a.json')).toThrow('a.json is no metadata of a chaincode');
        expect(() => readContractDocument(documentOf({ 'x-heddle': { v: 2 } }), 'a.json')).toThrow(
            'a.json has x-heddle of version 2, and this heddle reads 1',
        );
    });
});
