import { GARBAGE, highS, submitting, withChannelHeader } from './gateway-requests';
import { byGateway, byOrderer, type Refusal } from './refusal';

/** Transactions that are not ordered. */
export const submitRefusals: readonly Refusal[] = [
    {
        title: 'nothing',
        ask: (client) => client.call('Submit', Buffer.alloc(0)),
        answer: byGateway('INVALID_ARGUMENT', 'a prepared transaction is required'),
    },
    {
        title: 'no signature',
        ask: submitting((envelope) => {
            envelope.setSignature('');
        }, false),
        answer: byGateway('INVALID_ARGUMENT', 'prepared transaction must be signed'),
    },
    {
        title: 'garbage for a signature',
        ask: submitting((envelope) => {
            envelope.setSignature(GARBAGE);
        }, false),
        answer: byOrderer(
            'FORBIDDEN',
            "implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied: permission denied",
        ),
    },
    {
        title: 'high s',
        ask: submitting((envelope) => {
            envelope.setSignature(highS(Buffer.from(envelope.getSignature_asU8())));
        }, false),
        answer: byOrderer(
            'FORBIDDEN',
            "implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied: permission denied",
        ),
    },
    {
        title: 'unknown channel',
        ask: submitting((_, request) => {
            request.setChannelId('nosuch');
        }),
        answer: byGateway(
            'FAILED_PRECONDITION',
            'failed to get config for channel [nosuch]: could not get last config for channel nosuch',
        ),
    },
    {
        title: 'unknown channel in the envelope',
        ask: submitting(
            withChannelHeader((header) => {
                header.setChannelId('nosuch');
            }),
        ),
        answer: byOrderer('BAD_REQUEST', 'channel does not exist'),
        isOf31: true,
    },
    {
        title: 'config',
        ask: submitting(
            withChannelHeader((header) => {
                header.setType(1);
            }),
        ),
        answer: byOrderer('BAD_REQUEST', 'message is of type that cannot be processed directly'),
    },
    {
        title: 'orderer tx',
        ask: submitting(
            withChannelHeader((header) => {
                header.setType(4);
            }),
        ),
        answer: byOrderer('BAD_REQUEST', 'message is of type that is no longer supported'),
        isOf31: true,
    },
    {
        title: 'garbage for a payload',
        ask: submitting((envelope) => {
            envelope.setPayload(GARBAGE);
        }),
        answer: byOrderer(
            'BAD_REQUEST',
            'could not determine channel ID: error unmarshalling Payload: proto: cannot parse invalid wire-format data',
        ),
    },
    {
        title: 'no payload',
        ask: submitting((envelope) => {
            envelope.setPayload('');
        }),
        answer: byOrderer('BAD_REQUEST', 'could not determine channel ID: header not set'),
    },
];
