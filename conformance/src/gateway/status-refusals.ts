import { gateway } from '@hyperledger/fabric-protos';
import { GARBAGE, highS, statusOf } from './gateway-requests';
import { byGateway, type Refusal } from './refusal';

/** Requests for a commit status that are refused. */
export const statusRefusals: readonly Refusal[] = [
    {
        title: 'nothing',
        ask: (client) => client.call('CommitStatus', Buffer.alloc(0)),
        answer: byGateway('INVALID_ARGUMENT', 'a commit status request is required'),
    },
    {
        title: 'garbage',
        ask: async (client) => {
            const signed = new gateway.SignedCommitStatusRequest();
            signed.setRequest(GARBAGE);
            return client.call('CommitStatus', signed.serializeBinary());
        },
        answer: byGateway('INVALID_ARGUMENT', 'invalid status request: proto: cannot parse invalid wire-format data'),
    },
    {
        title: 'no identity',
        ask: statusOf((request) => {
            request.setIdentity('');
        }),
        answer: byGateway('INVALID_ARGUMENT', 'no identity provided'),
        isOf31: true,
    },
    {
        title: 'no channel',
        ask: statusOf((request) => {
            request.setChannelId('');
        }),
        answer: byGateway('INVALID_ARGUMENT', 'no channel ID provided'),
        isOf31: true,
    },
    {
        title: 'no tx',
        ask: statusOf((request) => {
            request.setTransactionId('');
        }),
        answer: byGateway('INVALID_ARGUMENT', 'transaction ID should not be empty'),
        isOf31: true,
    },
    {
        title: 'unknown channel',
        ask: statusOf((request) => {
            request.setChannelId('nosuch');
        }),
        answer: byGateway('PERMISSION_DENIED', 'Failed to get policy manager for channel [nosuch]'),
    },
    {
        title: 'garbage identity',
        ask: statusOf((request) => {
            request.setIdentity(GARBAGE);
        }),
        answer: byGateway(
            'PERMISSION_DENIED',
            "Failed evaluating policy on signed data during check policy on channel [mychannel] with policy [/Channel/Application/Readers]: [implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Readers' sub-policies to be satisfied]",
        ),
    },
    {
        title: 'no signature',
        ask: statusOf(() => undefined, { signature: () => Buffer.alloc(0) }),
        answer: byGateway(
            'PERMISSION_DENIED',
            "Failed evaluating policy on signed data during check policy on channel [mychannel] with policy [/Channel/Application/Readers]: [implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Readers' sub-policies to be satisfied]",
        ),
    },
    {
        title: 'high s',
        ask: statusOf(() => undefined, { signature: highS }),
        answer: byGateway(
            'PERMISSION_DENIED',
            "Failed evaluating policy on signed data during check policy on channel [mychannel] with policy [/Channel/Application/Readers]: [implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Readers' sub-policies to be satisfied]",
        ),
    },
];
