import { describe, expect, it } from '@jest/globals';
import { Context, Contract, Info, Object as ObjectType, Param, Property, Returns, Transaction } from './index';
import { ServedContracts } from './testing/served-contracts';

@ObjectType()
class Part {
    @Property() id!: string;
}

@ObjectType()
class Machine {
    @Property() name!: string;
    @Property() weight!: number;
    @Property() running!: boolean;
    @Property() part!: Part;
    @Property('parts', 'Part[]') parts!: Part[];
    @Property('stock', 'Map<string, number>') stock!: Map<string, number>;
}

@ObjectType()
class Mill extends Machine {
    @Property() speed!: number;
}

@ObjectType({ discriminator: 'kind' })
class Tool {
    @Property() kind!: string;
}

class Yard extends Contract {
    readonly place = 'here';
    readonly _secret = 'not to be seen';

    @Transaction()
    put(_ctx: Context, id: string, machine: Machine): string {
        return id + machine.name;
    }

    @Transaction(false)
    @Returns('Mill[]')
    @Param('names', 'string[]', 'which ones')
    list(_ctx: Context, names: string[], _deep: boolean = false): string[] {
        return names;
    }
}

@Info({ title: 'Undecorated', version: '2' })
class Undecorated extends Contract {
    first(): void {
        // Has no parameters.
    }

    second(_ctx: Context, _one: string, _two: string): void {
        // Has two.
    }
}

const DOCUMENT = {
    $schema: 'https://hyperledger.github.io/fabric-chaincode-node/main/api/contract-schema.json',
    contracts: {
        Yard: {
            name: 'Yard',
            contractInstance: { name: 'Yard', place: 'here', default: true },
            transactions: [
                {
                    tag: ['SUBMIT', 'submitTx'],
                    parameters: [
                        { name: 'id', description: '', schema: { type: 'string' } },
                        { name: 'machine', description: '', schema: { $ref: '#/components/schemas/Machine' } },
                    ],
                    name: 'put',
                },
                {
                    parameters: [
                        {
                            name: 'names',
                            description: 'which ones',
                            schema: { type: 'array', items: { type: 'string' } },
                        },
                        { name: '_deep', description: '', schema: { type: 'boolean' } },
                    ],
                    name: 'list',
                    returns: { type: 'array', items: { $ref: '#/components/schemas/Mill' } },
                    tag: ['EVALUATE'],
                },
            ],
            info: { title: '', version: '' },
        },
        Undecorated: {
            name: 'Undecorated',
            contractInstance: { name: 'Undecorated' },
            transactions: [
                { name: 'first', tags: ['SUBMIT', 'submitTx'] },
                {
                    name: 'second',
                    tags: ['SUBMIT', 'submitTx'],
                    parameters: [
                        { name: 'arg0', description: 'Argument 0', schema: { type: 'string' } },
                        { name: 'arg1', description: 'Argument 1', schema: { type: 'string' } },
                    ],
                },
            ],
            info: { title: 'Undecorated', version: '2', name: 'Undecorated' },
        },
        'org.hyperledger.fabric': {
            name: 'org.hyperledger.fabric',
            contractInstance: { name: 'org.hyperledger.fabric' },
            transactions: [{ name: 'GetMetadata' }],
            info: { title: '', version: '' },
        },
    },
    info: { version: '3.1.0', title: 'yard' },
    components: {
        schemas: {
            Part: { $id: 'Part', type: 'object', properties: { id: { type: 'string' } } },
            Machine: {
                $id: 'Machine',
                type: 'object',
                properties: {
                    name: { type: 'string' },
                    weight: { type: 'number' },
                    running: { type: 'boolean' },
                    part: { $ref: 'Part' },
                    parts: { type: 'array', items: { $ref: 'Part' } },
                    stock: { type: 'object', additionalProperties: { type: 'number' } },
                },
            },
            Mill: {
                $id: 'Mill',
                allOf: [{ type: 'object', properties: { speed: { type: 'number' } } }, { $ref: 'Machine' }],
            },
            Tool: {
                $id: 'Tool',
                type: 'object',
                properties: { kind: { type: 'string' } },
                discriminator: { propertyName: 'kind' },
            },
        },
    },
};

const INFO = { title: 'yard', version: '3.1.0' };

describe('the metadata', () => {
    it("is fabric-contract-api's document, to the byte", async () => {
        await using served = await ServedContracts.start([Yard, Undecorated], { info: INFO });
        const { payload } = await served.evaluate('org.hyperledger.fabric:GetMetadata');
        expect(payload).toBe(JSON.stringify(DOCUMENT));
        expect(served.chaincode.metadata).toEqual(DOCUMENT);
    });

    it('has classes to which nothing refers', async () => {
        await using served = await ServedContracts.start([Yard], { info: INFO });
        const names = [Mill, Tool].map(({ name }) => name);
        expect(Object.keys(served.chaincode.metadata.components.schemas)).toEqual(expect.arrayContaining(names));
    });

    it('describes what a contract holds, as far as JSON can say it', async () => {
        class Circular extends Contract {
            readonly self: unknown = this;
            async read(): Promise<void> {
                // Nothing is needed.
            }
        }
        await using served = await ServedContracts.start([Circular]);
        expect(served.chaincode.metadata.contracts['Circular']).toMatchObject({
            contractInstance: { name: 'Circular', default: true },
        });
    });
});

describe("an author's own metadata", () => {
    const own = {
        info: { title: 'mine', version: '9' },
        contracts: {
            Yard: {
                name: 'Yard',
                transactions: [
                    {
                        name: 'put',
                        parameters: [
                            { name: 'id', schema: { type: 'string', minLength: 2, pattern: '^m' } },
                            { name: 'machine', schema: { $ref: '#/components/schemas/Machine' } },
                        ],
                        returns: { name: 'result', schema: { type: 'number' } },
                    },
                    { name: 'gone', parameters: [] },
                ],
            },
        },
        components: {
            schemas: {
                Machine: {
                    $id: 'Machine',
                    type: 'object',
                    properties: { name: { type: 'string' } },
                    required: ['name'],
                },
            },
        },
    };

    it('takes the place of what the contracts say: no more than it lists can be called', async () => {
        await using served = await ServedContracts.start([Yard], { metadata: own });
        await expect(served.evaluate('list', '[]', 'true')).resolves.toMatchObject({
            message: "You've asked to invoke a function that does not exist: list",
        });
        const { payload } = await served.evaluate('org.hyperledger.fabric:GetMetadata');
        expect(JSON.parse(payload)).toEqual({ ...own, $schema: DOCUMENT.$schema });
        expect(served.warnings).toContainEqual(expect.stringContaining('it lists Yard.gone, which does not exist'));
    });

    it('is what arguments and results are held against', async () => {
        await using served = await ServedContracts.start([Yard], { metadata: own });
        await expect(served.evaluate('put', 'x', '{}')).resolves.toMatchObject({
            message:
                'Unable to validate parameter due to ["should NOT be shorter than 2 characters","should match pattern \\"^m\\""]',
        });
        await expect(served.evaluate('put', 'm1', '{}')).resolves.toMatchObject({
            message: 'Unable to validate parameter due to ["should have required property \'name\'"]',
        });
        await expect(served.evaluate('put', 'm1', '{"name":"mill"}')).resolves.toMatchObject({
            message: 'Returned value is string does not match schema type of number',
        });
    });
});
