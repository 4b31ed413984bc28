import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DebuggerClient } from '@heddle/command-testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as credits from './clients/letter-of-credit-client';
import * as payments from './clients/payments-client';
import * as supply from './clients/supply-chain-client';
import * as tokens from './clients/token-client';
import { DevNetwork, type DevNetworkOptions } from './dev-network';

// Heavy: each network is built and started, as a newcomer does it.

const CLIENTS = join(__dirname, '..', '..', 'src', 'newcomer', 'clients');

/** A network for the tests of a block, each of which calls what the ones before have left. */
function running(options: DevNetworkOptions): () => DevNetwork {
    let network: DevNetwork | undefined;
    beforeAll(async () => {
        network = await DevNetwork.start(options);
    });
    afterAll(() => network?.[Symbol.asyncDispose]());
    return () => {
        if (network === undefined) throw new Error('heddle dev does not run');
        return network;
    };
}

/** The clients of this folder are those that the command makes of the contracts that run. */
async function expectGenerated(network: DevNetwork, folder: string, client: string): Promise<void> {
    const file = join(CLIENTS, `${client}.ts`);
    const { code, lines } = await network.heddle('generate', 'client', folder, '--no-build', '--check', '--out', file);
    expect([lines.filter((line) => line !== ''), code]).toEqual([[], 0]);
}

describe('a token, under heddle dev', () => {
    const network = running({
        packages: { '.': 'token' },
        args: ['--inspect=0', ...['--user', 'minter:role=minter', '--user', 'ann', '--user', 'bob']],
    });
    const as = (user: string): tokens.Token => tokens.Token.connect(network().as(user), 'token');

    it('has the client that is generated of it', () => expectGenerated(network(), '.', 'token-client'));

    it('is minted by who has the role, and by nobody else', async () => {
        const ann = await as('ann').whoAmI();
        await expect(as('ann').mint(ann, 100n)).rejects.toMatchObject({ status: 403, code: 'ACCESS_DENIED' });
        await as('minter').mint(ann, 100n);
        expect(await as('bob').balanceOf(ann)).toBe(100n);
    });

    it('is moved within an allowance, and tells of it', async () => {
        const [ann, bob] = [await as('ann').whoAmI(), await as('bob').whoAmI()];
        using events = as('bob').$events();
        await as('ann').approve(bob, 30n);
        await as('bob').transferFrom(ann, bob, 20n);
        for await (const event of events) {
            if (event.name !== 'Transferred') continue;
            expect(event.payload).toEqual({ from: ann, to: bob, amount: 20n });
            break;
        }
        const refused = await as('bob')
            .transferFrom(ann, bob, 11n)
            .catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(tokens.InsufficientAllowance);
        expect(refused).toMatchObject({ status: 403, details: { needs: 11n, has: 10n } });
    });

    it('lets a debugger stand in its TypeScript', async () => {
        const [, port] = await network().printed(/^ {4}127\.0\.0\.1:(\d+) /m);
        await using debug = await DebuggerClient.connect(Number(port));
        const source = network().sourceOf('.', 'token');
        const line = readFileSync(source, 'utf8')
            .split('\n')
            .findIndex((text) => text.includes('throw NotPositive()'));
        const breakpoint = await debug.breakAt(source, line + 1);
        const call = as('minter').mint('somebody', 5n);
        const pause = await debug.paused();
        expect([pause.hitBreakpoints, await debug.evaluate(pause, 'owner')]).toEqual([[breakpoint], 'somebody']);
        await debug.send('Debugger.removeBreakpoint', { breakpointId: breakpoint });
        await debug.send('Debugger.resume');
        await call;
        expect(await as('ann').balanceOf('somebody')).toBe(5n);
    });
});

describe('a supply chain, under heddle dev', () => {
    const sender = ['FarmMSP', 'MillMSP'].flatMap((mspId) => ['--user', `sue@${mspId}:role=sender`]);
    const network = running({
        packages: { '.': 'supply-chain' },
        args: ['--organizations', 'FarmMSP,MillMSP,ShopMSP', '--one-process', ...sender],
    });
    const as = (user: string, mspId: string): supply.SupplyChain =>
        supply.SupplyChain.connect(network().as(user, mspId), 'supply-chain');
    /** At the peer of the organization itself. */
    const at = (mspId: string): supply.SupplyChain => as('User1', mspId).$with({ endorsingOrganizations: [mspId] });

    it('has the client that is generated of it', () => expectGenerated(network(), '.', 'supply-chain-client'));

    it('is sent by senders, with private details for farm and mill', async () => {
        await expect(as('User1', 'FarmMSP').send('s1', 'MillMSP')).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
        const agreement = { id: 's1', price: 1200n, salt: '5f1de2c09b7a44d8' };
        const send = as('sue', 'FarmMSP').send.with({
            transient: { agreement },
            endorsingOrganizations: ['FarmMSP', 'MillMSP'],
        });
        await send('s1', 'MillMSP');
        expect(await at('MillMSP').agreementOn('s1')).toEqual(agreement);
        await expect(at('ShopMSP').agreementOn('s1')).rejects.toThrow(/agreements/);
        expect(await at('ShopMSP').agreed(agreement)).toBe(true);
        expect(await at('ShopMSP').agreed({ ...agreement, price: 1300n })).toBe(false);
    });

    it('is received once, by whom it is for', async () => {
        await expect(as('User1', 'ShopMSP').receive('s1')).rejects.toBeInstanceOf(supply.NotForYou);
        expect(await as('User1', 'MillMSP').receive('s1')).toMatchObject({ holder: 'MillMSP', state: 'received' });
        expect(await as('User1', 'ShopMSP').heldBy('MillMSP')).toHaveLength(1);
    });

    it('has notes of each organization for itself', async () => {
        await at('FarmMSP').note.with({ transient: { note: 'wet' } })('s1');
        await at('MillMSP').note.with({ transient: { note: 'late' } })('s1');
        const notes = ['FarmMSP', 'MillMSP', 'ShopMSP'].map((mspId) => at(mspId).noteOf('s1'));
        expect(await Promise.all(notes)).toEqual(['wet', 'late', '']);
    });
});

describe('a letter of credit across two chaincodes, under heddle dev', () => {
    const documents = createHash('sha256').update('bill of lading').digest('hex');
    const network = running({
        packages: { credits: 'letter-of-credit', payments: 'payments' },
        config: {
            users: {
                clerk: { attributes: { role: 'clerk' } },
                buyer: { attributes: { company: 'mill' } },
                seller: { attributes: { company: 'farm' } },
            },
            chaincodes: [
                { name: 'credits', folder: 'credits' },
                { name: 'payments', folder: 'payments' },
            ],
        },
    });
    const as = (user: string): credits.LetterOfCredit => credits.LetterOfCredit.connect(network().as(user), 'credits');
    const bank = (user: string): payments.Payments => payments.Payments.connect(network().as(user), 'payments');

    it('has the clients that are generated of both', async () => {
        await expectGenerated(network(), 'credits', 'letter-of-credit-client');
        await expectGenerated(network(), 'payments', 'payments-client');
    });

    it('is paid when the documents are in order', async () => {
        await expect(bank('buyer').deposit('mill', 1n)).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
        await bank('clerk').deposit('mill', 500n);
        await as('buyer').apply('c1', 'farm', 300n);
        await expect(as('seller').issue('c1')).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
        await as('clerk').issue('c1');
        expect(await bank('buyer').balance('mill')).toBe(200n);
        await expect(as('buyer').present('c1', documents)).rejects.toBeInstanceOf(credits.NotYours);
        await as('seller').present('c1', documents);
        await as('clerk').honour('c1');
        expect(await bank('seller').balance('farm')).toBe(300n);
        expect(await as('buyer').read('c1')).toMatchObject({ state: 'honoured', documents });
    });

    it('is not promised where the other chaincode refuses', async () => {
        await as('buyer').apply('c2', 'farm', 201n);
        await expect(as('clerk').issue('c2')).rejects.toBeInstanceOf(credits.NotCovered);
        expect(await bank('clerk').balance('mill')).toBe(200n);
    });
});
