import { createHash } from 'node:crypto';
import type { ObservedBlock, ObservedProposal } from '@heddle/local-peer';

/** What a peer tells of an endorsed call `put(key<number>, value)`. */
export function observedProposal(number: number, value: Buffer = Buffer.from('value')): ObservedProposal {
    const key = `key${number}`;
    return {
        purpose: 'endorse',
        txId: createHash('sha256').update(key).digest('hex'),
        channel: 'mychannel',
        chaincode: 'store',
        creator: { mspId: 'Org1MSP', name: 'User1@org1.example.com' },
        isInit: false,
        args: [Buffer.from('put'), Buffer.from(key), value],
        transientKeys: [],
        begin: new Date(0),
        milliseconds: 3,
        height: 1n,
        peers: [{ mspId: 'Org1MSP', milliseconds: 2, status: 200, message: '' }],
        disagreement: undefined,
        demands: [],
        result: {
            response: { status: 200, message: '', payload: Buffer.alloc(0) },
            event: undefined,
            readWriteSet: [],
            endorsedBy: ['Org1MSP'],
            unchecked: undefined,
        },
        error: undefined,
    };
}

/** What a peer tells of a block with these transactions. */
export function observedBlock(
    number: bigint,
    transactions: readonly { readonly txId: string; readonly status: string }[],
): ObservedBlock {
    return {
        channel: 'mychannel',
        number,
        time: new Date(0),
        milliseconds: { validation: 1, write: 2 },
        transactions: transactions.map((one, txNumber) => ({ ...one, txNumber, waited: 4, policies: [] })),
    };
}
