import { type Context, Contract, Evaluate, Transaction } from '@heddle/contract';
import type { ObservedRefusal, PeerObserver } from '@heddle/local-peer';
import { describe, expect, it } from '@jest/globals';
import { TransactionError } from '../errors/transaction-error';
import { TestNetwork } from '../test-network';
import { PeerHints } from './peer-hints';

class Asking extends Contract {
    @Evaluate() async rich(ctx: Context): Promise<number> {
        let count = 0;
        for await (const _row of ctx.stub.getQueryResult('{"selector":{}}')) count += 1;
        return count;
    }
    @Transaction() async hide(ctx: Context): Promise<void> {
        await ctx.stub.putPrivateData('nowhere', 'k', 'v');
    }
    @Evaluate() async seek(ctx: Context): Promise<string> {
        return String(await ctx.stub.getPrivateData('nowhere', 'k'));
    }
    @Evaluate() async survive(ctx: Context): Promise<string> {
        return await ctx.stub.getPrivateData('nowhere', 'k').then(
            () => 'found',
            () => 'refused',
        );
    }
}

const COLLECTIONS = ['terms', 'prices'].map((name) => ({ name, policy: ['Org1MSP'] }));

async function failureOf(call: Promise<unknown>): Promise<TransactionError> {
    const error: unknown = await call.then(
        () => undefined,
        (thrown: unknown) => thrown,
    );
    expect(TransactionError.is(error)).toBe(true);
    return error as TransactionError;
}

describe('a request that the peer refuses', () => {
    it('is told of in the words of a real peer, and with what to do', async () => {
        await using net = await TestNetwork.start({ contracts: [Asking] });
        const { message } = await failureOf(net.as('alice').evaluate('rich'));
        expect(message).toMatch(
            /^PEER_ERROR: GET_QUERY_RESULT failed: .*: ExecuteQuery not supported for leveldb; rich /,
        );
        expect(message).toContain('peer: { queries: "couchdb" }');
        expect(message).toContain('--queries couchdb');
    });

    it.each(['hide', 'seek'] as const)('names the collections that there are: %s', async (transaction) => {
        const refusals: ObservedRefusal[] = [];
        const observer = { refusal: (refusal: ObservedRefusal) => void refusals.push(refusal) };
        await using net = await TestNetwork.start({
            contracts: [Asking],
            definition: { collections: COLLECTIONS },
            peer: { observer },
        });
        const alice = net.as('alice');
        const error = await failureOf(transaction === 'hide' ? alice.submit('hide') : alice.evaluate('seek'));
        expect(error.message).toMatch(
            /could not be found; the collections in the definition of \S+ are terms, prices$/,
        );
        // Where, is in the stack of what the stub threw.
        expect((error.cause as Error).stack).toMatch(/at Asking\.\w+ .*peer-hints\.test/);
        expect(refusals[0]?.error).toMatch(/could not be found$/);
    });

    it('says how to come by a collection where there is none', async () => {
        await using net = await TestNetwork.start({ contracts: [Asking] });
        const { message } = await failureOf(net.as('alice').evaluate('seek'));
        expect(message).toMatch(
            /has no collections: give it some \(as --collections-config, which "heddle collections" writes .*\), or use _implicit_org_ and an MSP id$/,
        );
    });

    it('is no matter where the contract goes on without it', async () => {
        await using net = await TestNetwork.start({ contracts: [Asking] });
        expect(await net.as('alice').evaluate('survive')).toBe('refused');
    });
});

describe('an observer of the peer', () => {
    it('hears all that a peer tells, transient data too, whatever it throws itself', async () => {
        const heard: string[] = [];
        const observer: PeerObserver = {
            transient: ({ values }) => {
                heard.push(...values.keys());
                throw new Error('not my day');
            },
            proposal: ({ purpose }) => void heard.push(purpose),
            block: ({ number }) => void heard.push(`block ${number}`),
        };
        await using net = await TestNetwork.start({
            contracts: [Asking],
            determinism: 'off',
            definition: { collections: [...COLLECTIONS, { name: 'nowhere', policy: ['Org1MSP'] }] },
            peer: { observer },
        });
        await net
            .as('alice')
            .with({ transient: { note: 'for us' } })
            .submit('hide');
        expect(heard).toEqual(expect.arrayContaining(['note', 'endorse', expect.stringMatching(/^block /)]));
    });

    it('does not keep another one from hearing', () => {
        const heard: string[] = [];
        const throwing: PeerObserver = {
            reverted: () => {
                throw new Error('not my day');
            },
        };
        const both = new PeerHints().beside(throwing, { reverted: () => void heard.push('reverted') });
        expect(() => both.reverted?.({} as never)).toThrow('not my day');
        expect(heard).toEqual(['reverted']);
        expect(Object.keys(both)).toEqual(['refusal', 'reverted']);
    });
});
