import { gateway, orderer } from '@hyperledger/fabric-protos';
import { eventsOf, GARBAGE, highS } from './gateway-requests';
import { byGateway, type Refusal } from './refusal';

/** Requests for events that are refused. */
export const eventsRefusals: readonly Refusal[] = [
    {
        title: 'nothing',
        ask: (client) => client.stream('ChaincodeEvents', Buffer.alloc(0)),
        answer: byGateway('INVALID_ARGUMENT', 'a chaincode events request is required'),
    },
    {
        title: 'garbage',
        ask: async (client) => {
            const signed = new gateway.SignedChaincodeEventsRequest();
            signed.setRequest(GARBAGE);
            return client.stream('ChaincodeEvents', signed.serializeBinary());
        },
        answer: byGateway(
            'INVALID_ARGUMENT',
            'invalid chaincode events request: proto: cannot parse invalid wire-format data',
        ),
    },
    {
        title: 'no channel',
        ask: eventsOf((request) => {
            request.setChannelId('');
        }),
        answer: byGateway(
            'PERMISSION_DENIED',
            'Invalid channel ID name during check policy on signed data. Name must be different from nil.',
        ),
    },
    {
        title: 'unknown channel',
        ask: eventsOf((request) => {
            request.setChannelId('nosuch');
        }),
        answer: byGateway('PERMISSION_DENIED', 'Failed to get policy manager for channel [nosuch]'),
    },
    {
        title: 'no identity',
        ask: eventsOf((request) => {
            request.setIdentity('');
        }),
        answer: byGateway(
            'PERMISSION_DENIED',
            "Failed evaluating policy on signed data during check policy on channel [mychannel] with policy [/Channel/Application/Readers]: [implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Readers' sub-policies to be satisfied]",
        ),
    },
    {
        title: 'high s',
        ask: eventsOf(() => undefined, { signature: highS }),
        answer: byGateway(
            'PERMISSION_DENIED',
            "Failed evaluating policy on signed data during check policy on channel [mychannel] with policy [/Channel/Application/Readers]: [implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Readers' sub-policies to be satisfied]",
        ),
    },
    {
        title: 'newest',
        ask: eventsOf((request) => {
            const seek = new orderer.SeekPosition();
            seek.setNewest(new orderer.SeekNewest());
            request.setStartPosition(seek);
        }),
        answer: byGateway('INVALID_ARGUMENT', 'invalid start position type: *orderer.SeekPosition_Newest'),
    },
    {
        title: 'oldest',
        ask: eventsOf((request) => {
            const seek = new orderer.SeekPosition();
            seek.setOldest(new orderer.SeekOldest());
            request.setStartPosition(seek);
        }),
        answer: byGateway('INVALID_ARGUMENT', 'invalid start position type: *orderer.SeekPosition_Oldest'),
    },
];
