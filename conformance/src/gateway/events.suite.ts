import {
    type ChaincodeEvent,
    type ChaincodeEventsOptions,
    type Checkpoint,
    checkpointers,
    type CloseableAsyncIterable,
    type Status,
} from '@hyperledger/fabric-gateway';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GatewayEndpoint } from '../harness/gateway-target';
import { SCENARIO_CHAINCODE } from '../scenarios/target';
import { GatewayBench } from './gateway-bench';

/** Events of a chaincode, with the official client. */
export function describeEvents(endpoint: () => GatewayEndpoint): void {
    describe('events', () => {
        let bench: GatewayBench;
        beforeAll(() => {
            bench = new GatewayBench(endpoint());
        });
        afterAll(() => {
            bench.close();
        });

        /** Commits transactions with events, in one block or in several. */
        async function emit(...names: string[]): Promise<Status[]> {
            const endorsed = [];
            for (const name of names) endorsed.push(await bench.endorse([['setEvent', name, `payload of ${name}`]]));
            const submitted = [];
            for (const one of endorsed) submitted.push(await one.submit());
            return Promise.all(submitted.map((one) => one.getStatus()));
        }

        function listen(options: ChaincodeEventsOptions): Promise<CloseableAsyncIterable<ChaincodeEvent>> {
            return bench.network.getChaincodeEvents(SCENARIO_CHAINCODE, options);
        }

        /** The names of the next events. */
        async function take(count: number, options: ChaincodeEventsOptions): Promise<string[]> {
            const events = await listen(options);
            const names: string[] = [];
            for await (const { eventName } of events) if (names.push(eventName) === count) break;
            events.close();
            return names;
        }

        it('are those of the blocks from the start block on, to come included', async () => {
            const [first] = await emit('start-1');
            await emit('start-2');
            const startBlock = first?.blockNumber ?? 0n;
            const taken = take(3, { startBlock });
            await emit('start-3');
            expect(await taken).toEqual(['start-1', 'start-2', 'start-3']);
        });

        it('have the block, the transaction and the payload', async () => {
            const [status] = await emit('parts');
            const events = await listen({ startBlock: status?.blockNumber ?? 0n });
            for await (const event of events) {
                expect(event).toMatchObject({
                    blockNumber: status?.blockNumber,
                    transactionId: status?.transactionId,
                    chaincodeName: SCENARIO_CHAINCODE,
                    eventName: 'parts',
                });
                expect(Buffer.from(event.payload).toString()).toBe('payload of parts');
                break;
            }
            events.close();
        });

        it('go on behind a checkpoint, in the midst of a block', async () => {
            const statuses = await emit('checkpoint-1', 'checkpoint-2', 'checkpoint-3');
            const checkpoint = checkpointers.inMemory();
            const startBlock = statuses[0]?.blockNumber ?? 0n;
            const events = await listen({ startBlock, checkpoint });
            const names: string[] = [];
            for await (const event of events) {
                names.push(event.eventName);
                await checkpoint.checkpointChaincodeEvent(event);
                if (names.length === 2) break;
            }
            events.close();
            expect(names).toEqual(['checkpoint-1', 'checkpoint-2']);
            expect(await take(1, { checkpoint })).toEqual(['checkpoint-3']);
        });

        it('go on with the block behind that of a checkpoint of blocks', async () => {
            const [first] = await emit('block-1');
            await emit('block-2');
            const checkpoint = checkpointers.inMemory();
            await checkpoint.checkpointBlock(first?.blockNumber ?? 0n);
            expect(await take(1, { checkpoint })).toEqual(['block-2']);
        });

        it('begin behind a transaction, whatever the start position is', async () => {
            const [first] = await emit('after-1');
            await emit('after-2');
            const known = checkpointAfter(first?.transactionId ?? '', 1_000_000n);
            expect(await take(1, { checkpoint: known })).toEqual(['after-2']);
        });

        it('begin at the start position where nobody knows the transaction, and do not pass it', async () => {
            const [first] = await emit('unknown-1');
            const unknown = checkpointAfter('f'.repeat(64), first?.blockNumber ?? 0n);
            const events = await listen({ checkpoint: unknown });
            const heard = events[Symbol.asyncIterator]().next();
            await emit('unknown-2');
            const waited = new Promise((resolve) => setTimeout(resolve, 500, 'nothing'));
            expect(await Promise.race([heard.catch(() => 'closed'), waited])).toBe('nothing');
            events.close();
            await heard.catch(() => undefined);
        });

        it('of invalid transactions are not sent', async () => {
            await bench.submit([['putState', 'event-a', '1']]);
            const update = [
                ['getState', 'event-a'],
                ['putState', 'event-a', '2'],
            ] as const;
            const winner = await bench.endorse([...update, ['setEvent', 'winner', '']]);
            const loser = await bench.endorse([...update, ['setEvent', 'loser', '']]);
            const submitted = [await winner.submit(), await loser.submit()];
            const [first] = await Promise.all(submitted.map((one) => one.getStatus()));
            await emit('after the loser');
            const names = await take(2, { startBlock: first?.blockNumber ?? 0n });
            expect(names).toEqual(['winner', 'after the loser']);
        });
    });
}

function checkpointAfter(transactionId: string, blockNumber: bigint): Checkpoint {
    return { getBlockNumber: () => blockNumber, getTransactionId: () => transactionId };
}
