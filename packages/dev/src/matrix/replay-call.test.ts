import { readFileSync } from 'node:fs';
import { TemporaryFolder } from '@heddle/command-testing';
import { type Context, Contract, ContractChaincode, Transaction } from '@heddle/contract';
import { createLogger } from '@heddle/core';
import { TestNetwork } from '@heddle/testing';
import type { RecordedExchange } from '@heddle/testing/internal';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { replayCall } from './replay-call';

/** The text that it writes beside what it has read. */
let version = 'one';
let isReading = true;

class Counting extends Contract {
    @Transaction()
    async count(ctx: Context, id: string): Promise<number> {
        const before = isReading ? await ctx.stub.getState(id) : Buffer.alloc(0);
        const count = Number(before.toString() || '0') + 1;
        await ctx.stub.putState(id, String(count));
        await ctx.stub.putState('version', version);
        ctx.stub.setEvent('Counted', version);
        return count;
    }
}

const logger = createLogger('error', () => undefined);
const chaincode = new ContractChaincode({ contracts: [Counting], logger });

let folder: TemporaryFolder;
let calls: readonly RecordedExchange[];

beforeEach(async () => {
    [version, isReading] = ['one', true];
    folder = new TemporaryFolder();
    const record = `${folder.path}/calls.jsonl`;
    await using net = await TestNetwork.start({ contracts: [Counting], record });
    await net.as('ann').submit('count', 'a');
    await net.as('ann').submit('count', 'a');
    calls = readFileSync(record, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as RecordedExchange);
});

afterEach(() => {
    folder[Symbol.dispose]();
});

/** The last of the recorded calls, as it goes now. */
async function replayed(): Promise<Readonly<Record<string, string>>> {
    const call = calls.at(-1);
    if (call === undefined) throw new Error('nothing was recorded');
    const outcome = await replayCall(call, chaincode, logger);
    return Object.fromEntries(outcome.map(([what, value]) => [what, Buffer.from(value, 'base64').toString()]));
}

describe('a recorded call', () => {
    it('is recorded once for each transaction: its second run is on another machine', () => {
        expect(calls).toHaveLength(2);
        expect(calls[0]).toMatchObject({ chaincode: 'chaincode', mspId: 'Org1MSP' });
    });

    it('does the same again, by what the peer answered then', async () => {
        expect(await replayed()).toEqual({
            'read of a': 'asked',
            'write of a': '2',
            'write of version': 'one',
            status: '200',
            message: '',
            result: '2',
            'event Counted': 'one',
        });
    });

    it('shows what it writes otherwise, and what it no longer reads', async () => {
        [version, isReading] = ['two', false];
        expect(await replayed()).toMatchObject({
            'write of a': '1',
            'write of version': 'two',
            'event Counted': 'two',
        });
        expect(await replayed()).not.toHaveProperty('read of a');
    });

    it('fails where it reads what the recorded run did not', async () => {
        isReading = false;
        const record = `${folder.path}/other.jsonl`;
        await using net = await TestNetwork.start({ contracts: [Counting], record });
        await net.as('ann').submit('count', 'a');
        calls = [JSON.parse(readFileSync(record, 'utf8')) as RecordedExchange];
        isReading = true;
        expect(await replayed()).toMatchObject({ status: '500', 'read of a': 'asked' });
    });
});
