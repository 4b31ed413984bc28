import { inherits } from 'node:util';
import type { ChaincodeStub } from '@heddle/core';
import { describe, expect, it } from '@jest/globals';
import { Context, Contract } from './index';
import { ServedContracts } from './testing/served-contracts';

/** A context's stub as contracts of these tests use it. */
function stubOf(ctx: Context): ChaincodeStub {
    return ctx.stub as ChaincodeStub;
}

class Plain extends Contract {
    constructor() {
        super('  plain ');
    }

    put(ctx: Context, key: string, value: string): Promise<void> {
        return stubOf(ctx).putState(key, Buffer.from(value));
    }

    async get(ctx: Context, key: string): Promise<string> {
        return (await stubOf(ctx).getState(key)).toString();
    }

    onError(_ctx: Context): string {
        return 'a transaction like any other';
    }

    fails(_ctx: Context, how: string): void {
        if (how === 'null') throw null as unknown as Error; // what contracts do
        if (how === 'text') throw 'a text' as unknown as Error; // as well
        if (how === 'object') throw { message: 'a reason', code: 7 } as unknown as Error; // what some libraries do
        if (how === 'silent object') throw { message: '', code: 7 } as unknown as Error; // as well
        if (how === 'old error') throw new OldError('The asset a1 does not exist') as Error;
        throw new Error('The asset a1\ndoes not exist  here');
    }

    described(_ctx: Context, id: string, color: string = 'blue'): object {
        return { id, color };
    }

    all(_ctx: Context): number {
        return arguments.length - 1;
    }

    _hidden(): string {
        return 'hidden';
    }
}

/** An error as it was made before there were classes. */
class OldError {
    readonly name = 'OldError';
    readonly message: string;

    constructor(message: string) {
        this.message = message;
        Error.captureStackTrace(this, OldError);
    }
}
inherits(OldError, Error);

describe('a contract of plain JavaScript', () => {
    it('has its methods as transactions, onError among them, and none that begins with _', async () => {
        await using served = await ServedContracts.start([Plain]);
        await expect(served.submit('put', 'a1', 'blue')).resolves.toMatchObject({
            status: 200,
            // The empty Buffer that putState resolves to.
            payload: '{"type":"Buffer","data":[]}',
        });
        await expect(served.evaluate('plain:get', 'a1')).resolves.toMatchObject({ status: 200, payload: 'blue' });
        await expect(served.evaluate('onError')).resolves.toMatchObject({ payload: 'a transaction like any other' });
        await expect(served.evaluate('_hidden')).resolves.toMatchObject({
            status: 500,
            message: "You've asked to invoke a function that does not exist: _hidden",
        });
    });

    it.each([
        ['null', ''],
        ['text', 'a text'],
        ['object', 'a reason'],
        ['silent object', '{"message":"","code":7}'],
        ['old error', 'The asset a1 does not exist'],
        ['error', 'The asset a1 does not exist  here'],
    ])('answers a throw of %s with status 500 and the message alone', async (how, message) => {
        await using served = await ServedContracts.start([Plain]);
        await expect(served.evaluate('fails', how)).resolves.toEqual({ status: 500, message, payload: '' });
    });

    it('counts arguments as far as the method needs them, and takes those with a default', async () => {
        await using served = await ServedContracts.start([Plain]);
        await expect(served.evaluate('get')).resolves.toMatchObject({
            status: 500,
            message: 'Expected 1 parameters, but 0 have been supplied',
        });
        await expect(served.evaluate('described', 'a1')).resolves.toMatchObject({
            payload: '{"id":"a1","color":"blue"}',
        });
        await expect(served.evaluate('described', 'a1', 'red')).resolves.toMatchObject({
            payload: '{"id":"a1","color":"red"}',
        });
        await expect(served.evaluate('described', 'a1', 'red', '5')).resolves.toMatchObject({ status: 500 });
        await expect(served.evaluate('all', 'a', 'b', 'c')).resolves.toMatchObject({ payload: '3' });
    });

    it('succeeds without arguments', async () => {
        await using served = await ServedContracts.start([Plain]);
        await expect(served.submit()).resolves.toMatchObject({ status: 200, payload: 'Default initiator successful.' });
    });

    it.each([
        ['nowhere:get', 'Contract name is not known: nowhere'],
        ['plain:get:more', "You've asked to invoke a function that does not exist: plain:get:more"],
        ['', "You've asked to invoke a function that does not exist: "],
    ])('answers a call of %j in the words of fabric-contract-api', async (name, message) => {
        await using served = await ServedContracts.start([Plain]);
        const answer = await served.evaluate(name, 'a1');
        expect(answer).toEqual({ status: 500, message: message.trimEnd(), payload: '' });
    });

    it('is the default one where a call leaves the name of the contract out', async () => {
        await using served = await ServedContracts.start([Plain]);
        await expect(served.evaluate(':get', 'a1')).resolves.toMatchObject({ status: 200 });
        await expect(served.evaluate('  :get', 'a1')).resolves.toMatchObject({ status: 200 });
    });
});

describe('the hooks of a contract', () => {
    const calls: string[] = [];

    class AssetContext extends Context {
        declare owner: string;

        override setChaincodeStub(stub: object): void {
            calls.push('setChaincodeStub');
            super.setChaincodeStub(new Proxy(stub, {}));
        }

        override setClientIdentity(identity: { id: string; mspId: string }): void {
            identity.id = 'x509::/CN=somebody::/CN=else';
            super.setClientIdentity(identity);
        }
    }

    class Hooked extends Contract {
        override createContext(): Context {
            return new AssetContext();
        }

        override beforeTransaction(ctx: Context): Promise<void> {
            calls.push('before');
            (ctx as AssetContext).owner = 'tom';
            return Promise.resolve();
        }

        override async aroundTransaction(ctx: Context, fn: string, parameters: readonly unknown[]): Promise<unknown> {
            calls.push(`around ${fn} ${parameters.join(',')}`);
            return { around: await super.aroundTransaction(ctx, fn, parameters) };
        }

        override afterTransaction(_ctx: Context, result: unknown): Promise<void> {
            calls.push(`after ${JSON.stringify(result)}`);
            return Promise.resolve();
        }

        override unknownTransaction(ctx: Context): Promise<void> {
            calls.push(`unknown ${(ctx as AssetContext).constructor.name}`);
            return Promise.resolve();
        }

        async read(ctx: Context, key: string): Promise<object> {
            const { owner, clientIdentity } = ctx as AssetContext;
            const { mspId } = clientIdentity as { readonly mspId: string };
            const { length } = await stubOf(ctx).getState(key);
            return {
                owner,
                id: (clientIdentity as { getID(): string }).getID(),
                mspId,
                length,
                txId: stubOf(ctx).getTxID().length,
            };
        }
    }

    it("run in fabric-shim's order, and go through the methods of the context", async () => {
        await using served = await ServedContracts.start([Hooked]);
        calls.length = 0;
        const { status, payload } = await served.evaluate('read', 'a1');
        expect(status).toBe(200);
        expect(JSON.parse(payload)).toEqual({
            around: { owner: 'tom', id: 'x509::/CN=somebody::/CN=else', mspId: 'Org1MSP', length: 0, txId: 64 },
        });
        expect(calls).toEqual([
            'setChaincodeStub',
            'before',
            'around read a1',
            expect.stringMatching(/^after \{"around"/),
        ]);
    });

    it('do not see a call whose arguments are not as many as declared', async () => {
        await using served = await ServedContracts.start([Hooked]);
        calls.length = 0;
        await expect(served.evaluate('read')).resolves.toMatchObject({ status: 500 });
        expect(calls).toEqual(['setChaincodeStub']);
    });

    it('answer unknown functions with success and nothing, whatever they return', async () => {
        await using served = await ServedContracts.start([Hooked]);
        calls.length = 0;
        await expect(served.evaluate('nope')).resolves.toEqual({ status: 200, message: '', payload: '' });
        expect(calls).toEqual(['setChaincodeStub', 'unknown AssetContext']);
    });
});

describe('Contract', () => {
    it('is recognised by its mark, of another copy as well', () => {
        expect(Contract._isContract(new Plain())).toBe(true);
        expect(Contract._isContract({ __isContract: true })).toBe(true);
        expect(Contract._isContract({})).toBe(false);
        expect(Object.keys(new Plain()).sort()).toEqual(['__isContract', 'name']);
    });
});
