import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Context, Contract, Evaluate, Transaction } from '@heddle/contract';
import { decodeMessage, messageTypeName } from '@heddle/protocol';
import { expect, it } from '@jest/globals';
import { TestNetwork } from '../index';
import type { RecordedExchange } from './call-recorder';

class Own extends Contract {
    @Evaluate()
    async read(ctx: Context, key: string): Promise<string> {
        return (await ctx.stub.getState(key)).toString();
    }

    @Transaction()
    async copy(ctx: Context, key: string): Promise<void> {
        const { payload } = await ctx.stub.invokeChaincode('chaincode', ['read', key], 'other');
        await ctx.stub.putState(key, payload.length === 0 ? 'nothing' : payload);
    }
}

function typesOf({ exchange }: RecordedExchange): string[] {
    return exchange.map(([, frame]) => messageTypeName(decodeMessage(Buffer.from(frame, 'base64')).type));
}

it('the call of a chaincode by itself on another channel is recorded beside the outer one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heddle-recorded-'));
    try {
        const record = join(folder, 'calls.jsonl');
        const peer = { channels: ['one', 'other'] };
        await using net = await TestNetwork.start({ contracts: [Own], determinism: 'off', record, peer });
        await net.as('ann').submit('copy', 'k');
        const lines = (await readFile(record, 'utf8')).trim().split('\n');
        const [inner, outer, ...others] = lines.map((line) => JSON.parse(line) as RecordedExchange); // as it is written
        expect(inner && typesOf(inner)).toEqual(['TRANSACTION', 'GET_STATE', 'RESPONSE', 'COMPLETED']);
        expect(outer && typesOf(outer).filter((type) => type !== 'RESPONSE')).toEqual([
            'TRANSACTION',
            'INVOKE_CHAINCODE',
            'PUT_STATE',
            'COMPLETED',
        ]);
        expect(others).toEqual([]);
    } finally {
        await rm(folder, { recursive: true });
    }
});
