import { Contract as OwnContract, Transaction as OwnTransaction } from '@heddle/contract';
import { describe, expect, it } from '@jest/globals';
import { Context, Contract, Default, JSONSerializer, Transaction } from './index';
import { ServedContracts } from './testing/served-contracts';

class Books extends Contract {
    title(_ctx: Context, title: string): string {
        return title;
    }

    nothing(_ctx: Context): void {
        // And nothing is what is answered.
    }
}

class Films extends Contract {
    title(_ctx: Context, title: string): string {
        return `film ${title}`;
    }
}

describe('several contracts', () => {
    it('are called by their names, and the first one without', async () => {
        await using served = await ServedContracts.start([Books, Films]);
        await expect(served.evaluate('title', 'a')).resolves.toMatchObject({ payload: 'a' });
        await expect(served.evaluate('Films:title', 'a')).resolves.toMatchObject({ payload: 'film a' });
    });

    it('have the default that is marked', async () => {
        class Marked extends Contract {
            title(_ctx: Context, title: string): string {
                return `marked ${title}`;
            }
        }
        Default()(Marked);
        await using served = await ServedContracts.start([Books, Marked]);
        await expect(served.evaluate('title', 'a')).resolves.toMatchObject({ payload: 'marked a' });
        expect(served.chaincode.metadata.contracts['Marked']).toMatchObject({ contractInstance: { default: true } });
    });

    it('of one name are one, with a warning', async () => {
        class More extends Films {
            constructor() {
                super('Books');
            }

            override title(_ctx: Context, title: string): string {
                return `more ${title}`;
            }
        }
        await using served = await ServedContracts.start([Books, More]);
        await expect(served.evaluate('Books:title', 'a')).resolves.toMatchObject({ payload: 'more a' });
        expect(served.warnings).toContainEqual(expect.stringContaining('Books'));
    });

    it('run in worker threads, the metadata apart', async () => {
        await using served = await ServedContracts.start([Books]);
        const names = ['title', 'Books:title', 'org.hyperledger.fabric:GetMetadata', 'nope'];
        expect(names.map((name) => served.chaincode.runsInWorker(name))).toEqual([true, true, false, false]);
    });
});

describe('what cannot be served', () => {
    class Broken extends Contract {
        constructor() {
            super();
            throw new Error('no ledger');
        }
    }

    class Own extends OwnContract {
        @OwnTransaction()
        read(): string {
            return 'read';
        }
    }

    it.each([
        ['a constructor that throws', [Books, Broken], {}, /Broken: a constructor that throws \(Error: no ledger\)/],
        ["a contract of Heddle's form besides", [Books, Own], {}, /Own: .*of fabric-contract-api/],
        ['an object that is no contract', [Books, {}], {}, /\[CONTRACT_INVALID\]/],
        [
            'a serializer that is not there',
            [Books],
            { serializers: { transaction: 'mine', serializers: {} } },
            /the serializer "mine", which is not among jsonSerializer/,
        ],
    ])('is %s', async (_what, contracts, options, message) => {
        await expect(ServedContracts.start(contracts, options)).rejects.toThrow(message);
    });
});

describe("an author's serializer", () => {
    /** Texts in capitals, both ways. */
    class Capitals extends JSONSerializer {
        override toBuffer(result: unknown): Buffer | undefined {
            return super.toBuffer(String(result).toUpperCase());
        }

        override fromBuffer(data: Uint8Array): { value: unknown; jsonForValidation: unknown } {
            const value = Buffer.from(data).toString().toUpperCase();
            return { value, jsonForValidation: value };
        }
    }

    class Shelf extends Contract {
        place(_ctx: Context, title: string): string {
            return `${title} stands here`;
        }
    }
    Reflect.defineMetadata('design:paramtypes', [Object, String], Shelf.prototype, 'place');

    it('reads what is declared, and writes every result', async () => {
        class Declared extends Shelf {}
        Reflect.defineMetadata(
            'fabric:transactions',
            [{ name: 'place', tag: ['SUBMIT'], parameters: [{ name: 'title', schema: { type: 'string' } }] }],
            Declared.prototype,
        );
        const serializers = { transaction: 'capitals', serializers: { capitals: Capitals } };
        await using served = await ServedContracts.start([Declared], { serializers });
        await expect(served.evaluate('place', 'a book')).resolves.toMatchObject({ payload: 'A BOOK STANDS HERE' });
        await expect(served.evaluate('place')).resolves.toMatchObject({ status: 500 });
    });
});

describe('middleware of the whole chaincode', () => {
    it('runs around classic transactions as well', async () => {
        const seen: string[] = [];
        await using served = await ServedContracts.start([Books], {
            middleware: [
                async (ctx, next, { contract, name }) => {
                    seen.push(`${contract}:${name} ${ctx.stub.getFunctionAndParameters().params.join(' ')}`);
                    return `${String(await next())}!`;
                },
            ],
        });
        await expect(served.evaluate('title', 'a')).resolves.toMatchObject({ payload: 'a!' });
        expect(seen).toEqual(['Books:title a']);
    });

    it('stands before what a contract answers to unknown functions', async () => {
        class Answering extends Contract {
            override async unknownTransaction(ctx: Context): Promise<void> {
                await (ctx.stub as { putState(key: string, value: string): Promise<void> }).putState('a', '1');
            }
            @Transaction() put(): Promise<void> {
                return Promise.resolve();
            }
        }
        const refuse = (_ctx: unknown, _next: unknown, { name }: { readonly name: string }): Promise<never> =>
            Promise.reject(new Error(`nobody may call ${name}`));
        await using served = await ServedContracts.start([Answering], { middleware: [refuse] });
        await expect(served.submit('nope')).resolves.toMatchObject({
            status: 500,
            message: expect.stringContaining('nobody may call unknownTransaction'),
        });
        await using open = await ServedContracts.start([Answering]);
        await expect(open.submit('nope')).resolves.toMatchObject({ status: 200 });
        const missing = [undefined as never, refuse];
        await expect(ServedContracts.start([Answering], { middleware: missing })).rejects.toThrow('MIDDLEWARE_INVALID');
    });
});

describe('a part of the leniency', () => {
    it('can be taken back alone', async () => {
        class Writer extends Contract {
            @Transaction()
            async put(ctx: Context): Promise<string> {
                void (ctx.stub as { putState(key: string, value: Buffer): Promise<void> })
                    .putState('a', Buffer.from('1'))
                    .catch(() => undefined);
                return Promise.resolve('done');
            }
        }
        await using lenient = await ServedContracts.start([Writer]);
        await expect(lenient.submit('put')).resolves.toEqual({ status: 200, message: '', payload: 'done' });
        expect(lenient.warnings).toContainEqual(expect.stringMatching(/^UNAWAITED_WRITE in Writer:put/));
        await using strict = await ServedContracts.start([Writer], { compat: { unawaitedWrites: 'refuse' } });
        await expect(strict.submit('put')).resolves.toMatchObject({ status: 500 });
    });
});
