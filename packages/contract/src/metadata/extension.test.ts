import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import Ajv from 'ajv-draft-04';
import { compileContracts } from '../compile/compile-contracts';
import {
    collection,
    type Context,
    Contract,
    type ContractSource,
    counter,
    Declares,
    entity,
    event,
    failure,
    IsIn,
    IsInt,
    IsString,
    type MetadataDocument,
    Property,
    Transaction,
} from '../index';

const tradeTerms = collection('tradeTerms', { members: ['FarmMSP', 'MillMSP'], memberOnlyRead: true });

class Lot {
    static readonly entity = entity('lot', {
        key: ['farm', 'number'],
        version: 2,
        upgrade: { 1: (old: object) => old },
        indexes: {
            byHolder: ['holder', 'state', '-harvested'],
            bySeal: { fields: ['seal'], unique: true, building: true },
        },
        tag: { docType: 'lot' },
        couch: { byState: ['state'] },
        keyPolicies: true,
    });
    @IsString() farm!: string;
    @IsInt() number!: number;
    @IsString() holder!: string;
    @IsIn(['ripe', 'sold']) state!: 'ripe' | 'sold';
    @Property() harvested!: Date;
    @IsString() seal!: string;
}
class Terms {
    static readonly entity = entity('terms', { key: ['farm', 'number'], text: ['number'], collection: tradeTerms });
    @IsString() farm!: string;
    @IsInt() number!: number;
    @Property() price!: bigint;
}
class Old {
    static readonly entity = entity('oldAsset', { key: 'id', keys: { prefix: 'asset' } });
    @IsString() id!: string;
}
class Votes {
    static readonly entity = counter('votes', { key: 'ballot' });
    @IsString() ballot!: string;
}
class Sold {
    static readonly event = event('Sold');
    @IsString() buyer!: string;
}
class Closed {
    static readonly event = event('Closed', { alone: true });
    @IsString() why!: string;
}
const NotEnough = failure('INSUFFICIENT_FUNDS', { status: 409, message: 'no' });

@Declares(Lot, Terms, Old, Votes, Sold, Closed, NotEnough)
class Supply extends Contract {
    @Transaction() offer(_ctx: Context, lot: Lot): string {
        return lot.farm;
    }
}
@Declares(NotEnough, Closed, Sold, Votes, Old, Terms, Lot)
class Shuffled extends Contract {
    @Transaction() offer(_ctx: Context, lot: Lot): string {
        return lot.farm;
    }
}
class Silent extends Contract {
    @Transaction() nothing(_ctx: Context): string {
        return 'nothing';
    }
}

const schema = JSON.parse(
    readFileSync(join(__dirname, '..', '..', 'fixtures', 'contract-schema.json'), 'utf8'),
) as object;
const metadataOf = (contract: ContractSource): MetadataDocument => compileContracts({ contracts: [contract] }).metadata;
const extensionIn = (contract: ContractSource, name: string): unknown =>
    metadataOf(contract).contracts[name]?.['x-heddle'];

describe('what a contract declares, in its metadata', () => {
    it("is valid by Fabric's schema", () => {
        const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
        expect([validate(metadataOf(Supply)), validate.errors]).toEqual([true, null]);
    });

    it('is all that is needed to read keys, rows, events and failures', () => {
        const field = (name: string, as: string, more: object = {}): object => ({ field: name, as, ...more });
        const composite = (name: string): object => ({
            prefix: `\u0000${name}\u0000`,
            separator: '\u0000',
            suffix: '\u0000',
        });
        const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
        expect(extensionIn(Supply, 'Supply')).toEqual({
            v: 1,
            entities: {
                lot: {
                    schema: ref('Lot'),
                    kind: 'entity',
                    version: 2,
                    key: [field('farm', 'string'), field('number', 'number')],
                    format: composite('lot'),
                    indexes: {
                        byHolder: {
                            objectType: 'lot.byHolder',
                            fields: [
                                field('holder', 'string'),
                                field('state', 'string'),
                                field('harvested', 'date', { descending: true }),
                            ],
                        },
                        bySeal: {
                            objectType: 'lot.bySeal',
                            fields: [field('seal', 'string')],
                            unique: true,
                            building: true,
                        },
                    },
                    tag: { docType: 'lot' },
                    couch: { byState: ['state'] },
                    keyPolicies: true,
                },
                oldAsset: {
                    schema: ref('Old'),
                    kind: 'entity',
                    version: 1,
                    key: [field('id', 'string')],
                    format: { prefix: 'asset', separator: '\u0000', suffix: '' },
                },
                terms: {
                    schema: ref('Terms'),
                    kind: 'entity',
                    version: 1,
                    key: [field('farm', 'string'), field('number', 'number', { text: true })],
                    format: composite('terms'),
                    collection: 'tradeTerms',
                },
                votes: {
                    schema: ref('Votes'),
                    kind: 'counter',
                    key: [field('ballot', 'string')],
                    format: composite('votes'),
                },
            },
            collections: { tradeTerms: { members: ['FarmMSP', 'MillMSP'], memberOnlyRead: true } },
            events: { Closed: { schema: ref('Closed'), alone: true }, Sold: { schema: ref('Sold') } },
            errors: {
                INSUFFICIENT_FUNDS: { status: 409 },
                LOT_EXISTS: { status: 409 },
                LOT_NOT_FOUND: { status: 404 },
                OLD_ASSET_EXISTS: { status: 409 },
                OLD_ASSET_NOT_FOUND: { status: 404 },
                TERMS_EXISTS: { status: 409 },
                TERMS_NOT_FOUND: { status: 404 },
            },
        });
    });

    it('is the same text in whatever order it is declared', () => {
        expect(JSON.stringify(extensionIn(Shuffled, 'Shuffled'))).toBe(JSON.stringify(extensionIn(Supply, 'Supply')));
    });

    it('is nothing where nothing is declared', () => {
        expect(metadataOf(Silent).contracts['Silent']).not.toHaveProperty('x-heddle');
    });
});
