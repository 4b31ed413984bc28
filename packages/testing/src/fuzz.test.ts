import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '@heddle/contract';
import { Contract, ContractError, Evaluate, Invariant, Transaction } from '@heddle/contract';
import { KeyEndorsementPolicy } from '@heddle/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fuzz, FuzzError, type FuzzOptions } from './fuzz';
import { TestNetwork } from './index';
import { Bank, CorrectBank } from './testing/faults/bank';
import { SEEDED_FAULTS } from './testing/faults/seeded-faults';

const [BANK] = SEEDED_FAULTS;

let folder: string;

beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
});

afterEach(async () => {
    await rm(folder, { recursive: true });
});

/** The failure of a run that has to fail. */
async function failureOf(contract: new () => Contract, options: FuzzOptions): Promise<FuzzError> {
    try {
        await fuzz({ contracts: [contract] }, { folder: false, ...options });
    } catch (error) {
        if (FuzzError.is(error)) return error;
        throw error;
    }
    throw new Error('it held');
}

/** Two reads of one key, and two writes: the second one wins. */
class SelfTransfer extends Contract {
    @Transaction()
    async mint(ctx: Context, account: string): Promise<void> {
        await ctx.stub.putState(account, Buffer.from('10'));
    }

    @Transaction()
    async pay(ctx: Context, from: string, to: string, amount: number): Promise<void> {
        if (amount < 0) throw new ContractError('AMOUNT', 'not less than nothing');
        const balanceOf = async (account: string): Promise<number> =>
            Number((await ctx.stub.getState(account)).toString() || '0');
        const [paying, paid] = [await balanceOf(from), await balanceOf(to)];
        if (paying < amount) throw new ContractError('POOR', 'there is not enough');
        await ctx.stub.putState(from, Buffer.from(String(paying - amount)));
        await ctx.stub.putState(to, Buffer.from(String(paid + amount)));
    }
}

/** Stops a real channel where the two come into one block in this order. */
class Policies extends Contract {
    @Transaction()
    async take(ctx: Context): Promise<void> {
        await ctx.stub.deleteState('a');
    }

    @Transaction()
    async protect(ctx: Context): Promise<void> {
        const policy = KeyEndorsementPolicy.outOf(1, ['Org1MSP']);
        await ctx.stub.setStateValidationParameter('a', policy.getPolicy());
    }
}

/** Writes what is gone after some blocks. */
class Passing extends Contract {
    @Transaction()
    async offer(ctx: Context, id: number): Promise<void> {
        await ctx.stub.putPrivateData('offers', `o${id % 3}`, 'an offer');
    }

    @Transaction()
    async note(ctx: Context, id: number): Promise<void> {
        await ctx.stub.putState(`n${id % 3}`, 'a note');
    }
}

/** Does not wait for its write. */
class Hasty extends Contract {
    @Transaction()
    note(ctx: Context, id: string): Promise<void> {
        queueMicrotask(() => {
            void ctx.stub.putState(id, Buffer.from('x')).catch(() => undefined);
        });
        return Promise.resolve();
    }
}

/** Refuses all. */
class Closed extends Contract {
    @Transaction()
    open(_ctx: Context, _id: string): Promise<void> {
        throw new ContractError('CLOSED', 'for good', { status: 403 });
    }
}

/** Counts, up to a limit that it does not keep. */
class Counting extends Contract {
    @Transaction()
    async add(ctx: Context, id: string): Promise<number> {
        const bytes = await ctx.stub.getState(id);
        const count = (bytes.length === 0 ? 0 : ctx.deserialize(Number, bytes)) + 1;
        await ctx.stub.putState(id, ctx.serialize(count));
        return count;
    }

    @Evaluate()
    async count(ctx: Context, id: string): Promise<number> {
        const bytes = await ctx.stub.getState(id);
        return bytes.length === 0 ? 0 : ctx.deserialize(Number, bytes);
    }

    @Invariant()
    async countsToTwo(ctx: Context): Promise<void> {
        for await (const { key, value } of ctx.stub.getStateByRange('', ''))
            if (ctx.deserialize(Number, value) > 2) throw new Error(`${key} was counted ${value.toString()} times`);
    }
}

describe('fuzz', () => {
    it('takes a write that nobody waits for as an error, without any invariant', async () => {
        const { code, rule } = await failureOf(Hasty, { runs: 1, depth: 10, seed: 1 });
        expect([code, rule]).toEqual(['CALL_FAILED', 'FLOATING_OPERATION']);
    });

    it('finds what breaks a rule, and makes it short', async () => {
        const failure = await failureOf(Bank, { invariants: BANK?.invariants ?? {}, seed: 2 });
        expect(failure.code).toBe('INVARIANT_BROKEN');
        expect(failure.rule).toBe('accounts sum up to what was minted');
        const calls = failure.steps.flatMap((step) => (step.do === 'call' ? [step] : []));
        expect(calls.map(({ transaction }) => transaction)).toEqual(['mint', 'pay']);
        expect(calls[1]?.args.slice(0, 2)).toEqual([calls[0]?.args[0], calls[0]?.args[0]]);
        expect(failure.message).toContain("await net.as('ann').submit('mint', 'a', 1);");
        expect(failure.message).toContain('seed 2');
    });

    it('holds with a contract that keeps its rules, and counts what it has called', async () => {
        const report = await fuzz(
            { contracts: [CorrectBank] },
            { invariants: BANK?.invariants ?? {}, runs: 4, seed: 1, folder: false },
        );
        expect(report.calls).toBe(200);
        const [mint, pay] = report.outcomes;
        expect(mint).toMatchObject({ transaction: 'mint', refused: { ACCESS_DENIED: expect.any(Number) } });
        expect((mint?.called ?? 0) + (pay?.called ?? 0)).toBe(200);
        expect(mint?.committed['VALID']).toBeGreaterThan(0);
    });

    it('knows what a collection has forgotten after some blocks', async () => {
        const collections = [{ name: 'offers', policy: "OR('Org1MSP.member')", blockToLive: 2, memberOnlyRead: false }];
        let gone = 0;
        await fuzz(
            { contracts: [Passing], definition: { collections } },
            {
                folder: false,
                seed: 1,
                runs: 1,
                depth: 20,
                slow: 600_000,
                setup: (net) => net.as('ann').submit('offer', 0),
                invariants: {
                    'the peer has no other offers': async ({ state, net, changes }) => {
                        for (const key of ['o0', 'o1', 'o2'])
                            expect(await state.privateBytes('offers', key)).toEqual(
                                await net.state.privateBytes('offers', key),
                            );
                        gone += changes.filter(
                            ({ collection, after }) => collection === 'offers' && after === undefined,
                        ).length;
                    },
                },
            },
        );
        expect(gone).toBeGreaterThan(0);
    });

    it('sees money that is made by paying oneself (39)', async () => {
        const failure = await failureOf(SelfTransfer, {
            seed: 1,
            invariants: {
                'nobody has more than was minted': async ({ state }) => {
                    const balances = Object.values(await state.all()).map(Number);
                    expect(Math.max(0, ...balances)).toBeLessThanOrEqual(10 * Math.max(1, balances.length));
                },
            },
        });
        expect(failure.code).toBe('INVARIANT_BROKEN');
        expect(failure.steps.filter((step) => step.do === 'call').length).toBeLessThanOrEqual(3);
    });

    it('finds two transactions that stop a channel in one block', async () => {
        const failure = await failureOf(Policies, { runs: 200 });
        expect([failure.code, failure.rule]).toEqual(['CALL_FAILED', 'no block stops the peers']);
        const played = failure.steps.map((step) => (step.do === 'call' ? step.transaction : step.do));
        expect(played.sort()).toEqual(['commit', 'protect', 'take']);
        expect(failure.cause).toMatchObject({ code: 'PEER_PANICKED' });
    });

    it('asks the invariants that a contract states, which no client can', async () => {
        const failure = await failureOf(Counting, { seed: 1 });
        expect(failure.rule).toBe('Counting.countsToTwo');
        expect(failure.steps.filter((step) => step.do === 'call')).toHaveLength(3);
    });

    it('proof promise 12: fails as vacuous where each call is refused, and says of which code', async () => {
        const failure = await failureOf(Closed, { runs: 1, seed: 1 });
        expect(failure.code).toBe('VACUOUS');
        expect(failure.message).toContain('open: called 50, succeeded 0; CLOSED 50');
        await expect(
            fuzz({ contracts: [Closed] }, { runs: 1, seed: 1, folder: false, allowNever: ['open'] }),
        ).resolves.toMatchObject({ calls: 50 });
    });

    it('fails where a transaction is refused that may not be', async () => {
        const failure = await failureOf(Closed, { seed: 1, failOnRefusal: ['open'] });
        expect(failure).toMatchObject({ code: 'CALL_FAILED', rule: 'CLOSED' });
    });

    it('takes generators and clients from its options, and begins with a setup', async () => {
        const seen = new Set<string>();
        await fuzz(
            { contracts: [Counting] },
            {
                runs: 1,
                depth: 20,
                seed: 1,
                folder: false,
                except: ['count'],
                actors: { zoe: {} },
                arguments: { 'add.id': fc.uuid() },
                setup: (net) => net.as('ann').submit('add', 'first'),
                invariants: {
                    'the first one stays': async ({ state, by }) => {
                        for (const { actor, args } of by) seen.add(`${actor} ${String(args[0]).length}`);
                        expect(await state.get('first', Number)).toBe(1);
                    },
                },
            },
        );
        expect([...seen]).toEqual(['zoe 36']);
    });

    it('begins with what a network has, and leaves it as it was', async () => {
        await using net = await TestNetwork.start({ contracts: [Counting] });
        await net.as('ann').submit('add', 'a');
        const before = await net.state.all();
        await expect(fuzz(net, { seed: 1, folder: false })).rejects.toMatchObject({ rule: 'Counting.countsToTwo' });
        expect(await net.state.all()).toEqual(before);
        const report = await fuzz(net, { seed: 1, runs: 1, depth: 1, folder: false, allowNever: ['count'] });
        expect(report.calls).toBe(1);
    });

    it('keeps a failure, plays it first the next time, and forgets it when it is mended', async () => {
        const options = { invariants: BANK?.invariants ?? {}, name: 'bank', folder };
        const first = await failureOf(Bank, { ...options, seed: 2 });
        expect(await readdir(folder)).toEqual(['bank', 'bank.fuzz-1.test.ts']);
        expect(first.file).toBe(join(folder, 'bank.fuzz-1.test.ts'));
        const second = await failureOf(Bank, { ...options, seed: 3 });
        expect(second.foundAfter).toBe(0);
        expect(second.steps).toEqual(first.steps);
        expect(second.message).toContain('found among the failures of an earlier run');
        await fuzz({ contracts: [CorrectBank] }, { ...options, runs: 1, seed: 1 });
        expect(await readdir(join(folder, 'bank'))).toEqual(['corpus.jsonl']);
        expect(await readdir(folder)).toEqual(['bank', 'bank.fuzz-1.test.ts']);
    });

    it('makes the same calls, ids and verdict of the same seed', async () => {
        const [one, other] = await Promise.all([failureOf(Counting, { seed: 9 }), failureOf(Counting, { seed: 9 })]);
        expect(other.steps).toEqual(one.steps);
        expect(other.foundAfter).toBe(one.foundAfter);
        expect(other.outcomes).toEqual(one.outcomes);
    });

    it('writes the failure as a test without the fuzzer', async () => {
        await failureOf(Bank, { invariants: BANK?.invariants ?? {}, name: 'bank', folder, seed: 2 });
        const text = await readFile(join(folder, 'bank.fuzz-1.test.ts'), 'utf8');
        expect(text).toContain("it('accounts sum up to what was minted', async () => {");
        expect(text).toContain('await answer(net.as(');
        expect(text).toContain('expect({ outcomes, state: await net.state.all() }).not.toEqual({');
    });
});
