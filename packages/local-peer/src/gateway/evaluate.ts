import { proposalParts, ProtocolError } from '@heddle/protocol';
import type { ProposalOutcome } from '../endorse/endorser';
import { type ProposalTarget, targetOf } from '../endorse/unpacked-proposal';
import { LocalPeerError } from '../errors';
import type { ChaincodeResponse } from '../records/chaincode-response';
import { noChannelConfig } from './channel-config';
import { detailOf, type GatewayContext } from './gateway-context';
import { GatewayFailure } from './gateway-failure';
import { evaluateRequest } from './gateway-messages';
import { responseFault } from './response-fault';

/** Runs a transaction at one peer (fabric, internal/pkg/gateway/evaluate.go). @throws GatewayFailure */
export async function evaluate(context: GatewayContext, encoded: Buffer): Promise<ChaincodeResponse> {
    const { proposedTransaction, targetOrganizations } = evaluateRequest.decode(encoded);
    const { channelId, chaincode, hasTransient } = checkedTarget(proposedTransaction);
    if (context.channel(channelId) === undefined) throw new GatewayFailure('UNAVAILABLE', noChannelConfig(channelId));
    const { plan } = context;
    const isProtected = hasTransient && targetOrganizations.length === 0;
    const organizations = isProtected ? [plan.own] : targetOrganizations;
    const mspId = plan.evaluates(channelId, chaincode) ? plan.evaluatorOf(organizations) : undefined;
    if (mspId === undefined) throw noPeers(channelId, chaincode, isProtected);
    const outcome = await process(context, proposedTransaction, mspId);
    const fault = responseFault(outcome);
    if (fault === undefined) return outcome.response;
    const text = fault.isOfPeer
        ? 'failed to evaluate transaction, see attached details for more info'
        : `evaluate call to endorser returned error: ${fault.message}`;
    throw new GatewayFailure(fault.code, text, [detailOf(context, mspId, fault.message)]);
}

async function process(context: GatewayContext, signedProposal: Buffer, mspId: string): Promise<ProposalOutcome> {
    try {
        return await context.plan.evaluate(signedProposal, [mspId]);
    } catch (error) {
        if (!LocalPeerError.is(error)) throw error;
        const text = `evaluate call to endorser returned error: ${error.message}`;
        throw new GatewayFailure('FAILED_PRECONDITION', text, [detailOf(context, mspId, error.message)]);
    }
}

interface CheckedTarget extends ProposalTarget {
    readonly chaincode: string;
}

function checkedTarget(signedProposal: Buffer): CheckedTarget {
    try {
        const { proposal } = proposalParts.signedProposal.decode(signedProposal);
        if (proposal.length === 0) throw unpackable('a signed proposal is required');
        const { chaincode = '', ...target } = targetOf(proposal);
        const missing = missingPart({ ...target, chaincode });
        if (missing !== undefined) throw unpackable(missing);
        return { ...target, chaincode };
    } catch (error) {
        if (ProtocolError.is(error)) throw unpackable(error.message);
        throw error;
    }
}

function missingPart({ channelId, chaincode, missing }: CheckedTarget): string | undefined {
    if (channelId === '') return 'no channel id provided';
    const where = `channel id [${channelId}]`;
    if (missing === 'spec') return `no chaincode spec is provided, ${where}`;
    if (missing === 'id') return `no chaincode id is provided, ${where}`;
    return chaincode === '' ? `no chaincode name is provided, ${where}` : undefined;
}

function unpackable(why: string): GatewayFailure {
    return new GatewayFailure('INVALID_ARGUMENT', `failed to unpack transaction proposal: ${why}`);
}

function noPeers(channelId: string, chaincode: string, isProtected: boolean): GatewayFailure {
    const none = `no peers available to evaluate chaincode ${chaincode} in channel ${channelId}`;
    const advice =
        "no endorsers found in the gateway's organization; retry specifying target organization(s) to protect transient data";
    return new GatewayFailure('FAILED_PRECONDITION', isProtected ? `${advice}: ${none}` : none);
}
