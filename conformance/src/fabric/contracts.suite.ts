import {
    Check,
    Context,
    Contract,
    ContractChaincode,
    ContractError,
    Evaluate,
    Param,
    Transaction,
} from '@heddle/contract';
import { createLogger } from '@heddle/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IsInt, IsString, Length, Max, Min } from 'class-validator';
import { GatewayTarget } from '../harness/gateway-target';
import type { Outcome } from '../scenarios/target';
import { networkOptionsOfRun } from './conformance-run';
import { deployForEach, type Deployment } from './deployment';
import { FabricNetwork } from './fabric-network';

/** The longest message that a contract's failure has, in bytes. */
const LONGEST_MESSAGE = 2000;

class Item {
    @IsString() @Length(1, 10) name!: string;
    @IsInt() @Min(1) @Max(9) count!: number;
}

class Orders extends Contract {
    @Transaction()
    @Param('items', [Item])
    async order(ctx: Context, items: Item[]): Promise<number> {
        await Promise.all(items.map((item) => ctx.stub.putState(item.name, ctx.serialize(item))));
        return items.length;
    }

    @Evaluate()
    async find(ctx: Context, name: string, @Check(IsInt(), Min(1)) least: number = 1): Promise<string> {
        const bytes = await ctx.stub.getState(name);
        if (bytes.length === 0) throw new ContractError('NO_SUCH_ITEM', `no item is called ${name}`, { status: 404 });
        const { count } = ctx.deserialize(Item, bytes);
        if (count < least) throw new Error('a secret of the server');
        return `${name}: ${count}`;
    }
}

const options = networkOptionsOfRun();
let network: FabricNetwork | undefined;
let deployment: Deployment | undefined;
let target: GatewayTarget;

beforeAll(async () => {
    network = await FabricNetwork.start(options);
    const chaincode = new ContractChaincode({ contracts: [Orders], logger: createLogger('error', () => undefined) });
    deployment = await deployForEach(network, chaincode, { name: 'orders' });
    target = new GatewayTarget(network);
});

afterAll(async () => {
    target.close();
    await deployment?.[Symbol.asyncDispose]();
    await network?.close();
});

const submit = (...args: string[]): Promise<Outcome> => target.submit({ chaincode: 'orders', args });
const evaluate = (...args: string[]): Promise<Outcome> => target.evaluate({ chaincode: 'orders', args });

describe(`a contract on a peer of Fabric ${options.binaries.version}, through the official gateway client`, () => {
    it('takes typed arguments, and answers', async () => {
        const items = Array.from({ length: 100 }, (_, index) => ({ name: `i${index}`, count: 1 + (index % 9) }));
        const ordered = await submit('order', JSON.stringify(items));
        expect([ordered.validation, ordered.payload.toString()]).toEqual(['VALID', '100']);
        expect((await evaluate('find', 'i3')).payload.toString()).toBe('i3: 4');
    });

    it('answers 1,000 elements that all fail with one message that says enough and is not too long', async () => {
        const items = Array.from({ length: 1000 }, () => ({ name: '', count: 99, extra: true }));
        for (const { status, message } of [
            await submit('order', JSON.stringify(items)),
            await evaluate('order', JSON.stringify(items)),
        ]) {
            expect(status).toBe(400);
            expect(message).toMatch(/^VALIDATION_FAILED: items\[0\]\..*… and \d+ more$/);
            expect(Buffer.byteLength(message)).toBeLessThanOrEqual(LONGEST_MESSAGE);
        }
    });

    it("lets the client read a contract's own error", async () => {
        const { status, message } = await evaluate('find', 'nothing');
        expect([status, message]).toEqual([404, 'NO_SUCH_ITEM: no item is called nothing']);
    });

    it('keeps what else a contract throws to itself', async () => {
        const { status, message } = await evaluate('find', 'i0', '9');
        expect(status).toBe(500);
        expect(message).toContain('INTERNAL_ERROR');
        expect(message).not.toContain('secret');
    });
});
