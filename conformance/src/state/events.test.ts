import { TestNetwork } from '@heddle/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { LocalPeerNetwork } from '../local-peer/local-peer-network';
import { ALL_COUNTED, Counter, COUNTER_CHAINCODES, COUNTS, describeEvents } from './describe-events';

// It starts processes, and the machine may be busy.
jest.setTimeout(120_000);

let network: LocalPeerNetwork;

beforeAll(async () => {
    network = await LocalPeerNetwork.start({ takesBatches: true, takesSelectors: false });
    for (const [name, chaincode] of Object.entries(COUNTER_CHAINCODES)) await network.deployForEach(name, chaincode);
});

afterAll(() => network[Symbol.asyncDispose]());

describeEvents('a local peer', () => network);

describe('state promise 14: events in the test kit', () => {
    it('arrive in order', async () => {
        await using net = await TestNetwork.start({ contracts: [Counter] });
        for (const upTo of COUNTS) await net.as('ann').submit('count', upTo);
        expect(net.events.map(({ name, payload }) => ({ name, payload }))).toEqual(ALL_COUNTED);
        expect(net.transactions.map(({ events }) => events.length)).toEqual(COUNTS);
    });

    it('are refused by their codes, and replace each other where the chaincode is lenient', async () => {
        await using net = await TestNetwork.start({ contracts: [Counter] });
        const ann = net.as('ann').raw;
        for (const name of ['setTwice', 'setBeside'])
            await expect(ann.submit(name)).rejects.toMatchObject({ code: 'EVENT_ALREADY_SET', status: 500 });
        await expect(ann.evaluate('evaluated')).rejects.toMatchObject({ code: 'READ_ONLY_TRANSACTION' });

        await using lenient = await TestNetwork.start({ contracts: [Counter], secondEvent: 'replace' });
        for (const name of ['setTwice', 'setBeside'] as const) await lenient.as('ann').submit(name);
        expect(lenient.events.map(({ name }) => name)).toEqual(['Second', 'Other']);
    });
});
