import { keyModification, keyValue, pageMetadata, pageRequest, requests } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SubmitResult } from '../endorse/transaction-request';
import { filledKey, RuleBench } from '../testing/rule-bench';

describe('the answer to', () => {
    let bench: RuleBench;

    beforeEach(async () => {
        bench = await RuleBench.start();
    });

    afterEach(() => bench[Symbol.asyncDispose]());

    describe('ranges', () => {
        it('come in batches of 100, and QUERY_STATE_NEXT gives the next one', async () => {
            await bench.fill();
            bench.install(async ({ ask }) => {
                const sizes: number[] = [];
                let page = await ask(requests.getStateByRange, { startKey: '', endKey: '' });
                const { id } = page;
                for (;;) {
                    sizes.push(page.results.length);
                    if (!page.hasMore) break;
                    page = await ask(requests.queryStateNext, { id });
                }
                return JSON.stringify(sizes);
            });
            const { payload, readWriteSet } = await bench.submit();
            expect(JSON.parse(payload.toString())).toEqual([100, 100, 50]);
            expect(readWriteSet.at(-1)?.ranges).toMatchObject([{ startKey: '', endKey: '', exhausted: true }]);
        });

        it('begin at their start, end before their end, and carry namespace, key and value', async () => {
            await bench.fill();
            bench.install(async ({ ask }) => {
                const page = await ask(requests.getStateByRange, { startKey: 'k010', endKey: 'k013' });
                const rows = page.results.map(({ resultBytes }) => keyValue.decode(resultBytes));
                return JSON.stringify(rows.map(({ namespace, key, value }) => [namespace, key, value.toString()]));
            });
            expect(await bench.json()).toEqual([
                ['basic', 'k010', '10'],
                ['basic', 'k011', '11'],
                ['basic', 'k012', '12'],
            ]);
        });

        it('stop at totalQueryLimit', async () => {
            await bench.restart({ totalQueryLimit: 120 });
            await bench.fill();
            bench.install(async ({ ask }) => {
                const first = await ask(requests.getStateByRange, { startKey: '', endKey: '' });
                const second = await ask(requests.queryStateNext, { id: first.id });
                return JSON.stringify([first.results.length, first.hasMore, second.results.length, second.hasMore]);
            });
            expect(await bench.json()).toEqual([100, true, 20, false]);
        });

        it('record only what was read: the row that waits for the next batch included', async () => {
            await bench.fill();
            bench.install(async ({ ask }) => {
                await ask(requests.getStateByRange, { startKey: 'k', endKey: '' });
            });
            const { readWriteSet } = await bench.submit();
            expect(readWriteSet.at(-1)?.ranges).toMatchObject([
                { startKey: 'k', endKey: filledKey(100), exhausted: false },
            ]);
        });

        it('a cursor that is closed or at its end is not found; closing it again is fine', async () => {
            await bench.fill();
            bench.install(async ({ ask }) => {
                const { id } = await ask(requests.getStateByRange, { startKey: '', endKey: '' });
                await ask(requests.queryStateClose, { id });
                await ask(requests.queryStateClose, { id });
                await ask(requests.queryStateNext, { id });
            });
            const { message, txId } = await bench.submit();
            expect(message).toBe(`QUERY_STATE_NEXT failed: transaction ID: ${txId}: query iterator not found`);
        });
    });

    describe('pages', () => {
        const page = (pageSize: number, bookmark = ''): Buffer => pageRequest.encode({ pageSize, bookmark });

        it('follow each other by bookmark, to an empty one', async () => {
            await bench.fill();
            bench.install(async ({ ask }) => {
                const seen: unknown[] = [];
                let bookmark = '';
                do {
                    const metadata = page(100, bookmark);
                    const answer = await ask(requests.getStateByRange, { startKey: 'k', endKey: 'l', metadata });
                    const { fetchedRecordsCount, bookmark: next } = pageMetadata.decode(answer.metadata);
                    seen.push([answer.results.length, fetchedRecordsCount, next, answer.hasMore]);
                    bookmark = next;
                } while (bookmark !== '');
                return JSON.stringify(seen);
            });
            expect(await bench.json()).toEqual([
                [100, 100, 'k100', false],
                [100, 100, 'k200', false],
                [50, 50, '', false],
            ]);
        });

        it('of more than 100 rows come at once, up to totalQueryLimit', async () => {
            await bench.restart({ totalQueryLimit: 150 });
            await bench.fill();
            bench.install(async ({ ask }) => {
                const answer = await ask(requests.getStateByRange, { startKey: '', endKey: '', metadata: page(200) });
                return `${answer.results.length} ${pageMetadata.decode(answer.metadata).bookmark}`;
            });
            expect((await bench.submit()).payload.toString()).toBe('150 k150');
        });

        it('a write after a page is refused', async () => {
            const text = await bench.refusal(async ({ ask }) => {
                await ask(requests.getStateByRange, { startKey: '', endKey: '', metadata: page(1) });
                await ask(requests.putState, { key: 'k', value: Buffer.from('v') });
            });
            expect(text).toBe(
                'PUT_STATE failed: transaction ID: TX: txid [TX]: unsuppored transaction. Transaction has already ' +
                    'performed a paginated query. Writes are not allowed',
            );
        });

        it('a page after a write is refused', async () => {
            const text = await bench.refusal(async ({ ask }) => {
                await ask(requests.deleteState, { key: 'k' });
                await ask(requests.getStateByRange, { startKey: '', endKey: '', metadata: page(1) });
            });
            expect(text).toBe(
                'GET_STATE_BY_RANGE failed: transaction ID: TX: txid [TX]: unsuppored transaction. Paginated queries ' +
                    'are supported only in a read-only transaction',
            );
        });

        it('a write after a query without pages is allowed', async () => {
            bench.install(async ({ ask }) => {
                await ask(requests.getStateByRange, { startKey: '', endKey: '' });
                await ask(requests.putState, { key: 'k', value: Buffer.from('v') });
            });
            expect((await bench.submit()).commit?.status).toBe('VALID');
        });
    });

    it.each([
        [Buffer.alloc(0), 'ExecuteQuery not supported for leveldb'],
        [pageRequest.encode({ pageSize: 1 }), 'ExecuteQueryWithMetadata not supported for leveldb'],
    ])('GET_QUERY_RESULT is that of a LevelDB peer', async (metadata, text) => {
        const refused = await bench.refusal(async ({ ask }) => {
            await ask(requests.getQueryResult, { query: '{}', metadata });
        });
        expect(refused).toBe(`GET_QUERY_RESULT failed: transaction ID: TX: ${text}`);
    });

    it('GET_HISTORY_FOR_KEY has the newest first, deletes included, metadata not', async () => {
        bench.install(
            async ({ ask }) => {
                const page = await ask(requests.getHistoryForKey, { key: 'k' });
                const rows = page.results.map(({ resultBytes }) => keyModification.decode(resultBytes));
                return JSON.stringify(rows.map((row) => [row.txId, row.value.toString(), row.isDelete]));
            },
            {
                script: {
                    async put({ ask }, value = '') {
                        await ask(requests.putState, { key: 'k', value: Buffer.from(value) });
                        await ask(requests.putState, { key: 'kk', value: Buffer.from('other key') });
                    },
                    async mark({ ask }) {
                        const metadata = { metakey: 'VALIDATION_PARAMETER', value: Buffer.from('policy') };
                        await ask(requests.putStateMetadata, { key: 'k', metadata });
                    },
                },
            },
        );
        const put = (value: string): Promise<SubmitResult> =>
            bench.peer.submit({ chaincode: 'basic', function: 'put', args: [value] });
        const ids = [(await put('1')).txId, (await put('')).txId, (await put('3')).txId];
        await bench.peer.submit({ chaincode: 'basic', function: 'mark' });
        expect(await bench.json()).toEqual([
            [ids[2], '3', false],
            [ids[1], '', true],
            [ids[0], '1', false],
        ]);
    });
});
