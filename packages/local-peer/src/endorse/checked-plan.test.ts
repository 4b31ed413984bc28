import { setTimeout as sleep } from 'node:timers/promises';
import { requests } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { endorseRequest } from '../gateway/gateway-messages';
import { Organization } from '../identity/organization';
import { LocalPeer } from '../local-peer';
import type { LocalPeerOptions } from '../local-peer-options';
import type { ObservedProposal } from '../observe/peer-observer';
import { GatewayCaller, proposalOf } from '../testing/gateway-caller';
import { type Script, ScriptedChaincode } from '../testing/scripted-chaincode';
import type { SubmitResult } from './transaction-request';

let runs = 0;
/** What the network does while a transaction runs. */
let meanwhile: () => Promise<unknown> = () => Promise.resolve();

const script: Script = {
    async put({ ask }, key = '', value = '', collection = '') {
        runs++;
        await ask(requests.putState, { key, value: Buffer.from(value), collection });
        return { payload: 'done', event: { name: 'Put', payload: key } };
    },
    async putTime({ ask }, collection = '') {
        const value = Buffer.from(JSON.stringify({ id: 'k', at: Date.now() }));
        await ask(requests.putState, { key: 'k', value, collection });
    },
    async get({ ask }, key = '') {
        return await ask(requests.getState, { key });
    },
    count: () => String(++runs),
    countInEvent: () => ({ event: { name: 'Counted', payload: String(++runs) } }),
    async readAnother({ ask }) {
        await ask(requests.getState, { key: `k${++runs}` });
    },
    failSecondTime() {
        if (++runs > 1) throw new Error('not again');
        return '';
    },
    failAlways() {
        throw new Error(`failed in run ${++runs}`);
    },
    async slow() {
        runs++;
        await sleep(1100);
        return String(runs);
    },
    async getMeanwhile({ ask }) {
        const happen = meanwhile;
        meanwhile = () => Promise.resolve();
        await happen();
        return await ask(requests.getState, { key: 'k' });
    },
    async countMeanwhile() {
        const happen = meanwhile;
        meanwhile = () => Promise.resolve();
        await happen();
        return String(++runs);
    },
    async call({ ask }, chaincode = '', ...args) {
        const input = { args: args.map((arg) => Buffer.from(arg)) };
        await ask(requests.invokeChaincode, { chaincodeId: { name: chaincode }, input });
    },
};

describe('a local peer that checks whether transactions are deterministic', () => {
    let peer: LocalPeer;
    let seen: ObservedProposal[];

    async function start(options: LocalPeerOptions = {}): Promise<void> {
        await (peer as LocalPeer | undefined)?.close();
        seen = [];
        runs = 0;
        meanwhile = () => Promise.resolve();
        const observer = { proposal: (proposal: ObservedProposal) => void seen.push(proposal) };
        peer = await LocalPeer.start({ determinism: 'check', observer, ...options });
        const collections = [{ name: 'secrets', policy: "OR('Org1MSP.member')" }];
        for (const name of ['basic', 'other']) install(name, `${name}:1`, collections);
    }

    function install(name: string, packageId: string, collections: { name: string; policy: string }[] = []): void {
        peer.install({ name, packageId, connect: new ScriptedChaincode(packageId, script).connect, collections });
    }

    function submit(name: string, ...args: string[]): Promise<SubmitResult> {
        return peer.submit({ chaincode: 'basic', function: name, args });
    }

    beforeEach(() => start());
    afterEach(() => peer.close());

    it('runs them twice, commits one run, and lets pass what does the same', async () => {
        const { commit, event, payload } = await submit('put', 'k', 'v');
        expect(runs).toBe(2);
        expect([commit?.status, event?.name, payload.toString()]).toEqual(['VALID', 'Put', 'done']);
        expect(await peer.height()).toBe(2n);
        expect(seen.map(({ purpose, result }) => [purpose, result?.unchecked])).toEqual([['endorse', undefined]]);
    });

    it('refuses what reads the clock, and names key, member and both values', async () => {
        const failed = submit('putTime');
        await expect(failed).rejects.toMatchObject({ code: 'NOT_ENDORSED' });
        await expect(failed).rejects.toThrow(
            /^basic\.putTime is not deterministic: two runs .*\n {2}write of k, at\n {4}first run: {2}\d{13}\n {4}second run: \d{13}\nA transaction depends on/,
        );
        expect(await peer.states({ chaincode: 'basic' })).toEqual([]);
        expect(seen).toMatchObject([{ result: undefined, error: expect.stringContaining('write of k, at') }]);
    });

    it.each([
        ['its result', ['count'], /result\n {4}first run: {2}1\n {4}second run: 2/],
        ['its event', ['countInEvent'], /event Counted\n {4}first run: {2}1\n {4}second run: 2/],
        ['what it reads', ['readAnother'], /read of k1\n[^]*read of k2\n/],
        ['its private data', ['putTime', 'secrets'], /^.*\n {2}write of k in secrets, at\n.*\n.*\nA transaction/],
        ['a chaincode that it calls', ['call', 'other', 'putTime'], /write of k, at\n/],
        ['whether it fails', ['failSecondTime'], /status\n {4}first run: {2}200\n {4}second run: 500[^]*not again/],
    ])('refuses what differs in %s', async (_, [name = '', ...args], text) => {
        await expect(submit(name, ...args)).rejects.toThrow(text);
    });

    it('runs once what fails, and what is evaluated: nobody has to agree on that', async () => {
        expect(await submit('failAlways')).toMatchObject({ status: 500, message: 'failed in run 1' });
        const { payload } = await peer.evaluate({ chaincode: 'basic', function: 'count' });
        expect(payload.toString()).toBe('2');
    });

    it('runs once what takes longer than a second, and says so', async () => {
        const { commit, payload } = await submit('slow');
        expect([commit?.status, payload.toString()]).toEqual(['VALID', '1']);
        expect(seen).toMatchObject([{ result: { unchecked: 'it takes longer than 1 s' } }]);
    });

    it('takes no block of others for a difference', async () => {
        meanwhile = async () => {
            const other = await peer.endorse({ chaincode: 'basic', function: 'put', args: ['k', 'of another'] });
            // It is committed when this run ends, and before the next one begins.
            void peer.commit(other);
            await sleep(200);
        };
        expect((await submit('getMeanwhile')).payload.toString()).toBe('');
        expect(seen.map(({ result }) => result?.unchecked)).toEqual([undefined, 'a block was committed meanwhile']);
    });

    it('takes no new package for a difference', async () => {
        meanwhile = () => {
            install('basic', 'basic:2');
            return Promise.resolve();
        };
        expect((await submit('countMeanwhile')).payload.toString()).toBe('1');
        expect(runs).toBe(2);
        expect(seen).toMatchObject([{ result: { unchecked: 'the chaincode was replaced meanwhile' } }]);
    });

    it('tells the client of a gateway what differs, and what to do', async () => {
        const { address } = await peer.listen();
        using caller = new GatewayCaller(address);
        const { encoded } = proposalOf(peer.client, ['putTime']);
        const request = endorseRequest.encode({ proposedTransaction: encoded, endorsingOrganizations: [] });
        expect(await caller.call('Endorse', request)).toMatchObject({
            code: 'ABORTED',
            message: 'failed to endorse transaction, see attached details for more info',
            details: [{ address, mspId: 'Org1MSP', message: expect.stringMatching(/write of k, at\n[^]*Date\.now/) }],
        });
    });

    it('lets several peers compare what they have endorsed', async () => {
        await start({ organizations: [new Organization({ mspId: 'Org2MSP' })] });
        await submit('put', 'k', 'v');
        expect(runs).toBe(2);
        await expect(submit('count')).rejects.toThrow(
            /ProposalResponsePayloads do not match.*\n {2}result\n {4}Org1MSP: 3\n {4}Org2MSP: 4\nA transaction depends on/,
        );
    });

    it('runs once where it is not asked to check', async () => {
        await start({ determinism: 'off' });
        expect((await submit('count')).commit?.status).toBe('VALID');
        expect(runs).toBe(1);
    });
});
