import type { ObservedProposal, ObservedResult, ReadWriteSet } from '@heddle/local-peer';
import { describe, expect, it } from '@jest/globals';
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
            report.block({ channel: 'mychannel', number: 7n, transactions });
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
            report.block({ channel: 'mychannel', number: 1n, transactions: [{ txId: '0', status: 'VALID' }] });
        }, true);
        expect(written).toContain('\u001b[32mVALID\u001b[0m');
    });
});
