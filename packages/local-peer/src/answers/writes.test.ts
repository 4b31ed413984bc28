import { MessageType, requests } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SubmitResult } from '../endorse/transaction-request';
import { RuleBench } from '../testing/rule-bench';
import type { Script } from '../testing/scripted-chaincode';

describe('the answer to', () => {
    let bench: RuleBench;

    beforeEach(async () => {
        bench = await RuleBench.start();
    });

    afterEach(() => bench[Symbol.asyncDispose]());

    describe('GET_STATE and PUT_STATE', () => {
        it('a transaction does not see its own writes', async () => {
            bench.install(async ({ ask }) => {
                await ask(requests.putState, { key: 'k', value: Buffer.from('v') });
                return (await ask(requests.getState, { key: 'k' })).toString();
            });
            expect((await bench.submit()).payload.toString()).toBe('');
            expect((await bench.submit()).payload.toString()).toBe('v');
        });

        it('an empty value is recorded as a delete', async () => {
            bench.install(async ({ ask }, value = '') => {
                await ask(requests.putState, { key: 'k', value: Buffer.from(value) });
            });
            await bench.submit('v');
            const { readWriteSet } = await bench.submit('');
            expect(readWriteSet.at(-1)?.writes).toEqual([{ key: 'k', isDelete: true, value: Buffer.alloc(0) }]);
            expect(await bench.peer.state({ chaincode: 'basic', key: 'k' })).toBeUndefined();
        });

        it('the last write of a key counts, and the set is in the order of UTF-8 bytes', async () => {
            bench.install(async ({ ask }) => {
                for (const key of ['\u{1f600}', '\uffff', 'b', 'a', 'b'])
                    await ask(requests.putState, { key, value: Buffer.from(`${key}!`) });
                await ask(requests.deleteState, { key: 'a' });
            });
            const { readWriteSet } = await bench.submit();
            expect(readWriteSet.at(-1)?.writes.map(({ key, isDelete }) => [key, isDelete])).toEqual([
                ['a', true],
                ['b', false],
                ['\uffff', false],
                ['\u{1f600}', false],
            ]);
        });
    });

    describe('metadata requests', () => {
        const metadata = { metakey: 'OWNER', value: Buffer.from('policy') };

        it('metadata stays when the value changes, goes when the key does, and reading it is a read', async () => {
            const script: Script = {
                async mark({ ask }) {
                    await ask(requests.putStateMetadata, { key: 'k', metadata });
                },
                async put({ ask }, value = '') {
                    await ask(requests.putState, { key: 'k', value: Buffer.from(value) });
                },
            };
            bench.install(
                async ({ ask }) => {
                    const { entries } = await ask(requests.getStateMetadata, { key: 'k' });
                    return JSON.stringify(entries.map(({ metakey, value }) => [metakey, value.toString()]));
                },
                { script },
            );
            const run = (name: string, ...args: string[]): Promise<SubmitResult> =>
                bench.peer.submit({ chaincode: 'basic', function: name, args });
            const read = async (): Promise<unknown> => await bench.json();
            await run('mark');
            expect(await read()).toEqual([]);
            await run('put', '1');
            await run('mark');
            await run('put', '2');
            expect(await read()).toEqual([['OWNER', 'policy']]);
            expect((await bench.submit()).readWriteSet.at(-1)?.reads).toMatchObject([{ key: 'k' }]);
            await run('put', '');
            await run('put', '3');
            expect(await read()).toEqual([]);
        });

        it('need the capability', async () => {
            await bench.restart({ applicationCapability: 'V1_2' });
            const text = await bench.refusal(async ({ ask }) => {
                await ask(requests.putStateMetadata, { key: 'k', metadata });
            });
            expect(text).toBe(
                'PUT_STATE_METADATA failed: transaction ID: TX: key level endorsement is not enabled, channel ' +
                    'application capability of V1_3 or later is required',
            );
        });
    });

    describe('batches', () => {
        const put = (key: string): { type: number; key: string; value: Buffer } => ({
            type: MessageType.PUT_STATE,
            key,
            value: Buffer.from(key),
        });

        it('GET_STATE_MULTIPLE has as many values as keys, in their order, empty for keys without a value', async () => {
            await bench.fill();
            bench.install(async ({ ask }) => {
                const { values } = await ask(requests.getStateMultiple, { keys: ['k002', 'none', 'k001', 'k002'] });
                return JSON.stringify(values.map(String));
            });
            const { payload, readWriteSet } = await bench.submit();
            expect(JSON.parse(payload.toString())).toEqual(['2', '', '1', '2']);
            expect(readWriteSet.at(-1)?.reads.map(({ key }) => key)).toEqual(['k001', 'k002', 'none']);
        });

        it('WRITE_BATCH_STATE writes, deletes and marks', async () => {
            await bench.fill();
            bench.install(async ({ ask }) => {
                const metadata = { metakey: 'm', value: Buffer.from('v') };
                const records = [
                    put('a'),
                    { type: MessageType.DEL_STATE, key: 'k000' },
                    { type: MessageType.PUT_STATE_METADATA, key: 'a', metadata },
                ];
                await ask(requests.writeBatchState, { records });
            });
            const { readWriteSet } = await bench.submit();
            expect(readWriteSet.at(-1)?.writes.map(({ key, isDelete }) => [key, isDelete])).toEqual([
                ['a', false],
                ['k000', true],
            ]);
            expect(readWriteSet.at(-1)?.metadataWrites).toHaveLength(1);
        });

        it('a failing record stops WRITE_BATCH_STATE; those before it stay', async () => {
            await bench.restart({ faults: { write: ({ key }) => (key === 'bad' ? 'no luck' : undefined) } });
            let text = '';
            bench.install(async ({ ask }) => {
                const records = [put('a'), put('bad'), put('c')];
                text = await ask(requests.writeBatchState, { records }).then(String, (error: unknown) => String(error));
            });
            const { readWriteSet, txId } = await bench.submit();
            expect(text).toBe(`Error: WRITE_BATCH_STATE failed: transaction ID: ${txId}: no luck`);
            expect(readWriteSet.at(-1)?.writes.map(({ key }) => key)).toEqual(['a']);
        });

        it('an unknown record type is refused', async () => {
            const text = await bench.refusal(async ({ ask }) => {
                await ask(requests.writeBatchState, { records: [{ type: MessageType.GET_STATE, key: 'k' }] });
            });
            expect(text).toBe('WRITE_BATCH_STATE failed: transaction ID: TX: unknown operation type');
        });
    });
});
