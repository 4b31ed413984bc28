import { gateway } from '@hyperledger/fabric-protos';
import { endorsing, GARBAGE } from './gateway-requests';
import { byFirst, byGateway, byNamed, type Refusal } from './refusal';

/** Proposals that are not endorsed. */
export const endorseRefusals: readonly Refusal[] = [
    {
        title: 'no proposal',
        ask: (client) => client.call('Endorse', Buffer.alloc(0)),
        answer: byGateway('INVALID_ARGUMENT', 'the proposed transaction must contain a signed proposal'),
    },
    {
        title: 'garbage for a proposal',
        ask: async (client) => {
            const request = new gateway.EndorseRequest();
            const signed = await client.signedProposal();
            signed.setProposalBytes(GARBAGE);
            request.setProposedTransaction(signed);
            return client.call('Endorse', request.serializeBinary());
        },
        answer: byGateway(
            'INVALID_ARGUMENT',
            'error unmarshalling Proposal: proto: cannot parse invalid wire-format data',
        ),
    },
    {
        title: 'an unknown channel',
        ask: endorsing({ channelId: 'nosuch' }),
        answer: byGateway(
            'FAILED_PRECONDITION',
            'no combination of peers can be derived which satisfy the endorsement policy: No metadata was found for chaincode scenarios in channel nosuch',
        ),
    },
    {
        title: 'an unknown channel, named organizations',
        ask: endorsing({ channelId: 'nosuch' }, ['Org1MSP']),
        answer: byGateway('UNAVAILABLE', 'failed to find any endorsing peers for org(s): Org1MSP'),
    },
    {
        title: 'no specification',
        ask: endorsing({ without: 'specification' }),
        answer: byGateway(
            'FAILED_PRECONDITION',
            'no combination of peers can be derived which satisfy the endorsement policy: No metadata was found for chaincode  in channel mychannel',
        ),
    },
    {
        title: 'no input',
        ask: endorsing({ without: 'input' }),
        answer: byFirst('chaincode input did not contain any input'),
    },
    {
        title: 'an unknown chaincode',
        ask: endorsing({ chaincode: 'missing' }),
        answer: byGateway(
            'FAILED_PRECONDITION',
            'no combination of peers can be derived which satisfy the endorsement policy: No metadata was found for chaincode missing in channel mychannel',
        ),
    },
    {
        title: 'an unknown chaincode with transient',
        ask: endorsing({ chaincode: 'missing', transient: { a: 'b' } }),
        answer: byGateway(
            'FAILED_PRECONDITION',
            "no endorsers found in the gateway's organization; retry specifying endorsing organization(s) to protect transient data",
        ),
    },
    {
        title: 'an unknown chaincode, named organizations',
        ask: endorsing({ chaincode: 'missing' }, ['Org1MSP']),
        answer: byGateway('UNAVAILABLE', 'failed to find any endorsing peers for org(s): Org1MSP'),
    },
    {
        title: 'an unknown chaincode in the header',
        ask: endorsing({ headerChaincode: 'missing' }),
        answer: byFirst(
            'make sure the chaincode missing has been successfully defined on channel mychannel and try again: chaincode missing not found',
        ),
    },
    {
        title: 'organizations without a peer',
        ask: endorsing({}, ['Org1MSP', 'Org3MSP', 'Org4MSP']),
        answer: byGateway('UNAVAILABLE', 'failed to find any endorsing peers for org(s): Org3MSP, Org4MSP'),
    },
    {
        title: 'another transaction id',
        ask: endorsing({ txId: 'abc', nonce: Buffer.alloc(24, 1) }),
        answer: byFirst("error validating proposal: incorrectly computed txid 'abc' -- expected 'TX'"),
    },
    {
        title: 'garbage for a signature',
        ask: endorsing({ signature: () => GARBAGE }),
        answer: byFirst('error validating proposal: access denied: channel [mychannel] creator org [Org1MSP]'),
    },
    {
        title: 'garbage for a signature, named organizations',
        ask: endorsing({ signature: () => GARBAGE }, ['Org1MSP']),
        answer: byNamed('error validating proposal: access denied: channel [mychannel] creator org [Org1MSP]'),
    },
    {
        title: 'a failing chaincode',
        ask: endorsing({ args: ['respond', '404', 'gone'] }),
        answer: byFirst('chaincode response 404, gone'),
    },
    {
        title: 'a failing chaincode 500',
        ask: endorsing({ args: ['respond', '500', 'gone'] }),
        answer: byFirst('chaincode response 500, gone'),
    },
    {
        title: 'status 100',
        ask: endorsing({ args: ['respond', '100', 'gone'] }),
        answer: byFirst(
            'chaincode response 500, INVALID_RESPONSE: the chaincode must return { status, message?, payload? } with a status from 200 to 599, not a status of 100',
        ),
    },
    {
        title: 'a failing chaincode, named organizations',
        ask: endorsing({ args: ['respond', '404', 'gone'] }, ['Org1MSP']),
        answer: byNamed('chaincode response 404, gone'),
    },
];
