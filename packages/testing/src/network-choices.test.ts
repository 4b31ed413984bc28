import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Context, Contract } from '@heddle/contract';
import { expect, it } from '@jest/globals';
import { fuzz } from './fuzz';
import { TestNetwork } from './index';
import { Cars } from './testing/contracts';
import { load } from './work';

it.each([
    ['determinism', 'perturb', "option 'determinism' of TestNetwork.start is 'perturb': write check, sample, off"],
    ['traps', 'on', "option 'traps' of TestNetwork.start is 'on': write fail, report, off"],
])('a network does not start with a choice for %s that there is not', async (name, choice, message) => {
    // As of JavaScript, which knows no unions.
    const start = TestNetwork.start({ contracts: [Cars], ...{ [name]: choice } });
    await expect(start).rejects.toMatchObject({ code: 'OPTION_INVALID', message: expect.stringContaining(message) });
});

function misnamed(name: string): Record<string, never> {
    return { [name]: 1 as never };
}

// As of JavaScript, too: what is written by variables is not checked for names that nobody knows.
it.each([
    ['a network', () => TestNetwork.start({ contracts: [Cars], ...misnamed('determinsim') }), 'determinsim'],
    ['a definition', () => TestNetwork.start({ contracts: [Cars], definition: misnamed('policy') }), 'policy'],
    ['traps', () => TestNetwork.start({ contracts: [Cars], traps: misnamed('only') }), 'only'],
    ['an allowance', () => TestNetwork.start({ contracts: [Cars], traps: { allow: [misnamed('file')] } }), 'file'],
    ['a fuzz run', () => fuzz({ contracts: [Cars] }, misnamed('run')), 'run'],
    ['a load', () => load({ contracts: [Cars] }, misnamed('call')), 'call'],
])('%s does not start with an option that there is not', async (_what, start, name) => {
    await expect(start()).rejects.toMatchObject({
        code: 'OPTION_INVALID',
        message: expect.stringMatching(new RegExp(`has no option '${name}'; the options are .*: correct its name`)),
    });
});

it('a peer and a client are not made with an option that there is not', async () => {
    const peer = misnamed('queris');
    await expect(TestNetwork.start({ contracts: [Cars], peer })).rejects.toThrow(
        "LocalPeer.start has no option 'queris'",
    );
    await using net = await TestNetwork.start({ contracts: [Cars] });
    expect(() => net.as('ann', misnamed('msp'))).toThrow("a client has no option 'msp'");
    expect(() => net.as('ann').with(misnamed('transients'))).toThrow("with has no option 'transients'");
    // What has no value is not given.
    expect(net.as('ann', { mspId: undefined, ...{ msp: undefined } } as object).mspId).toBe('Org1MSP');
});

it('a contract that is chosen by its name is refused, with those that there are', async () => {
    await using net = await TestNetwork.start({ contracts: [Cars] });
    const named = 'Cars' as never; // as of JavaScript
    const problem = "chaincode 'chaincode' has no contract 'Cars', as a contract is given by its class; it has Cars";
    expect(() => net.as('ann').contract(named)).toThrow(problem);
});

it('a network closes while a transaction hangs, whose call is rejected', async () => {
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
        begin = resolve;
    });
    class Hanging extends Contract {
        async hang(ctx: Context): Promise<void> {
            await ctx.stub.getState('a');
            begin();
            await new Promise<never>(() => undefined);
        }
    }
    const net = await TestNetwork.start({ contracts: [Hanging] });
    const hanging = net.as('ann').submit('hang');
    const failure = hanging.catch((error: unknown) => error);
    await begun;
    await net.close();
    expect(await failure).toMatchObject({ code: 'PEER_CLOSED' });
});

it.each([
    ['a policy that cannot be read', { definition: { endorsementPolicy: "OR('Org1MSP.member'" } }],
    ['a row that is no entity', { seed: [{}] }],
])('a network that %s keeps from its start leaves its store to the next one', async (_what, options) => {
    const path = await mkdtemp(join(tmpdir(), 'heddle-kept-'));
    try {
        const peer = { store: { path } };
        await expect(TestNetwork.start({ contracts: [Cars], peer, ...options })).rejects.toThrow();
        await using net = await TestNetwork.start({ contracts: [Cars], peer });
        expect(await net.peer.height()).toBeGreaterThan(0n);
    } finally {
        await rm(path, { recursive: true });
    }
});
