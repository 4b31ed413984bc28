import { requests } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EndorsedTransaction } from '../endorse/transaction-request';
import { MAX_RAW_READS } from '../records/range-digest';
import { filledKey, RuleBench } from '../testing/rule-bench';
import type { Script, ScriptedTransaction } from '../testing/scripted-chaincode';

/** What a transaction did with the rows of a range before it ended. */
async function readRange(
    { ask }: ScriptedTransaction,
    [startKey = '', endKey = '', rows = '']: readonly string[],
): Promise<void> {
    let page = await ask(requests.getStateByRange, { startKey, endKey });
    let read = page.results.length;
    while (page.hasMore && read < Number(rows)) {
        page = await ask(requests.queryStateNext, { id: page.id });
        read += page.results.length;
    }
}

/** What the chaincode does. */
const script: Script = {
    async put({ ask }, key = '', value = '') {
        await ask(requests.putState, { key, value: Buffer.from(value) });
    },
    async read({ ask }, key = '') {
        await ask(requests.getState, { key });
    },
    async mark({ ask }, key = '') {
        await ask(requests.putStateMetadata, { key, metadata: { metakey: 'm', value: Buffer.from('v') } });
    },
    async history({ ask }, key = '') {
        await ask(requests.getHistoryForKey, { key });
    },
    async range(transaction, ...args) {
        await readRange(transaction, args);
    },
    async copy({ ask }, from = '', to = '') {
        await ask(requests.putState, { key: to, value: await ask(requests.getState, { key: from }) });
    },
    async countHistory({ ask }, key = '') {
        return String((await ask(requests.getHistoryForKey, { key })).results.length);
    },
    async firstPage({ ask }) {
        await ask(requests.getStateByRange, { startKey: '', endKey: '' });
    },
    async readAndMark({ ask }, key = '') {
        await ask(requests.getState, { key });
        await ask(requests.putStateMetadata, { key, metadata: { metakey: 'm', value: Buffer.from('v') } });
    },
    async deletePrivate({ ask }, key = '') {
        await ask(requests.deleteState, { key, collection: 'c' });
    },
    async markPrivate({ ask }, key = '') {
        const metadata = { metakey: 'm', value: Buffer.from('v') };
        await ask(requests.putStateMetadata, { key, collection: 'c', metadata });
    },
};

describe('a transaction', () => {
    let bench: RuleBench;

    beforeEach(async () => {
        bench = await RuleBench.start();
        await bench.fill();
        bench.install(() => undefined, { script });
    });

    afterEach(() => bench[Symbol.asyncDispose]());

    function endorse(name = '', ...args: string[]): Promise<EndorsedTransaction> {
        return bench.peer.endorse({ chaincode: 'basic', function: name, args });
    }

    /** Commits the first ones, one block each, and tells what becomes of the last one. */
    async function statusAfter(last: EndorsedTransaction, ...first: EndorsedTransaction[]): Promise<string> {
        for (const one of first) await bench.peer.commit(one);
        const [commit] = await bench.peer.commit(last);
        return commit?.status ?? 'none';
    }

    /** Commits both in one block. */
    async function statusBehind(last: EndorsedTransaction, ...first: EndorsedTransaction[]): Promise<string> {
        const commits = await bench.peer.commit(...first, last);
        return commits.at(-1)?.status ?? 'none';
    }

    describe.each([
        ['in a block before', statusAfter],
        ['before it in its block', statusBehind],
    ])('behind another one %s', (_, status) => {
        it.each<[string, string[], string[], string]>([
            ['that wrote what it read', ['read', 'k001'], ['put', 'k001', 'x'], 'MVCC_READ_CONFLICT'],
            ['that wrote the same value again', ['read', 'k001'], ['put', 'k001', '1'], 'MVCC_READ_CONFLICT'],
            ['that deleted what it read', ['read', 'k001'], ['put', 'k001', ''], 'MVCC_READ_CONFLICT'],
            ['that made what it did not find', ['read', 'new'], ['put', 'new', 'x'], 'MVCC_READ_CONFLICT'],
            ['that marked what it read', ['read', 'k001'], ['mark', 'k001'], 'MVCC_READ_CONFLICT'],
            ['that wrote another key', ['read', 'k001'], ['put', 'k002', 'x'], 'VALID'],
            ['that wrote what it writes, too', ['put', 'k001', 'y'], ['put', 'k001', 'x'], 'VALID'],
            ['that wrote a key whose history it read', ['history', 'k001'], ['put', 'k001', 'x'], 'VALID'],
            ['that marked a key that does not exist', ['read', 'new'], ['mark', 'new'], 'VALID'],
            ['that added to its range', ['range', 'k', 'k010', '100'], ['put', 'k0055', 'x'], 'PHANTOM_READ_CONFLICT'],
            [
                'that deleted from its range',
                ['range', 'k', 'k010', '100'],
                ['put', 'k005', ''],
                'PHANTOM_READ_CONFLICT',
            ],
            [
                'that changed a row of its range',
                ['range', 'k', 'k010', '100'],
                ['put', 'k005', 'x'],
                'PHANTOM_READ_CONFLICT',
            ],
            [
                'that marked a row of its range',
                ['range', 'k', 'k010', '100'],
                ['mark', 'k005'],
                'PHANTOM_READ_CONFLICT',
            ],
            ['that wrote at the end of its range', ['range', 'k', 'k010', '100'], ['put', 'k010', 'x'], 'VALID'],
            ['that wrote before its range', ['range', 'k', 'k010', '100'], ['put', 'a', 'x'], 'VALID'],
            ['that added to an empty range', ['range', 'x', 'y', '100'], ['put', 'x1', 'x'], 'PHANTOM_READ_CONFLICT'],
            ['that added to a long range', ['range', 'k', 'l', '999'], ['put', 'k2000', 'x'], 'PHANTOM_READ_CONFLICT'],
            [
                'that changed a row of a long range',
                ['range', 'k', 'l', '999'],
                ['put', 'k249', 'x'],
                'PHANTOM_READ_CONFLICT',
            ],
            ['that wrote outside a long range', ['range', 'k', 'l', '999'], ['put', 'm', 'x'], 'VALID'],
            [
                'that changed the last row it was given',
                ['firstPage'],
                ['put', filledKey(100), 'x'],
                'PHANTOM_READ_CONFLICT',
            ],
            ['that changed the row behind it', ['firstPage'], ['put', filledKey(101), 'x'], 'VALID'],
        ])('%s', async (_title, [name = '', ...args], [otherName = '', ...otherArgs], expected) => {
            const last = await endorse(name, ...args);
            const first = await endorse(otherName, ...otherArgs);
            expect(await status(last, first)).toBe(expected);
        });
    });

    it.each([
        ['a key', ['put', 'k001', ''], ['mark', 'k001'], 'the key "k001"'],
        ['a key that is not there', ['put', 'new', ''], ['mark', 'new'], 'the key "new"'],
        [
            'a private key',
            ['deletePrivate', 'p'],
            ['markPrivate', 'p'],
            /with the hash [0-9a-f]{64} in the collection c/,
        ],
    ])(
        'that has only the policy of %s, behind its deletion, is not committed: peers panic',
        async (_, first, last, key) => {
            bench.install(() => undefined, { script, collections: [{ name: 'c', policy: "OR('Org1MSP.member')" }] });
            const [deletion, marking] = [await endorse(...first), await endorse(...last)];
            const height = await bench.peer.height();
            const committed = bench.peer.commit(deletion, marking);
            await expect(committed).rejects.toThrow(key);
            await expect(committed).rejects.toMatchObject({ code: 'PEER_PANICKED' });
            await expect(committed).rejects.toThrow(`transaction ${marking.txId} sets the endorsement policy`);
            expect(await bench.peer.height()).toBe(height);
            // In blocks of their own they are both valid.
            expect(await statusAfter(marking, deletion)).toBe('VALID');
        },
    );

    it('that has read the key whose policy it sets conflicts behind its deletion', async () => {
        const [deletion, marking] = [await endorse('put', 'k001', ''), await endorse('readAndMark', 'k001')];
        expect(await statusBehind(marking, deletion)).toBe('MVCC_READ_CONFLICT');
    });

    it('with more rows than go into the set records hashes, with fewer the rows', async () => {
        const short = await endorse('range', 'k', filledKey(MAX_RAW_READS), '999');
        expect(short.readWriteSet.at(-1)?.ranges[0]?.rawReads?.reads).toHaveLength(MAX_RAW_READS);
        const long = await endorse('range', 'k', filledKey(MAX_RAW_READS + 1), '999');
        expect(long.readWriteSet.at(-1)?.ranges[0]).toMatchObject({
            rawReads: undefined,
            merkleHashes: { maxDegree: MAX_RAW_READS, maxLevel: 1 },
        });
    });

    it('that is committed twice is a duplicate, in a later block and in the same one', async () => {
        const one = await endorse('put', 'a', '1');
        expect((await bench.peer.commit(one, one)).map(({ status }) => status)).toEqual(['VALID', 'DUPLICATE_TXID']);
        expect((await bench.peer.commit(one)).map(({ status }) => status)).toEqual(['DUPLICATE_TXID']);
        const changed = (await bench.peer.states({ chaincode: 'basic' })).find(({ key }) => key === 'a');
        expect(changed?.version).toMatchObject({ txNumber: 0n });
    });

    it('that was invalid leaves its block, and no trace in state and history', async () => {
        const copier = await endorse('copy', 'k001', 'copied');
        const writer = await endorse('put', 'k001', 'x');
        expect(await statusBehind(copier, writer)).toBe('MVCC_READ_CONFLICT');
        expect(await bench.peer.state({ chaincode: 'basic', key: 'copied' })).toBeUndefined();
        expect((await bench.submitFunction('countHistory', 'copied')).payload.toString()).toBe('0');
        expect((await bench.submitFunction('countHistory', 'k001')).payload.toString()).toBe('2');
    });
});
