import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ClassicStub } from '@heddle/core/fabric-shim';
import { describe, expect, it } from '@jest/globals';
import { ChaincodeFromContract } from './chaincode-from-contract';

interface TestContext {
    readonly stub: ClassicStub;
    readonly clientIdentity: object;
}

// By the path that chaincode takes to it; the package does not depend on it.
const { Contract } = createRequire(join(__dirname, '../../fabric-contract-api/package.json'))('./index.js') as {
    Contract: new (name?: string) => object;
};

class Assets extends Contract {
    async read(ctx: TestContext, id: string): Promise<object> {
        return { id, value: (await ctx.stub.getState(id)).toString() };
    }

    own(ctx: TestContext): boolean {
        return ctx.stub instanceof StateStub;
    }

    async nothing(): Promise<void> {
        // No result.
    }

    fail(): never {
        throw new Error('not today');
    }
}

/** A stub as frameworks make it for their tests, with a state of its own. */
class StateStub extends ClassicStub {
    constructor(...args: string[]) {
        super(
            null,
            'test-channel',
            'test-tx-id',
            { getArgsList_asU8: () => args.map((arg) => Buffer.from(arg)) },
            null,
        );
    }

    override readonly getState = (key: string): Promise<Buffer> => Promise.resolve(Buffer.from(`value of ${key}`));
}

/** As a framework extends it. */
class TestChaincode extends ChaincodeFromContract {
    constructor() {
        super([Assets], { serializers: {}, transaction: 'jsonSerializer' }, {}, 'assets', '1.0.0');
    }

    run(...args: string[]): Promise<unknown> {
        return this.Invoke(new StateStub(...args));
    }
}

describe('a chaincode of contracts that a framework calls', () => {
    const chaincode = new TestChaincode();

    it.each([
        [['Assets:read', 'a1'], { status: 200, payload: Buffer.from('{"id":"a1","value":"value of a1"}') }],
        [['read', 'a1'], { status: 200, payload: Buffer.from('{"id":"a1","value":"value of a1"}') }],
        [['own'], { status: 200, payload: Buffer.from('true') }],
        [['nothing'], { status: 200, payload: Buffer.alloc(0) }],
        [[], { status: 200, payload: Buffer.from('Default initiator successful.') }],
        [['fail'], { status: 500, message: 'not today' }],
        [['nowhere:read'], { status: 500, message: 'Contract name is not known: nowhere' }],
        [['gone'], { status: 500, message: "You've asked to invoke a function that does not exist: gone" }],
    ])('answers %j with %j', async (args, answer) => {
        expect(await chaincode.run(...args)).toEqual(answer);
    });

    it('tells what it is made of', () => {
        expect(Object.keys(chaincode.contractImplementations)).toEqual(['Assets', 'org.hyperledger.fabric']);
        expect(chaincode.contractImplementations['Assets']?.contractInstance).toBeInstanceOf(Assets);
        expect(chaincode.defaultContractName).toBe('Assets');
        expect([chaincode.title, chaincode.version]).toEqual(['assets', '1.0.0']);
        expect(chaincode.metadata).toMatchObject({ info: { title: 'assets', version: '1.0.0' } });
    });

    it.each<[string, () => unknown]>([
        ['Missing argument: array of contract classes', () => new ChaincodeFromContract(undefined as never, {})],
        ['Missing argument: serialization implement information', () => new ChaincodeFromContract([Assets], null)],
    ])('is refused with "%s"', (message, make) => {
        expect(make).toThrow(new Error(message));
    });
});
