import { describe, expect, it } from '@jest/globals';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { Object as ObjectType } from '../decorators/object-type';
import { Optional } from '../decorators/optional';
import { Property } from '../decorators/property';
import type { Class } from '../evidence/class';
import { compiledEntity, mistakesOf } from '../testing/compiled-entity';
import { collection, counter, entity, type EntityOptions, implicitCollection } from './entity';

/** A class with fields of many types, and these options. */
function lotWith(options: unknown, name = 'lot'): Class<object> {
    class Lot {
        static readonly entity = entity(name, options as EntityOptions); // as from JavaScript
        @IsString() id!: string;
        @IsInt() size!: number;
        @Property() price!: bigint;
        @Property() at!: Date;
        @Property() ripe!: boolean;
        @Property([String]) tags!: string[];
        @IsString() @Optional() note?: string;
        @IsString() @IsOptional() remark?: string;
    }
    return Lot;
}

function ownerWith(options: EntityOptions): Class<object> {
    class Owner {
        static readonly entity = entity('owner', options);
        @IsString() id!: string;
        @IsString() more!: string;
    }
    return Owner;
}

const FIELDS = 'Its fields are id, size, price, at, ripe, tags, note, remark';
const KEYABLE = 'Keys are made of texts, numbers, bigints, booleans, dates, and enums of these';

describe('a declaration', () => {
    it('is compiled to a plan', () => {
        const terms = collection('tradeTerms', { members: ['FarmMSP'], memberOnlyRead: true });
        const plan = compiledEntity(lotWith({ key: 'id', collection: terms, keyPolicies: true }, 'lotPrice2'));
        expect(plan).toMatchObject({ name: 'lotPrice2', code: 'LOT_PRICE2', version: 1, keyPolicies: true });
        expect(plan.collection).toEqual({ name: 'tradeTerms', members: ['FarmMSP'], memberOnlyRead: true });
        const implicit = compiledEntity(lotWith({ key: 'id', collection: implicitCollection('org1.example.com') }));
        expect(implicit.collection).toEqual({ name: '_implicit_org_org1.example.com' });
        expect(plan.in(implicitCollection('Org1MSP')).collection).toEqual({ name: '_implicit_org_Org1MSP' });
    });

    it.each<[string, unknown, string]>([
        ['a key that is no field', { key: 'idd' }, `Lot.key: no field "idd" of Lot. ${FIELDS}`],
        [
            'a key of a type that no key has',
            { key: 'tags' },
            `Lot.key: the field tags of type string[], which no key can be made of. ${KEYABLE}`,
        ],
        [
            'no key',
            {},
            "Lot.key: a key of 0 fields. Write `key: 'id'`, or `key: ['farm', 'number']` with 1 to 8 fields",
        ],
        [
            'an optional key',
            { key: 'note' },
            'Lot.key: the field note of the key, which may be absent. Make it required: every row has a key',
        ],
        [
            'a key that is optional by class-validator',
            { key: 'remark' },
            'Lot.key: the field remark of the key, which may be absent. Make it required: every row has a key',
        ],
        ['a key that descends', { key: '-size' }, `Lot.key: no field "-size" of Lot. ${FIELDS}`],
        ['a key with a field twice', { key: ['id', 'id'] }, 'Lot.key: one field twice. Name each field once'],
        [
            'an unknown option',
            { key: 'id', index: {} },
            'Lot.entity: an unknown option "index". The options are collection, couch, indexes, key, keyPolicies, keys, tag, text, upgrade, version',
        ],
        [
            'an index of no field of the class',
            { key: 'id', indexes: { by: ['idd'] } },
            `Lot.indexes.by: no field "idd" of Lot. ${FIELDS}`,
        ],
        [
            'an index of nothing',
            { key: 'id', indexes: { by: [] } },
            'Lot.indexes.by: an index of no field, more than 8, or one field twice. Name 1 to 8 fields in their order',
        ],
        [
            'an index with a field twice',
            { key: 'id', indexes: { by: ['size', '-size'] } },
            'Lot.indexes.by: an index of no field, more than 8, or one field twice. Name 1 to 8 fields in their order',
        ],
        [
            'a text that descends',
            { key: 'id', indexes: { by: ['-id'] } },
            'Lot.indexes.by: -id, a text that descends. Only numbers, bigints and dates can',
        ],
        [
            'a boolean that descends',
            { key: 'id', indexes: { by: ['-ripe'] } },
            'Lot.indexes.by: -ripe, a boolean that descends. Only numbers, bigints and dates can',
        ],
        [
            'a number as text that descends',
            { key: 'id', text: ['size'], indexes: { by: ['-size'] } },
            'Lot.indexes.by: -size, a text that descends. Only numbers, bigints and dates can',
        ],
        [
            'an index with a dot',
            { key: 'id', indexes: { 'a.b': ['size'] } },
            'Lot.indexes: an index named "a.b". Give it a name of letters and digits',
        ],
        [
            'an unknown option of an index',
            { key: 'id', indexes: { by: { fields: ['size'], uniq: true } } },
            'Lot.indexes.by: an unknown option "uniq". The options are as, building, fields, unique',
        ],
        [
            'an object type that is taken',
            { key: 'id', indexes: { by: { fields: ['size'], as: 'lot' } } },
            'Lot.indexes.by: the name "lot", which Lot.entity has too. Give one of them another name',
        ],
        [
            'too many indexes',
            { key: 'id', indexes: Object.fromEntries(Array.from({ length: 17 }, (_none, n) => [`by${n}`, ['size']])) },
            'Lot.indexes: 17 indexes. Every change of a row writes them: keep at most 16',
        ],
        [
            'text of a date',
            { key: 'at', text: ['at'] },
            'Lot.text: text of at, a date. Its text depends on the time zone: let it stand as a date',
        ],
        [
            'text of what is in no key',
            { key: 'id', text: ['size'] },
            'Lot.text: text of "size", which is in no key. Name fields of the key or of an index',
        ],
        [
            'simple keys of a number',
            { key: 'size', keys: 'simple' },
            "Lot.keys: `keys: 'simple'` of what is not one text. Use it for a key of one text, as it stands",
        ],
        [
            'simple keys of two texts',
            { key: ['id', 'note'], keys: 'simple' },
            "Lot.keys: `keys: 'simple'` of what is not one text. Use it for a key of one text, as it stands",
        ],
        [
            "a prefix that is CouchDB's",
            { key: 'id', keys: { prefix: '_x' } },
            'Lot.keys: the prefix "_x". CouchDB keeps keys that begin with _ for itself',
        ],
        [
            'keys that cannot be taken apart',
            { key: ['id', 'size'], keys: { prefix: 'x', separator: '' } },
            'Lot.keys: no separator between the parts of the key. Keys could not be taken apart: give one',
        ],
        [
            'a collection that a circle of imports has left undefined',
            { key: 'id', collection: undefined },
            'Lot.collection: collection, which is undefined. Give a name, or what `collection` has made; undefined comes of modules that import each other',
        ],
        [
            'no index',
            { key: 'id', indexes: { byId: null } },
            "Lot.indexes.byId: indexes.byId, which is null. Write the index's fields, or `{ fields: [...], unique: true }`",
        ],
        [
            'a tag that is a text',
            { key: 'id', tag: 'x' },
            'Lot.tag: tag, which is "x". Write `tag: { docType: \'lot\' }`',
        ],
        [
            'a separator that no ledger keeps',
            { key: ['id', 'size'], keys: { prefix: 'x', separator: '\ud83d' } },
            'Lot.keys: a text that no key can have, as separator. Take away U+10FFFF, which ends ranges, and halves of surrogate pairs, which the ledger does not keep',
        ],
        [
            'keys without a prefix',
            { key: 'id', keys: { suffix: 'x' } },
            'Lot.keys: keys, which is {"suffix":"x"}. Write `keys: \'simple\'`, or `keys: { prefix: \'lot\' }` with a separator and a suffix that are texts',
        ],
        [
            'a collection that Fabric refuses',
            { key: 'id', collection: 'a b' },
            'Lot.collection: a collection named "a b". Fabric allows letters, digits, - and _',
        ],
        [
            'a tag that is a field',
            { key: 'id', tag: { size: 1 } },
            'Lot.tag: the member "size". Take a name that is neither a field nor reserved',
        ],
        [
            'a tag that is reserved',
            { key: 'id', tag: { '@v': 1 } },
            'Lot.tag: the member "@v". Take a name that is neither a field nor reserved',
        ],
        [
            'a tag that is no constant',
            { key: 'id', tag: { kind: ['a'] } },
            'Lot.tag: kind, which is not a constant. Give it a text, an integer, true or false',
        ],
        ['no version', { key: 'id', version: 0 }, 'Lot.version: the version 0. Versions are 1, 2, 3 and so on'],
        [
            'an upgrade with gaps',
            { key: 'id', version: 4, upgrade: { 1: String, 3: String } },
            'Lot.upgrade: no function for 2. Version 4 needs one for each before it',
        ],
        [
            'an upgrade to nowhere',
            { key: 'id', version: 2, upgrade: { 1: String, 2: String } },
            'Lot.upgrade: a function for 2. The version is 2: raise it, or take them away',
        ],
        [
            'indexes of CouchDB without a tag',
            { key: 'id', couch: { by: ['size'] } },
            "Lot.couch: indexes of CouchDB without a tag. Add one, such as `tag: { docType: 'lot' }`: they begin with it",
        ],
        [
            'an index of CouchDB of a bigint',
            { key: 'id', tag: { t: 1 }, couch: { by: ['price'] } },
            'Lot.couch.by: price, a bigint. Its order as a text in JSON is not that of its values',
        ],
        [
            'an index of CouchDB of no field',
            { key: 'id', tag: { t: 1 }, couch: { by: ['prize'] } },
            'Lot.couch.by: no field "prize". The fields are id, size, price, at, ripe, tags, note, remark',
        ],
        ['no options', undefined, "Lot.entity: no options. Give at least the key: `{ key: 'id' }`"],
        ['text that is no list', { key: 'id', text: 'size' }, "Lot.text: text that is no list. Write `text: ['size']`"],
    ])('state promise 19: is refused at start-up with %s', (_what, options, mistake) => {
        expect(mistakesOf(lotWith(options))).toContain(`ENTITY_INVALID ${mistake}`);
    });

    it.each<[string, unknown, string]>([
        ['is empty', '', 'a name that is empty or no text'],
        ['is no text', 5, 'a name that is empty or no text'],
        ['has a dot', 'a.b', 'the name "a.b", which has a dot: indexes have one'],
        ['has U+0000', 'a\u0000', 'the name "a\\u0000", which no key can have'],
    ])('state promise 19: is refused at start-up with a name that %s', (_what, name, found) => {
        expect(mistakesOf(lotWith({ key: 'id' }, name as string))[0]).toContain(
            `ENTITY_INVALID Lot.entity: ${found}. `,
        ); // as from JavaScript
    });

    it('state promise 19: is refused with a name that another one has, or an index of another one', () => {
        class Sale {
            static readonly entity = entity('sale', { key: 'id', indexes: { by: { fields: ['id'], as: 'lot' } } });
            @IsString() id!: string;
        }
        const taken = (where: string, other: string): string =>
            `ENTITY_INVALID ${where}: the name "lot", which ${other} has too. Give one of them another name`;
        expect(mistakesOf(lotWith({ key: 'id' }), lotWith({ key: 'id' }))).toEqual([taken('Lot.entity', 'Lot.entity')]);
        expect(mistakesOf(lotWith({ key: 'id' }), Sale)).toEqual([taken('Sale.indexes.by', 'Lot.entity')]);
    });

    it('state promise 21: is refused with keys that another one may have, unless tags tell the rows apart', () => {
        const simple = { key: 'id', keys: 'simple' } as const;
        const car = { ...simple, tag: { docType: 'car', v: 1 } };
        const found = (key: string): string =>
            `ENTITY_INVALID Owner.keys: keys that rows of Lot may have too, such as "${key}", and no \`tag\` that tells the ` +
            "rows apart. A row of one would take the place of the other's: give both a tag, such as `tag: { docType: 'lot' }`";
        const both = (lot: EntityOptions, owner: EntityOptions): string[] => mistakesOf(lotWith(lot), ownerWith(owner));
        for (const owner of [simple, { ...simple, tag: { v: 1 } }, { key: 'id', keys: { prefix: '' } }])
            expect(both(car, owner)).toEqual([found('a')]);
        expect(both(car, { key: 'id', keys: { prefix: 'owner' } })).toEqual([found('owner')]);
        expect(both({ key: 'id', keys: { prefix: 'own' } }, { key: 'id', keys: { prefix: 'owner' } })).toEqual([
            found('owner'),
        ]);
        for (const owner of [
            { ...simple, tag: { docType: 'owner' } },
            { key: 'id', keys: { prefix: 'owner' }, tag: { docType: 'owner' } },
            { ...simple, collection: 'owners' },
            { key: ['id', 'more'], keys: { prefix: 'owner' } },
            { key: 'id' },
        ])
            expect(both(car, owner)).toEqual([]);
    });

    it.each<[string, EntityOptions, string]>([
        [
            'of rows that have composite keys',
            { key: 'id', keys: { prefix: '\u0000owner\u0000', suffix: '\u0000' } },
            'Owner.entity: keys that rows of Lot may have too, such as "\\u0000owner\\u0000\\u0000", and no `tag` that tells the rows apart. ',
        ],
        [
            'of a sum',
            { key: ['id', 'note2'], keys: { prefix: '\u0000votes\u0000b1\u0000', suffix: '\u0000' } },
            'Votes.entity: keys that rows of Lot may have too, such as "\\u0000votes\\u0000b1\\u00001111-11-11T11:11:11.111Z\\u0000\\u0000", and',
        ],
        [
            'of entries, whatever the tags',
            {
                key: ['id', 'note2'],
                keys: { prefix: '\u0000owner.by\u0000', suffix: '\u0000' },
                tag: { docType: 'lot' },
            },
            'Owner.entity: keys of the index by that keys of Lot may have too, such as "\\u0000owner.by\\u0000\\u0000\\u0000". One would take the place of the other: give the keys another prefix',
        ],
    ])('state promise 21: is refused with keys %s', (_what, lot, mistake) => {
        class KeyedLot {
            static readonly entity = entity('lot', lot);
            @IsString() id!: string;
            @IsString() note2!: string;
        }
        class KeyedVotes {
            static readonly entity = counter('votes', { key: 'ballot' });
            @IsString() ballot!: string;
        }
        Object.defineProperty(KeyedLot, 'name', { value: 'Lot' });
        Object.defineProperty(KeyedVotes, 'name', { value: 'Votes' });
        const owner = ownerWith({ key: 'id', tag: { docType: 'owner' }, indexes: { by: ['more'] } });
        expect(mistakesOf(KeyedLot, owner, KeyedVotes).join('\n')).toContain(`ENTITY_INVALID ${mistake}`);
    });

    it('state promise 19: is refused where the class has none, or one that nobody made', () => {
        class Plain {
            @IsString() id!: string;
        }
        class Handmade {
            static readonly entity = { kind: 'entity', name: 'lot', options: { key: 'id' } };
            @IsString() id!: string;
        }
        const fix = "Add `static readonly entity = entity('name', { key: 'id' })`, or take it out of the list";
        expect(mistakesOf(Plain, Handmade)).toEqual([
            `ENTITY_INVALID Plain.entity: a class that does not say how its rows are kept. ${fix}`,
            `ENTITY_INVALID Handmade.entity: a class that does not say how its rows are kept. ${fix}`,
        ]);
    });

    it('state promise 19: is refused for fields that are reserved, and for a toJSON', () => {
        class Odd {
            static readonly entity = entity('odd', { key: 'id' });
            @IsString() id!: string;
            @IsString() _rev!: string;
            @IsString() '@v'!: string;
            @IsString() '~version'!: string;
            toJSON(): string {
                return this.id;
            }
        }
        expect(mistakesOf(Odd)).toEqual([
            ...['_rev', '@v', '~version'].map(
                (name) =>
                    `ENTITY_INVALID Odd.${name}: a name that CouchDB or the entity keeps for itself. Rename the field`,
            ),
            'ENTITY_INVALID Odd.toJSON: a method toJSON. Rows are written as their fields say: take it away',
        ]);
    });

    it('state promise 19: is refused for a class that stands for its subclasses', () => {
        class Dog {
            @IsString() id!: string;
            @IsString() kind!: string;
        }
        @ObjectType({ discriminator: { property: 'kind', subTypes: [{ name: 'dog', value: Dog }] } })
        class Animal {
            static readonly entity = entity('animal', { key: 'id' });
            @IsString() id!: string;
            @IsString() kind!: string;
        }
        expect(mistakesOf(Animal)[0]).toContain(
            'Animal.entity: a class whose @Object names its subclasses: rows are of one class',
        );
    });

    it('tells all mistakes at once', () => {
        const wrong = lotWith({ key: 'idd', indexes: { by: ['-id'] }, version: 3, upgrade: {} }, 'a.b');
        expect(mistakesOf(wrong)).toHaveLength(4);
    });
});

describe('a counter', () => {
    it('state promise 19: is checked like an entity', () => {
        class Votes {
            static readonly entity = counter('vo.tes', { key: 'ballots' });
            @IsString() ballot!: string;
        }
        expect(mistakesOf(Votes)).toHaveLength(2);
    });
});
