import { createHash } from 'node:crypto';
import type { ObservedProposal } from '@heddle/local-peer';

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
        milliseconds: 3,
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
