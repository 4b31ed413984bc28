import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeddleProcess } from '@heddle/command-testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ListeningNetwork } from '../testing/listening-network';

interface EventLine {
    readonly blockNumber: number;
    readonly txId: string;
    readonly payload?: unknown;
}

let network: ListeningNetwork;
let options: readonly string[];
/** What put the events of the tests, in their order. */
const txIds: string[] = [];

beforeAll(async () => {
    network = await ListeningNetwork.start();
    options = network.options(network.user('User1'));
    for (const payload of ['one', '{"n":\n12345678901234567890}', '3']) txIds.push(await network.put(payload));
});

afterAll(() => network[Symbol.asyncDispose]());

function listen(...args: readonly string[]): HeddleProcess {
    return new HeddleProcess(['events', ...args, ...options]);
}

/** The events that a command prints which ends by itself. */
async function eventsOf(...args: readonly string[]): Promise<EventLine[]> {
    await using heddle = listen(...args);
    expect(await heddle.exited).toBe(0);
    expect(heddle.lines).toEqual([]);
    return parse(heddle.stdout);
}

function parse(lines: string): EventLine[] {
    const [rest, ...events] = lines.split('\n').reverse();
    expect(rest).toBe('');
    return events.reverse().map((line) => JSON.parse(line) as EventLine);
}

describe('heddle events', () => {
    it('prints a line for each: where it is, who sent it, and the payload with all of its digits', async () => {
        await using heddle = listen('--from-block', '0', '--count', '3');
        expect(await heddle.exited).toBe(0);
        const [first, second, third] = heddle.stdout.trimEnd().split('\n');
        const head = `"txId":"${String(txIds[1])}","chaincode":"store","name":"Put"`;
        expect(JSON.parse(String(first))).toMatchObject({ txId: txIds[0], payload: 'one' });
        expect(second).toBe(`{"blockNumber":2,${head},"payload":{"n":12345678901234567890}}`);
        expect(third).toMatch(/"payload":"3"\}$/);
    });

    it('begins behind a transaction, and at a block', async () => {
        const [first, second, third] = txIds;
        const after = await eventsOf('--after', String(first), '--count', '2');
        expect(after.map(({ txId }) => txId)).toEqual([second, third]);
        expect(await eventsOf('--from-block', '3', '--count', '1')).toMatchObject([{ blockNumber: 3, txId: third }]);
    });

    it('goes on where its checkpoint says, and the official client understands that', async () => {
        const file = join(network.folder.path, 'checkpoint.json');
        const args = ['--checkpoint', file, '--from-block', '0', '--count'];
        expect(await eventsOf(...args, '2')).toHaveLength(2);
        expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ blockNumber: '2', transactionId: txIds[1] });
        expect(await eventsOf(...args, '1')).toMatchObject([{ txId: txIds[2] }]);
    });

    it('ends with 0 at once where none are wanted', async () => {
        expect(await eventsOf('--count', '0')).toEqual([]);
    });

    it.each(['SIGINT', 'SIGTERM'] as const)('prints what comes until %s, and ends with 0', async (signal) => {
        await using heddle = listen('--from-block', '0');
        await heddle.printed(/(.*\n){3}/);
        const txId = await network.put('later');
        await heddle.printed(new RegExp(txId));
        heddle.signal(signal);
        expect(await heddle.exited).toBe(0);
        expect(heddle.lines).toEqual([]);
        expect(parse(heddle.stdout).at(-1)).toMatchObject({ txId, payload: 'later' });
    });
});
