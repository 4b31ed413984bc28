import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import Ajv from 'ajv-draft-04';
import * as v from 'class-validator';
import { compileContracts, type ContractSources } from '../compile/compile-contracts';
import {
    Check,
    Context,
    Contract,
    ContractChaincode,
    ContractDefinitionError,
    Evaluate,
    Info,
    type MetadataDocument,
    Param,
    Property,
    Returns,
    Transaction,
    Type,
} from '../index';
import { ScriptedPeer } from '../testing/scripted-peer';

class Line {
    @v.IsInt() @v.Min(1) @v.Max(10) amount!: number;
    @v.IsPositive() price!: number;
    @v.IsOptional() @Type(() => Line) parent?: Line;
}
const FirstLine = Line;

class Cash {
    @v.IsString() kind!: string;
}
class Card {
    @v.IsString() @v.Matches(/^[0-9]{4}$/) last4!: string;
}

class Order {
    @v.Length(1, 64) id!: string;
    @v.IsIn(['new', 'paid']) state!: string;
    @Type(() => Line) @v.ArrayMinSize(1) lines!: Line[];
    @v.IsString({ each: true }) @v.MaxLength(9, { each: true }) @v.ArrayUnique() tags: string[] = [];
    @Property() due!: Date;
    @Property({ map: BigInt }) totals!: Map<string, bigint>;
    @Property({ nullable: { enum: ['a', 'b'] } }) choice!: 'a' | 'b' | null;
    @v.ValidateNested()
    @Type(() => Object, {
        discriminator: {
            property: 'kind',
            subTypes: [
                { name: 'cash', value: Cash },
                { name: 'card', value: Card },
            ],
        },
    })
    payment!: Cash | Card;
}

@Info({ title: 'Orders', version: '1.2.3', license: { name: 'Apache-2.0' } })
class Orders extends Contract {
    @Transaction()
    @Param('order', Order, 'what is ordered')
    create(_ctx: Context, order: Order, @Check(v.IsInt(), v.Min(0)) priority: number = 0): string {
        return `${order.id} ${priority}`;
    }

    @Evaluate()
    @Returns('Order[]')
    list(_ctx: Context): Order[] {
        return [];
    }
}

class Others extends Contract {
    @Evaluate()
    @Returns({ class: Order, fields: { lines: [other()] } })
    get(_ctx: Context): void {
        throw new Error('only its types are looked at');
    }
}

function other(): new () => object {
    class Line {
        @v.IsBoolean() flag!: boolean;
    }
    return Line;
}

const schema = JSON.parse(
    readFileSync(join(__dirname, '..', '..', 'fixtures', 'contract-schema.json'), 'utf8'),
) as object;

function problemsOf(document: unknown): unknown {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    return ajv.validate(schema, document) ? [] : ajv.errors;
}

function mistakesOf(sources: ContractSources): string[] {
    try {
        compileContracts(sources);
    } catch (error) {
        if (error instanceof ContractDefinitionError)
            return error.mistakes.map(({ where, found }) => `${where}: ${found}`);
        throw error;
    }
    return [];
}

describe('the metadata', () => {
    const { metadata } = compileContracts({ contracts: [Orders, Others] });

    it("validates against Fabric's schema, which refuses other documents", () => {
        expect(problemsOf(metadata)).toEqual([]);
        expect(problemsOf({ ...metadata, info: {} })).not.toEqual([]);
        expect(problemsOf(JSON.parse(JSON.stringify(metadata).replace('"schema":', '"scheme":')))).not.toEqual([]);
    });

    it('describes transactions, with validators as constraints', () => {
        expect(metadata.contracts['Orders']).toEqual({
            name: 'Orders',
            default: true,
            info: { title: 'Orders', version: '1.2.3', license: { name: 'Apache-2.0' } },
            transactions: [
                {
                    name: 'create',
                    tag: ['SUBMIT', 'submitTx'],
                    parameters: [
                        {
                            name: 'order',
                            description: 'what is ordered',
                            required: true,
                            schema: { $ref: '#/components/schemas/Order' },
                        },
                        { name: 'priority', required: false, schema: { type: 'integer', minimum: 0 } },
                    ],
                },
                {
                    name: 'list',
                    tag: ['EVALUATE'],
                    parameters: [],
                    returns: { type: 'array', items: { $ref: '#/components/schemas/Order' } },
                },
            ],
            'x-heddle': {
                v: 1,
                // Fabric's schema says what tells the classes of a payment apart, and not which classes those are.
                unions: [
                    {
                        property: 'kind',
                        variants: {
                            card: { $ref: '#/components/schemas/Card' },
                            cash: { $ref: '#/components/schemas/Cash' },
                        },
                    },
                ],
            },
        });
    });

    it('describes classes, those of one name apart', () => {
        expect(Object.keys(metadata.components.schemas)).toEqual(['Card', 'Cash', 'Line', 'Line2', 'Order', 'Order2']);
        expect(metadata.components.schemas['Order']).toEqual({
            $id: 'Order',
            type: 'object',
            additionalProperties: false,
            required: ['id', 'state', 'lines', 'due', 'totals', 'choice', 'payment'],
            properties: {
                id: { type: 'string', minLength: 1, maxLength: 64 },
                state: { type: 'string', enum: ['new', 'paid'] },
                lines: { type: 'array', items: { $ref: '#/components/schemas/Line' }, minItems: 1 },
                tags: { type: 'array', items: { type: 'string', maxLength: 9 }, uniqueItems: true },
                due: { type: 'string', format: 'date-time' },
                totals: {
                    type: 'object',
                    additionalProperties: { type: 'string', pattern: '^(0|-?[1-9][0-9]*)$' },
                },
                choice: { type: ['string', 'null'], enum: ['a', 'b', null] },
                payment: {
                    type: 'object',
                    discriminator: 'kind',
                    properties: { kind: { type: 'string', enum: ['cash', 'card'] } },
                    required: ['kind'],
                },
            },
        });
        expect(metadata.components.schemas['Line']).toEqual({
            $id: FirstLine.name,
            type: 'object',
            additionalProperties: false,
            required: ['amount', 'price'],
            properties: {
                amount: { type: 'integer', minimum: 1, maximum: 10 },
                price: { type: 'number', minimum: 0, exclusiveMinimum: true },
                parent: { $ref: '#/components/schemas/Line' },
            },
        });
    });

    it('is the same text each time, and what GetMetadata answers', async () => {
        const chaincode = new ContractChaincode({ contracts: [Orders, Others] });
        await using peer = new ScriptedPeer(chaincode);
        const { payload } = await peer.invoke('org.hyperledger.fabric:GetMetadata');
        expect(payload).toBe(JSON.stringify(metadata));
        expect(JSON.parse(payload)).toEqual(chaincode.metadata);
    });

    it("lays an author's file over it, which may be what it printed itself", () => {
        const overlay = {
            info: { title: 'All orders', version: '9' },
            contracts: {
                Orders: { transactions: [{ name: 'create', parameters: [{ name: 'priority', description: 'p' }] }] },
            },
        };
        const overlaid = compileContracts({ contracts: [Orders, Others], metadata: overlay }).metadata;
        expect(problemsOf(overlaid)).toEqual([]);
        expect(overlaid.info).toEqual({ ...metadata.info, title: 'All orders', version: '9' });
        expect(overlaid.contracts['Orders']?.['transactions']).toMatchObject([
            {
                name: 'create',
                parameters: [{ name: 'order' }, { name: 'priority', description: 'p', required: false }],
            },
            { name: 'list' },
        ]);
        const again: MetadataDocument = compileContracts({ contracts: [Orders, Others], metadata }).metadata;
        expect(again).toEqual(metadata);
    });

    it('refuses a file that speaks of what is not there', () => {
        expect(mistakesOf({ contracts: [Orders], metadata: [] })).toEqual([
            'the metadata file: something that is not an object',
        ]);
        expect(
            mistakesOf({
                contracts: [Orders],
                metadata: { contracts: { Nope: {}, Orders: { transactions: [{ name: 'nope' }] } } },
            }),
        ).toEqual([
            'contracts.Nope: a contract that is not served',
            'contracts.Orders: the transaction nope, which does not exist',
        ]);
    });
});
