import type {
    KeyWrite,
    MetadataWrite,
    NamespaceReadWriteSet,
    ObservedProposal,
    ObservedResult,
    ReadWriteSet,
    SimulatedQuery,
} from '@heddle/local-peer';
import { describe, expect, it } from '@jest/globals';
import { observedBlock, observedProposal } from '../../testing/observed-proposal';
import { TransactionReport } from './transaction-report';

const NOW = new Date(2026, 0, 2, 3, 4, 5);
const EMPTY = { reads: [], ranges: [], writes: [], metadataWrites: [], collections: [] };

const RESULT: ObservedResult = {
    response: { status: 200, message: '', payload: Buffer.from('done') },
    event: { chaincode: 'basic', name: 'Created', payload: Buffer.from('{"id":"a1"}') },
    readWriteSet: [
        {
            ...EMPTY,
            namespace: 'basic',
            reads: [{ key: 'a1', version: undefined }],
            writes: [
                { key: 'a1', isDelete: false, value: Buffer.from('v') },
                { key: 'a2', isDelete: true, value: Buffer.alloc(0) },
            ],
        },
        { ...EMPTY, namespace: 'other', reads: [{ key: 'k', version: undefined }] },
    ] satisfies ReadWriteSet,
    endorsedBy: ['Org1MSP'],
    unchecked: undefined,
};

const PROPOSAL: ObservedProposal = {
    ...observedProposal(1),
    purpose: 'endorse',
    txId: '0123456789abcdef',
    channel: 'mychannel',
    chaincode: 'basic',
    creator: { mspId: 'Org1MSP', name: 'ann' },
    isInit: false,
    args: ['create', 'a1', '5'].map((arg) => Buffer.from(arg)),
    transientKeys: ['price'],
    milliseconds: 12.4,
    result: RESULT,
    error: undefined,
};

function reportOf(tell: (report: TransactionReport) => void, isColoured = false): string {
    let written = '';
    const write = (text: string): void => {
        written += text;
    };
    tell(new TransactionReport({ isColoured, write }, { now: () => NOW }));
    return written;
}

describe('the report of a transaction', () => {
    it('says below it what to do about a request that the peer refused', () => {
        const refusal = {
            channel: 'mychannel',
            txId: PROPOSAL.txId,
            request: 'GET_STATE',
            error: 'no',
            hint: 'do this',
        };
        const written = reportOf((report) => {
            report.refusal(refusal);
            report.refusal(refusal);
            report.proposal(PROPOSAL);
            report.proposal(PROPOSAL);
        });
        expect(written.match(/^ {9}hint {5}do this$/gm)).toHaveLength(1);
        expect(written.indexOf('do this')).toBeGreaterThan(written.indexOf('submit'));
    });

    it('says that a key is to be read before nothing but its policy is set', () => {
        const policyOf = (key: string): MetadataWrite => ({ key, entries: [] });
        const told = (...sets: readonly Partial<NamespaceReadWriteSet>[]): string[] | null => {
            const readWriteSet = sets.map((set) => ({ ...EMPTY, namespace: 'basic', ...set }));
            const report = (one: TransactionReport): void => {
                one.proposal({ ...PROPOSAL, result: { ...RESULT, readWriteSet } });
            };
            return reportOf(report).match(/hint {5}.*\n?.*before you set its policy/g);
        };
        const written = { key: 'a1', isDelete: false, value: Buffer.from('v') };
        expect(told({ metadataWrites: [policyOf('a1'), policyOf('a2')], writes: [written] })).toEqual([
            "hint     read 'a2' before you set its policy",
        ]);
        expect(told({ metadataWrites: [policyOf('a1')], reads: [{ key: 'a1', version: undefined }] })).toBeNull();
        // What is read of another chaincode says nothing of the key.
        expect(told({ metadataWrites: [policyOf('a1')] }, { reads: [{ key: 'a1', version: undefined }] })).toHaveLength(
            1,
        );
        const keyHash = Buffer.alloc(32, 0xab);
        const hashes = { name: 'c', reads: [], writes: [], privateSetHash: Buffer.alloc(0) };
        expect(told({ collections: [{ ...hashes, metadataWrites: [{ keyHash, entries: [] }] }] })).toEqual([
            'hint     read the private key of the hash abababab… before you set its policy',
        ]);
    });

    it('says why it is not compared with a second run', () => {
        const result = { ...RESULT, unchecked: 'it takes longer than 1 s' };
        const written = reportOf((report) => {
            report.proposal({ ...PROPOSAL, result });
        });
        expect(written).toContain('\n         check    not compared with a second run: it takes longer than 1 s\n');
    });

    it('says who, what, what came of it, and in which block', () => {
        const written = reportOf((report) => {
            report.proposal(PROPOSAL);
            const transactions = [
                { txId: PROPOSAL.txId, status: 'VALID' },
                { txId: 'ffff', status: 'BAD_PAYLOAD' },
            ];
            report.block(observedBlock(7n, transactions));
        });
        expect(written).toBe(
            [
                "03:04:05 submit   basic.create('a1', '5') by ann (Org1MSP) 12 ms 01234567",
                '         private  transient data: price',
                '         result   done',
                '         reads    a1, other/k',
                '         writes   a1=v, a2 deleted',
                '         event    Created {"id":"a1"}',
                '03:04:05 commit   VALID basic.create block 7 01234567',
                '03:04:05 commit   BAD_PAYLOAD a transaction block 7 ffff',
                '',
            ].join('\n'),
        );
    });

    it('shows the queries of which the read set has nothing, and of private data only where', () => {
        const page = { size: 20, bookmark: '' };
        const [basic, rich] = [
            { namespace: 'basic', collection: '' },
            { kind: 'rich' as const, size: 40 },
        ];
        const selector = '{"selector":{"owner":"ann"}}';
        const noted: readonly SimulatedQuery[] = [
            { ...rich, ...basic, text: selector, index: 'byOwner/byOwner', page: undefined, rows: 1, isComplete: true },
            { ...rich, ...basic, text: selector, index: undefined, page, rows: 20, isComplete: false },
            { kind: 'history', namespace: 'other', collection: '', key: 'a1', rows: 2, isComplete: false },
            {
                ...rich,
                ...basic,
                collection: 'prices',
                text: '{"secret":1}',
                index: undefined,
                page: undefined,
                rows: 0,
                isComplete: true,
            },
            {
                kind: 'private range',
                namespace: 'basic',
                collection: 'prices',
                startKey: 'secret',
                endKey: '',
                rows: 3,
                isComplete: true,
            },
            { kind: 'history', ...basic, key: 'a\n2', rows: 1, isComplete: true },
            { kind: 'history', ...basic, key: 'a3', rows: 1, isComplete: true },
        ];
        const written = reportOf((report) => {
            report.proposal({ ...PROPOSAL, result: { ...RESULT, queries: { noted, others: 4 } } });
        });
        expect(written).toContain(
            [
                '         reads    a1, other/k',
                '         queries  {"selector":{"owner":"ann"}}: 1 row, by byOwner/byOwner',
                '                  {"selector":{"owner":"ann"}}: 20 rows, without an index, a page of 20 at most',
                '                  history of a1 in other: 2 versions, not read to its end',
                '                  a rich query of prices: 0 rows, without an index',
                '                  a range of prices: 3 rows',
                String.raw`                  history of a\n2: 1 version`,
                '                  and 5 more',
                '         writes   a1=v, a2 deleted',
                '',
            ].join('\n'),
        );
        expect(written).not.toContain('secret');
    });

    it('shows events one by one that were emitted together', () => {
        const payload = Buffer.from(
            '{"events":[{"name":"Sold","payload":{"id":"a1"}},{"name":"Paid","payload":{}}],"v":1}',
        );
        const event = { chaincode: 'basic', name: 'heddle.events', payload };
        const written = reportOf((report) => {
            report.proposal({ ...PROPOSAL, result: { ...RESULT, event } });
        });
        expect(written).toContain(['         event    Sold {"id":"a1"}', '         event    Paid {}', ''].join('\n'));
    });

    it('shows rows as their contract calls them, with their index entries', async () => {
        const composite = (...parts: string[]): string => parts.map((part) => `\0${part}`).join('') + '\0';
        const format = { prefix: '\0lot\0', separator: '\0', suffix: '\0' };
        const key = [
            { field: 'farm', as: 'string' },
            { field: 'number', as: 'number' },
        ];
        const field = (name: string): object => ({ field: name, as: 'string' });
        const indexes = {
            byHolder: { objectType: 'lot.byHolder', fields: [field('holder')] },
            bySeal: { objectType: 'lot.bySeal', fields: [field('seal')], unique: true },
        };
        const lot = { kind: 'entity', key, format, indexes };
        const metadata = { contracts: { Supply: { 'x-heddle': { v: 1, entities: { lot } } } } };
        const put = (of: string, value = '\0'): KeyWrite => ({ key: of, isDelete: false, value: Buffer.from(value) });
        const removed = (of: string): KeyWrite => ({ key: of, isDelete: true, value: Buffer.alloc(0) });
        const writes = [
            put(composite('lot', 'f1', 'p17'), '{"v":1}'),
            removed(composite('lot.byHolder', 'ann', 'f1', 'p17')),
            put(composite('lot.byHolder', 'bob', 'f1', 'p17')),
            put(composite('lot.byHolder', 'bob', 'f1', 'p18')),
            put(composite('lot.bySeal', 's1'), '{"key":["f1","p17"]}'),
            removed(composite('lot.bySeal', 's0')),
            put('plain', 'x'),
        ];
        const reads = [{ key: composite('lot', 'f1', 'p17'), version: undefined }];
        const readWriteSet = [{ ...EMPTY, namespace: 'basic', reads, writes }];
        let written = '';
        const report = new TransactionReport({ isColoured: false, write: (text) => (written += text) });
        await report.describeKeys('basic', () => {
            const args = ['org.hyperledger.fabric:GetMetadata'].map((arg) => Buffer.from(arg));
            report.proposal({ ...PROPOSAL, purpose: 'evaluate', args });
            return Promise.resolve(metadata);
        });
        expect(written).toBe('');
        report.proposal({ ...PROPOSAL, result: { ...RESULT, readWriteSet } });
        expect(written).toContain('         reads    lot(f1, 7)\n');
        expect(written).toContain(
            '         writes   lot(f1, 7)={"v":1} ±byHolder ±bySeal, lot.byHolder(bob) → lot(f1, 8), plain=x\n',
        );
    });

    it('says why there is no result', () => {
        const response = { status: 404, message: 'gone', payload: Buffer.from('details') };
        const failed = { ...RESULT, response, event: undefined, readWriteSet: [], endorsedBy: [] };
        const written = reportOf((report) => {
            report.proposal({ ...PROPOSAL, purpose: 'evaluate', transientKeys: [], result: failed });
            report.proposal({ ...PROPOSAL, transientKeys: [], result: undefined, error: 'access denied' });
        });
        expect(written).toMatch(/evaluate basic\.create[^]* {9}failed {3}404 gone\n/);
        expect(written).toMatch(/submit {3}basic\.create[^]* {9}refused {2}access denied\n$/);
    });

    it('tells of private data without keys and values', () => {
        const hash = { keyHash: Buffer.from('h'), isDelete: false, valueHash: Buffer.from('h'), isPurge: false };
        const secret = {
            ...EMPTY,
            namespace: 'basic',
            collections: [
                { name: 'prices', reads: [], writes: [hash], metadataWrites: [], privateSetHash: Buffer.alloc(0) },
            ],
        };
        const written = reportOf((report) => {
            report.proposal({ ...PROPOSAL, result: { ...RESULT, readWriteSet: [secret] } });
        });
        expect(written).toContain('writes   1 private in prices\n');
    });

    it('warns of queries that CouchDB answers otherwise than one expects', () => {
        const written = reportOf((report) => {
            report.queryWarning({ channel: 'mychannel', chaincode: 'basic', text: 'a query is odd' });
        });
        expect(written).toContain('couchdb  careful basic: a query is odd');
    });

    it('is coloured where the terminal is', () => {
        const written = reportOf((report) => {
            report.block(observedBlock(1n, [{ txId: '0', status: 'VALID' }]));
        }, true);
        expect(written).toContain('\u001b[32mVALID\u001b[0m');
    });
});
