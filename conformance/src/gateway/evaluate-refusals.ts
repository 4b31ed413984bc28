import { gateway } from '@hyperledger/fabric-protos';
import { evaluating, GARBAGE, highS } from './gateway-requests';
import { byEvaluator, byEvaluators, byGateway, type Refusal } from './refusal';

const UNKNOWN_CHAINCODE =
    'make sure the chaincode missing has been successfully defined on channel mychannel and try again: chaincode missing not found';

/** Proposals that the gateway or the peer refuses to evaluate. */
export const evaluateRefusals: readonly Refusal[] = [
    {
        title: 'no proposal',
        ask: (client) => client.call('Evaluate', Buffer.alloc(0)),
        answer: byGateway('INVALID_ARGUMENT', 'failed to unpack transaction proposal: a signed proposal is required'),
    },
    {
        title: 'garbage',
        ask: (client) => client.call('Evaluate', GARBAGE),
        answer: byGateway(
            'INTERNAL',
            'grpc: error unmarshalling request: proto: cannot parse invalid wire-format data',
        ),
    },
    {
        title: 'garbage for a proposal',
        ask: async (client) => {
            const request = new gateway.EvaluateRequest();
            const signed = await client.signedProposal();
            signed.setProposalBytes(GARBAGE);
            request.setProposedTransaction(signed);
            return client.call('Evaluate', request.serializeBinary());
        },
        answer: byGateway(
            'INVALID_ARGUMENT',
            'failed to unpack transaction proposal: error unmarshalling Proposal: proto: cannot parse invalid wire-format data',
        ),
    },
    {
        title: 'no channel',
        ask: evaluating({ channelId: '' }),
        answer: byGateway('INVALID_ARGUMENT', 'failed to unpack transaction proposal: no channel id provided'),
    },
    {
        title: 'an unknown channel',
        ask: evaluating({ channelId: 'nosuch' }),
        answer: byGateway(
            'UNAVAILABLE',
            'failed to get config for channel [nosuch]: could not get last config for channel nosuch',
        ),
    },
    {
        title: 'no specification',
        ask: evaluating({ without: 'specification' }),
        answer: byGateway(
            'INVALID_ARGUMENT',
            'failed to unpack transaction proposal: no chaincode spec is provided, channel id [mychannel]',
        ),
    },
    {
        title: 'no chaincode id',
        ask: evaluating({ chaincode: undefined }),
        answer: byGateway(
            'INVALID_ARGUMENT',
            'failed to unpack transaction proposal: no chaincode id is provided, channel id [mychannel]',
        ),
    },
    {
        title: 'no chaincode name',
        ask: evaluating({ chaincode: '' }),
        answer: byGateway(
            'INVALID_ARGUMENT',
            'failed to unpack transaction proposal: no chaincode name is provided, channel id [mychannel]',
        ),
    },
    {
        title: 'no input',
        ask: evaluating({ without: 'input' }),
        answer: byEvaluator('FAILED_PRECONDITION', 'chaincode input did not contain any input'),
    },
    {
        title: 'an unknown chaincode',
        ask: evaluating({ chaincode: 'missing' }),
        answer: byGateway(
            'FAILED_PRECONDITION',
            'no peers available to evaluate chaincode missing in channel mychannel',
        ),
    },
    {
        title: "an unknown chaincode in the header, at each organization's peer",
        ask: evaluating({ headerChaincode: 'missing' }),
        answer: byEvaluators(['Org1MSP', 'Org2MSP'], UNKNOWN_CHAINCODE),
    },
    {
        title: 'an unknown chaincode in the header, at the peer of the organization that is named',
        ask: evaluating({ headerChaincode: 'missing' }, ['Org2MSP']),
        answer: byEvaluators(['Org2MSP'], UNKNOWN_CHAINCODE),
    },
    {
        title: 'an unknown chaincode in the header, and shows transient data to its own organization only',
        ask: evaluating({ headerChaincode: 'missing', transient: { a: 'b' } }),
        answer: byEvaluators(['Org1MSP'], UNKNOWN_CHAINCODE),
    },
    {
        title: 'no chaincode id in the header',
        ask: evaluating({ headerChaincode: undefined }),
        answer: byEvaluator('FAILED_PRECONDITION', 'ChaincodeHeaderExtension.ChaincodeId is nil'),
    },
    {
        title: 'no chaincode name in the header',
        ask: evaluating({ headerChaincode: '' }),
        answer: byEvaluator('FAILED_PRECONDITION', 'ChaincodeHeaderExtension.ChaincodeId.Name is empty'),
    },
    {
        title: 'an unknown chaincode, with transient data',
        ask: evaluating({ chaincode: 'missing', transient: { a: 'b' } }),
        answer: byGateway(
            'FAILED_PRECONDITION',
            "no endorsers found in the gateway's organization; retry specifying target organization(s) to protect transient data: no peers available to evaluate chaincode missing in channel mychannel",
        ),
    },
    {
        title: 'an organization without a peer',
        ask: evaluating({}, ['Org3MSP']),
        answer: byGateway(
            'FAILED_PRECONDITION',
            'no peers available to evaluate chaincode scenarios in channel mychannel',
        ),
    },
    {
        title: 'another type of header',
        ask: evaluating({ type: 2 }),
        answer: byEvaluator('FAILED_PRECONDITION', 'error validating proposal: invalid header type CONFIG_UPDATE'),
    },
    {
        title: 'an unknown type of header',
        ask: evaluating({ type: 99 }),
        answer: byEvaluator('FAILED_PRECONDITION', 'error validating proposal: invalid header type 99'),
    },
    {
        title: 'an epoch',
        ask: evaluating({ epoch: 1 }),
        answer: byEvaluator('FAILED_PRECONDITION', 'error validating proposal: epoch is non-zero'),
    },
    {
        title: 'no nonce',
        ask: evaluating({ nonce: Buffer.alloc(0) }),
        answer: byEvaluator('FAILED_PRECONDITION', 'error validating proposal: nonce is empty'),
    },
    {
        title: 'no creator',
        ask: evaluating({ creator: Buffer.alloc(0) }),
        answer: byEvaluator('FAILED_PRECONDITION', 'error validating proposal: creator is empty'),
    },
    {
        title: 'garbage for a creator',
        ask: evaluating({ creator: GARBAGE, nonce: Buffer.alloc(24) }),
        answer: byEvaluator(
            'FAILED_PRECONDITION',
            'error validating proposal: access denied: channel [mychannel] creator org unknown, creator is malformed',
        ),
    },
    {
        title: 'another transaction id',
        ask: evaluating({ txId: 'abc', nonce: Buffer.alloc(24, 1) }),
        answer: byEvaluator(
            'FAILED_PRECONDITION',
            "error validating proposal: incorrectly computed txid 'abc' -- expected 'TX'",
        ),
    },
    {
        title: 'no signature',
        ask: evaluating({ signature: () => Buffer.alloc(0) }),
        answer: byEvaluator('FAILED_PRECONDITION', 'error validating proposal: empty signature bytes'),
    },
    {
        title: 'garbage for a signature',
        ask: evaluating({ signature: () => GARBAGE }),
        answer: byEvaluator(
            'FAILED_PRECONDITION',
            'error validating proposal: access denied: channel [mychannel] creator org [Org1MSP]',
        ),
    },
    {
        title: 'a signature with a high s',
        ask: evaluating({ signature: highS }),
        answer: byEvaluator(
            'FAILED_PRECONDITION',
            'error validating proposal: access denied: channel [mychannel] creator org [Org1MSP]',
        ),
    },
    {
        title: 'a failing chaincode',
        ask: evaluating({ args: ['respond', '404', 'gone'] }),
        answer: byEvaluator('UNKNOWN', 'chaincode response 404, gone'),
    },
    {
        title: 'a failing chaincode 500',
        ask: evaluating({ args: ['respond', '500', 'gone'] }),
        answer: byEvaluator('UNKNOWN', 'chaincode response 500, gone'),
    },
    {
        title: 'status 100',
        ask: evaluating({ args: ['respond', '100', 'gone'] }),
        answer: byEvaluator(
            'UNKNOWN',
            'chaincode response 500, INVALID_RESPONSE: the chaincode must return { status, message?, payload? } with a status from 200 to 599, not a status of 100',
        ),
    },
];
