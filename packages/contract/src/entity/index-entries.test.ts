import { describe, expect, it } from '@jest/globals';
import { IsInt, IsString } from 'class-validator';
import { Optional } from '../decorators/optional';
import { Property } from '../decorators/property';
import { compiledEntity } from '../testing/compiled-entity';
import { entity } from './entity';
import { type EntityIndex, entriesOf } from './index-entries';

class Lot {
    static readonly entity = entity('lot', {
        key: ['farm', 'number'],
        indexes: {
            byHolder: ['holder', '-harvested'],
            bySeal: { fields: ['seal'], unique: true },
            bySize: { fields: ['size'], building: true },
        },
    });
    @IsString() farm!: string;
    @IsInt() number!: number;
    @IsString() holder!: string;
    @Property() harvested!: Date;
    @IsString() @Optional() seal?: string;
    @Property({ nullable: Number }) size!: number | null;
}

const ROW = { farm: 'f1', number: 7, holder: 'ann', harvested: new Date('2026-01-31T12:00:00Z'), seal: 's1', size: 5 };

describe('the entries of a row', () => {
    const { indexes, keys } = compiledEntity(Lot);
    const index = (name: string): EntityIndex => {
        const found = indexes.get(name);
        if (found === undefined) throw new Error(`no index ${name}`);
        return found;
    };

    it('are composite keys of the fields and of the key; a unique one has the key as its value', () => {
        expect(entriesOf(indexes.values(), ROW).map(({ key, value }) => [key, String(value)])).toEqual([
            ['\u0000lot.byHolder\u0000ann\u00007973-98-68T87:99:99.999Z\u0000f1\u0000p17\u0000', '{}'],
            ['\u0000lot.bySeal\u0000s1\u0000', '{"key":["f1","p17"]}'],
            ['\u0000lot.bySize\u0000p15\u0000f1\u0000p17\u0000', '{}'],
        ]);
        expect(index('bySize').building).toBe(true);
    });

    it('are missing where a field is absent or null', () => {
        const { seal, ...rest } = ROW;
        expect(seal).toBe('s1');
        expect(entriesOf(indexes.values(), { ...rest, size: null }).map(({ index: { name } }) => name)).toEqual([
            'byHolder',
        ]);
    });

    it('lead to the row', () => {
        for (const { index: from, key, value } of entriesOf(indexes.values(), ROW))
            expect(from.rowKeyOf(key, value)).toBe(keys.keyOf(ROW));
    });

    it.each<[string, string, string, string]>([
        ['of another index', 'byHolder', '\u0000lot.bySize\u0000p15\u0000f1\u0000p17\u0000', '\u0000'],
        ['without the key', 'bySize', '\u0000lot.bySize\u0000p15\u0000', '\u0000'],
        ['with half of the key', 'bySize', '\u0000lot.bySize\u0000p15\u0000f1\u0000', '\u0000'],
        ['with more than the key', 'bySize', '\u0000lot.bySize\u0000p15\u0000f1\u0000p17\u0000x\u0000', '\u0000'],
        ['with a value that is no JSON', 'bySeal', '\u0000lot.bySeal\u0000s1\u0000', '\u0000'],
        ['with a value that is no key', 'bySeal', '\u0000lot.bySeal\u0000s1\u0000', '{"key":[1]}'],
        ['with a value that is null', 'bySeal', '\u0000lot.bySeal\u0000s1\u0000', 'null'],
    ])('are none %s', (_what, name, key, value) => {
        expect(index(name).rowKeyOf(key, Buffer.from(value))).toBeUndefined();
    });

    it('state promise 12: of an index on the ledger are the same bytes', () => {
        class Marble {
            static readonly entity = entity('marble', {
                key: 'name',
                keys: 'simple',
                indexes: { byColor: { fields: ['color'], as: 'color~name' } },
            });
            @IsString() name!: string;
            @IsString() color!: string;
        }
        const marbles = compiledEntity(Marble);
        const [entry] = entriesOf(marbles.indexes.values(), { name: 'marble1', color: 'blue' });
        expect(entry?.key).toBe('\u0000color~name\u0000blue\u0000marble1\u0000');
        expect(entry?.value).toEqual(Buffer.from([0]));
        expect(entry?.index.rowKeyOf(entry.key, entry.value)).toBe('marble1');
    });

    it('are refused where their key would be too long, with the index', () => {
        const message = "lot.byHolder: the entry's key is longer than 4096 bytes";
        expect(() => entriesOf(indexes.values(), { ...ROW, holder: 'x'.repeat(4_096) })).toThrow(
            expect.objectContaining({ code: 'INVALID_KEY', status: 400, message }),
        );
    });
});
