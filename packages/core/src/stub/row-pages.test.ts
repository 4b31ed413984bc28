import { keyModification, keyValue, MessageType, messageTypeName, requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { success } from '../chaincode';
import { ServedSession, type TransactionResult } from '../testing/served-session';
import { settlementOf } from '../testing/settlement-of';
import type { ChaincodeStub } from './chaincode-stub';
import { keysOfValue } from './hidden-calls';

const { GET_HISTORY_FOR_KEY, GET_QUERY_RESULT, GET_STATE_BY_RANGE, QUERY_STATE_CLOSE, QUERY_STATE_NEXT } = MessageType;

function pageOf(keys: readonly string[], hasMore: boolean): Buffer {
    const results = keys.map((key) => ({
        resultBytes: key === 'broken' ? Buffer.from([0xff]) : keyValue.encode({ key, value: Buffer.from(key) }),
    }));
    return requests.getStateByRange.reply.encode({ results, hasMore, id: 'cursor' });
}

/** Runs a transaction whose queries are answered with these pages of keys; tells what the peer was asked. */
async function run(
    pages: readonly string[][],
    served: (stub: ChaincodeStub) => unknown,
): Promise<{ readonly asked: readonly string[]; readonly result: TransactionResult }> {
    const asked: string[] = [];
    const left = [...pages];
    await using session = await ServedSession.start(served);
    for (const type of [GET_STATE_BY_RANGE, GET_QUERY_RESULT, QUERY_STATE_NEXT, QUERY_STATE_CLOSE])
        session.peer.answerAll(type, () => {
            asked.push(messageTypeName(type));
            return type === QUERY_STATE_CLOSE ? Buffer.alloc(0) : pageOf(left.shift() ?? [], left.length > 0);
        });
    return { asked, result: await session.result() };
}

async function keysIn(pages: AsyncIterable<readonly { readonly key: string }[]>): Promise<string> {
    const found: string[] = [];
    for await (const rows of pages) found.push(rows.map(({ key }) => key).join());
    return found.join(' | ');
}

describe('pages of rows', () => {
    const PAGES = [['a', 'b'], [], ['c']];

    it.each<[string, (stub: ChaincodeStub) => Promise<string>]>([
        ['a range', (stub) => keysIn(stub.getStateByRange('', '').pages())],
        ['composite keys', (stub) => keysIn(stub.getStateByPartialCompositeKey('a', []).pages())],
        ['a selector', (stub) => keysIn(stub.getQueryResult('{}').pages())],
        ['what a query resolves to', async (stub) => keysIn((await stub.getStateByRange('', '')).pages())],
        ['a page that a query asks for', (stub) => keysIn(stub.getStateByRangeWithPagination('', '', 10).pages())],
        ['private data', (stub) => keysIn(stub.getPrivateDataByRange('c', '', '').pages())],
    ])('come as the peer hands them out, without the empty ones: %s', async (_, read) => {
        const { asked, result } = await run(PAGES, async (stub) => success(await read(stub)));
        expect(result.payload.toString()).toBe('a,b | c');
        expect(asked.slice(1)).toEqual(['QUERY_STATE_NEXT', 'QUERY_STATE_NEXT']);
    });

    it('come of a history, too', async () => {
        const change = keyModification.encode({
            txId: 'tx1',
            value: Buffer.from('v'),
            timestamp: { seconds: 1n, nanos: 0 },
        });
        await using session = await ServedSession.start(async (stub) => {
            const found: string[] = [];
            for await (const changes of stub.getHistoryForKey('k').pages())
                found.push(...changes.map(({ txId }) => txId));
            return success(found.join());
        });
        session.peer.answerAll(GET_HISTORY_FOR_KEY, () =>
            requests.getHistoryForKey.reply.encode({ results: [{ resultBytes: change }, { resultBytes: change }] }),
        );
        expect((await session.result()).payload.toString()).toBe('tx1,tx1');
    });

    it('have what single rows have left', async () => {
        const { result } = await run([['a', 'b', 'c'], ['d']], async (stub) => {
            const rows = await stub.getStateByRange('', '');
            const { value } = await rows.next();
            return success(`${value.key}: ${await keysIn(rows.pages())}`);
        });
        expect(result.payload.toString()).toBe('a: b,c | d');
    });

    it('close the query where a loop stops before the end', async () => {
        const { asked } = await run([['a'], ['b']], async (stub) => {
            for await (const rows of stub.getStateByRange('', '').pages()) if (rows.length > 0) break;
        });
        expect(asked).toEqual(['GET_STATE_BY_RANGE', 'QUERY_STATE_CLOSE']);
    });

    it('reject with PEER_ERROR for a row that cannot be read', async () => {
        const { result } = await run([['a', 'broken']], async (stub) => {
            const error = await settlementOf(keysIn(stub.getStateByRange('', '').pages()));
            return success((error as { code: string }).code);
        });
        expect(result.payload.toString()).toBe('PEER_ERROR');
    });

    it('tell an error about a value which key it is of', async () => {
        const { result } = await run([['a', 'b']], async (stub) => {
            let keys: readonly string[] = [];
            for await (const [first] of stub.getStateByRange('', '').pages())
                keys = keysOfValue(stub, first?.value ?? Buffer.alloc(0));
            return success(keys.join());
        });
        expect(result.payload.toString()).toBe('a');
    });

    it('reject where the query does', async () => {
        const { result } = await run([], async (stub) => {
            await settlementOf(stub.getStateByRange('a', 'b'));
            const error = await settlementOf(keysIn(stub.getStateByRange('\u0000a', '').pages()));
            return success((error as { code: string }).code);
        });
        expect(result.payload.toString()).toBe('INVALID_ARGUMENT');
    });
});
