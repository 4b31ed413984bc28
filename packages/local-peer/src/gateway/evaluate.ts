import { proposalParts, ProtocolError } from '@heddle/protocol';
import { type ProposalTarget, targetOf } from '../endorse/unpacked-proposal';
import { LocalPeerError } from '../errors';
import type { ChaincodeResponse } from '../records/chaincode-response';
import { noChannelConfig } from './channel-config';
import { detailOf, type GatewayContext } from './gateway-context';
import { GatewayFailure } from './gateway-failure';
import { type ErrorDetail, evaluateRequest } from './gateway-messages';
import { type ResponseFault, responseFault } from './response-fault';

/**
 * Runs a transaction at one peer: of the own organization, or, where that peer itself fails, of the next one (fabric,
 * internal/pkg/gateway/evaluate.go). What a chaincode answers is final.
 *
 * @throws GatewayFailure
 */
export async function evaluate(context: GatewayContext, encoded: Buffer): Promise<ChaincodeResponse> {
    const { proposedTransaction, targetOrganizations } = evaluateRequest.decode(encoded);
    const { channelId, chaincode, hasTransient } = checkedTarget(proposedTransaction);
    if (context.channel(channelId) === undefined) throw new GatewayFailure('UNAVAILABLE', noChannelConfig(channelId));
    const { plan } = context;
    const isProtected = hasTransient && targetOrganizations.length === 0;
    const organizations = isProtected ? [plan.own] : targetOrganizations;
    const evaluators = plan.evaluates(channelId, chaincode) ? plan.evaluatorsOf(organizations) : [];
    if (evaluators.length === 0) throw noPeers(channelId, chaincode, isProtected);
    const said: ErrorDetail[] = [];
    for (const mspId of evaluators) {
        const { response, fault } = await evaluateAt(context, proposedTransaction, mspId);
        if (fault === undefined) return response;
        said.push(detailOf(context, mspId, fault.message));
        if (!fault.isOfPeer)
            throw new GatewayFailure(fault.code, `evaluate call to endorser returned error: ${fault.message}`, said);
    }
    throw new GatewayFailure('ABORTED', 'failed to evaluate transaction, see attached details for more info', said);
}

type Evaluated =
    | { readonly response: ChaincodeResponse; readonly fault: undefined }
    | { readonly response: undefined; readonly fault: ResponseFault };

async function evaluateAt({ plan }: GatewayContext, signedProposal: Buffer, mspId: string): Promise<Evaluated> {
    try {
        const outcome = await plan.evaluate(signedProposal, [mspId]);
        const fault = responseFault(outcome);
        return fault === undefined ? { response: outcome.response, fault } : { response: undefined, fault };
    } catch (error) {
        if (!LocalPeerError.is(error)) throw error;
        // The client's mistake, which no other peer would take either.
        const fault = { code: 'FAILED_PRECONDITION', message: error.message, isOfPeer: false } as const;
        return { response: undefined, fault };
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
