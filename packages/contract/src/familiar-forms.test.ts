import { describe, expect, it, jest } from '@jest/globals';
import * as v from 'class-validator';
import { compileContracts } from './compile/compile-contracts';
import * as heddle from './index';
import {
    Context,
    Contract,
    ContractChaincode,
    type ContractChaincodeOptions,
    type KeyModification,
    type KeyValue,
    Object as ObjectType,
    Param,
    Property,
    Returns,
    type Serializer,
    type Serializers,
    type Timestamp,
    Transaction,
} from './index';
import { type Answer, recordingLogger, ScriptedPeer } from './testing/scripted-peer';

async function call(options: ContractChaincodeOptions, ...args: (string | Buffer)[]): Promise<Answer> {
    const chaincode = new ContractChaincode({ logger: recordingLogger().logger, ...options });
    await using peer = new ScriptedPeer(chaincode);
    return await peer.invoke(...args);
}

/** What an author writes who keeps rows and times of the ledger, with nothing but this package. */
const readable: {
    readonly rows: (rows: readonly KeyValue[]) => string[];
    readonly changes: (changes: readonly KeyModification[]) => boolean[];
    readonly time: (time: Timestamp) => number;
} = {
    rows: (rows) => rows.map(({ key, value }) => `${key}=${value.toString()}`),
    changes: (changes) => changes.map(({ isDelete }) => isDelete),
    time: ({ seconds }) => Number(seconds),
};

describe('the types of rows and times', () => {
    it('can be named by authors', async () => {
        class Rows extends Contract {
            @Transaction()
            now(ctx: Context): number {
                return readable.time(ctx.stub.getTxTimestamp());
            }
        }
        expect(readable.rows([{ namespace: 'cc', key: 'k', value: Buffer.from('v') }])).toEqual(['k=v']);
        expect(await call({ contracts: [Rows] }, 'now')).toMatchObject({
            status: 200,
            payload: expect.stringMatching(/^\d+$/),
        });
    });
});

describe('the forms of fabric-contract-api', () => {
    @ObjectType()
    class Owner {
        @Property() public name!: string;
        @Property('age', 'number') public age!: number;
    }

    @ObjectType()
    class Asset {
        @Property() public id!: string;
        @Property('tags', 'string[]') public tags!: string[];
        @Property('owners', 'Map<string, Owner>') public owners!: Map<string, Owner>;
    }

    class Assets extends Contract {
        constructor() {
            super('assets');
        }

        @Transaction()
        @Param('asset', 'Asset', 'the asset')
        @Param('id', 'string')
        public async create(ctx: Context, id: string, asset: Asset): Promise<void> {
            await ctx.stub.putState(id, Buffer.from(JSON.stringify(asset.tags)));
        }

        @Transaction(false)
        @Returns('Asset[]')
        public list(_ctx: Context): Asset[] {
            const owner = Object.assign(new Owner(), { name: 'n', age: 1 });
            return [Object.assign(new Asset(), { id: 'a', tags: [], owners: new Map([['x', owner]]) })];
        }

        @Transaction(false)
        @Returns('string')
        public wrong(_ctx: Context): unknown {
            return 5;
        }
    }

    it('compile to the same plans', async () => {
        const contracts = [Assets];
        const asset = { id: 'a', tags: ['x'], owners: { ann: { name: 'Ann', age: 3 } } };
        expect(await call({ contracts }, 'assets:create', 'a', JSON.stringify(asset))).toMatchObject({ status: 200 });
        expect((await call({ contracts }, 'create', 'a', '{"id":1,"tags":["y",2],"owners":{"b":{}}}')).message).toBe(
            'VALIDATION_FAILED: asset.id must be a string, not 1; asset.tags[1] must be a string, not 2; ' +
                'asset.owners.b.name is missing; asset.owners.b.age is missing',
        );
        expect((await call({ contracts }, 'list')).payload).toBe(
            '[{"id":"a","owners":{"x":{"age":1,"name":"n"}},"tags":[]}]',
        );
        expect(await call({ contracts }, 'wrong')).toMatchObject({
            status: 500,
            message: 'INVALID_RESULT: result must be string, not 5',
        });
    });

    it('two classes of one name are refused where the name is used', () => {
        class First extends Contract {
            @Transaction() @Returns('Twin') a(_ctx: Context): string {
                return '';
            }
        }
        const twin = (): void => {
            @ObjectType()
            class Twin {
                @Property() id!: string;
            }
            expect(Twin.name).toBe('Twin');
        };
        twin();
        twin();
        expect(() => compileContracts({ contracts: [First] })).toThrow(
            'which 2 classes are called: write the class itself',
        );
    });

    it('@Object may name the classes that stand for it', async () => {
        class Card {
            @v.IsString() number!: string;
        }
        @ObjectType({ discriminator: { property: 'kind', subTypes: [{ name: 'card', value: Card }] } })
        class Payment {
            @v.IsString() kind!: string;
        }
        class Pays extends Contract {
            @Transaction() pay(_ctx: Context, payment: Payment): string {
                return payment.constructor.name;
            }
        }
        expect(await call({ contracts: [Pays] }, 'pay', '{"kind":"card","number":"1"}')).toMatchObject({
            payload: 'Card',
        });
        expect(await call({ contracts: [Pays] }, 'pay', '{"kind":"cash"}')).toMatchObject({ status: 400 });
    });
});

describe('a contract of plain JavaScript', () => {
    class Plain extends Contract {
        calls(): number {
            return this._hidden();
        }
        _hidden(): number {
            return 1;
        }
        any(_ctx: Context, ...args: string[]): string[] {
            return args;
        }
        two(_ctx: Context, first: string, second = 'default'): string[] {
            return [first, second];
        }
        override beforeTransaction(): Promise<void> {
            return Promise.resolve();
        }
    }

    it('has its functions as transactions, with strings as arguments', async () => {
        const contracts = [Plain];
        expect((await call({ contracts }, 'any')).payload).toBe('[]');
        expect((await call({ contracts }, 'any', '1', '{}', 'x')).payload).toBe('["1","{}","x"]');
        expect((await call({ contracts }, 'two', 'a')).payload).toBe('["a","default"]');
        expect((await call({ contracts }, 'two')).message).toBe('VALIDATION_FAILED: first is missing');
        expect((await call({ contracts }, 'two', 'a', 'b', 'c')).status).toBe(400);
        expect((await call({ contracts }, 'calls', 'and', 'more')).payload).toBe('1');
    });

    it.each(['_hidden', 'beforeTransaction', 'constructor', 'getName', '__proto__', 'toString'])(
        'does not offer %s',
        async (name) => {
            expect(await call({ contracts: [Plain] }, name)).toMatchObject({ status: 404 });
            expect(await call({ contracts: [Plain] }, `Plain:${name}`)).toMatchObject({ status: 404 });
        },
    );
});

describe('serializers', () => {
    class Line {
        @v.IsInt() @v.Min(1) amount!: number;
    }
    class Reversed implements Serializer {
        toBuffer(result: unknown): Uint8Array {
            return Buffer.from(JSON.stringify(result)).reverse();
        }
        fromBuffer(data: Buffer): unknown {
            return { value: JSON.parse(Buffer.from(data).reverse().toString()) as unknown, jsonForValidation: {} };
        }
    }
    class Lines extends Contract {
        @Transaction() add(_ctx: Context, line: Line, n: number): unknown {
            return [line instanceof Line, line.amount + n];
        }
    }
    const reversed = (text: string): Buffer => Buffer.from(text).reverse();
    const options = {
        contracts: [Lines],
        serializers: { transaction: 'reversed', serializers: { reversed: Reversed } },
    };

    it('read and write, and values are checked all the same', async () => {
        expect((await call(options, 'add', reversed('{"amount":2}'), reversed('3'))).payload).toBe(']5,eurt[');
        expect((await call(options, 'add', reversed('{"amount":0}'), reversed('"3"'))).message).toBe(
            'VALIDATION_FAILED: line.amount must not be less than 1; n must be number, not "3"',
        );
        expect(await call(options, 'add', Buffer.from('{'), reversed('3'))).toMatchObject({ status: 400 });
    });

    it('leave the system contract unchanged', async () => {
        const { payload } = await call(options, 'org.hyperledger.fabric:GetMetadata');
        expect(JSON.parse(payload)).toMatchObject({ contracts: { Lines: {} } });
    });

    class Throwing extends Reversed {
        constructor() {
            super();
            throw new Error('no key');
        }
    }
    class Half {
        toBuffer(): void {
            // and no fromBuffer
        }
    }
    it.each<[string, unknown, string]>([
        ['nope', { reversed: Reversed }, '"nope", which is not among reversed'],
        ['toString', {}, '"toString", which is not among '],
        ['reversed', undefined, '"reversed", which is not among '],
        ['throwing', { throwing: Throwing }, '"throwing", whose constructor throws (Error: no key)'],
        ['made', { made: new Reversed() }, '"made", which is not a class'],
        ['half', { half: Half }, '"half", one without the methods toBuffer and fromBuffer'],
    ])('that cannot be had are a mistake: %s', (transaction, serializers, found) => {
        const sources = { contracts: [Lines], serializers: { transaction, serializers } as Serializers };
        expect(() => compileContracts(sources)).toThrow(`for a mistake:\n  serializers: the serializer ${found}. `);
    });
});

describe('a second copy of the packages', () => {
    function secondCopy<T>(load: () => T): T {
        let loaded: T | undefined;
        jest.isolateModules(() => {
            loaded = load();
        });
        if (loaded === undefined) throw new Error('nothing was loaded');
        return loaded;
    }

    it('of @heddle/contract serves in the same process', async () => {
        const other = secondCopy(() => jest.requireActual<typeof heddle>('./index'));
        expect(other.Contract).not.toBe(Contract);
        class Line {
            amount!: number;
        }
        other.IsInt()(Line.prototype, 'amount');
        class Other extends other.Contract {
            override createContext(): heddle.Context {
                return new other.Context();
            }
            fail(ctx: heddle.Context, line: Line): void {
                throw new other.ContractError('OTHER', `${line.amount} ${ctx.stub.getTxID()}`, { status: 422 });
            }
        }
        other.Transaction()(Other.prototype, 'fail', {});
        other.Param('line', Line)(Other.prototype, 'fail', {});
        class Own extends Contract {
            @Transaction() run(_ctx: Context): string {
                return 'own';
            }
        }
        const contracts = [Own, Other as never];
        expect(await call({ contracts }, 'run')).toMatchObject({ payload: 'own' });
        expect(await call({ contracts }, 'Other:fail', '{"amount":3}')).toMatchObject({
            status: 422,
            message: 'OTHER: 3 tx1',
        });
        expect(await call({ contracts }, 'Other:fail', '{"amount":3.5}')).toMatchObject({ status: 400 });
    });

    it('of another version is a mistake that says so', () => {
        class Later extends Contract {
            @Transaction() run(_ctx: Context): string {
                return '';
            }
        }
        const record = Reflect.get(Later, Symbol.for('heddle.contract')) as { version: number };
        record.version = 2;
        expect(() => compileContracts({ contracts: [Later] })).toThrow(
            'decorators of another version of @heddle/contract',
        );
    });
});
