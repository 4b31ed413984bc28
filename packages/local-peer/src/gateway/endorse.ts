import { proposalParts, ProtocolError } from '@heddle/protocol';
import type { EndorsedOutcome } from '../endorse/endorsement-plan';
import type { ProposalOutcome } from '../endorse/endorser';
import { type EndorsementFault, NotEndorsedError } from '../endorse/not-endorsed-error';
import { type ProposalTarget, targetOf } from '../endorse/unpacked-proposal';
import { LocalPeerError } from '../errors';
import { prepareTransaction } from '../records/transaction-envelope';
import { detailOf, type GatewayContext } from './gateway-context';
import { GatewayFailure } from './gateway-failure';
import { endorseRequest, type ErrorDetail } from './gateway-messages';
import { responseFault } from './response-fault';

const NO_COMBINATION = 'no combination of peers can be derived which satisfy the endorsement policy';

/**
 * Collects the endorsements that a transaction needs (fabric, internal/pkg/gateway/endorse.go).
 * @returns what the client has to sign: a common.Payload
 * @throws GatewayFailure
 */
export async function endorse(context: GatewayContext, encoded: Buffer): Promise<Buffer> {
    const { proposedTransaction, endorsingOrganizations: organizations } = endorseRequest.decode(encoded);
    const target = readTarget(proposedTransaction);
    checkRunnable(context, target, organizations);
    const { outcome, endorsements, failures } = await process(context, proposedTransaction, {
        ...target,
        organizations,
    });
    const details = (failures.length > 0 ? failures : [outcome]).flatMap((one) => faultOf(context, one));
    if (details.length === 0) return prepareTransaction({ ...outcome, endorsements });
    const isOfFirst = organizations.length === 0 && outcome.mspId === context.plan.own;
    throw isOfFirst ? firstHasFailed(details) : othersHaveFailed(details);
}

/** Whether there are peers to ask, before one is asked. */
function checkRunnable(
    { plan }: GatewayContext,
    { channelId, chaincode = '', hasTransient }: ProposalTarget,
    organizations: readonly string[],
): void {
    if (plan.runs(channelId, chaincode)) return;
    if (organizations.length > 0) throw noPeersOf(organizations);
    if (!hasTransient) throw noCombination(`No metadata was found for chaincode ${chaincode} in channel ${channelId}`);
    const advice = 'retry specifying endorsing organization(s) to protect transient data';
    throw new GatewayFailure('FAILED_PRECONDITION', `no endorsers found in the gateway's organization; ${advice}`);
}

async function process(
    context: GatewayContext,
    signedProposal: Buffer,
    target: Pick<ProposalTarget, 'channelId' | 'chaincode'> & { readonly organizations: readonly string[] },
): Promise<EndorsedOutcome> {
    try {
        return await context.plan.endorse(signedProposal, target.organizations);
    } catch (error) {
        if (error instanceof NotEndorsedError) throw failureOf(error.fault, context);
        if (!LocalPeerError.is(error)) throw error;
        const [first] = target.organizations;
        const details = [detailOf(context, first ?? context.plan.own, error.message)];
        throw first === undefined ? firstHasFailed(details) : othersHaveFailed(details);
    }
}

function failureOf(fault: EndorsementFault, context: GatewayContext): GatewayFailure {
    switch (fault.kind) {
        case 'no-peers':
            return noPeersOf(fault.organizations);
        case 'no-combination':
            return noCombination('no peer combination can satisfy the endorsement policy');
        case 'key-policy':
            return noCombination('state based endorsement policy cannot be satisfied');
        case 'untrusted':
            return new GatewayFailure(
                'FAILED_PRECONDITION',
                'requires endorsement from organisation(s) that are not in the distribution policy of the private data ' +
                    `collection(s): [${fault.collections.join(' ')}]; retry specifying trusted endorsing organizations ` +
                    'to protect transient data',
            );
        case 'mismatch':
            return othersHaveFailed(
                fault.organizations.map((mspId) => detailOf(context, mspId, 'ProposalResponsePayloads do not match')),
            );
        case 'not-deterministic':
            return firstHasFailed([detailOf(context, fault.mspId, fault.message)]);
    }
}

function faultOf(context: GatewayContext, outcome: ProposalOutcome): ErrorDetail[] {
    const fault = responseFault(outcome);
    return fault === undefined ? [] : [detailOf(context, outcome.mspId, fault.message)];
}

function firstHasFailed(details: readonly ErrorDetail[]): GatewayFailure {
    return new GatewayFailure('ABORTED', 'failed to endorse transaction, see attached details for more info', details);
}

function othersHaveFailed(details: readonly ErrorDetail[]): GatewayFailure {
    const text = 'failed to collect enough transaction endorsements, see attached details for more info';
    return new GatewayFailure('ABORTED', text, details);
}

function noPeersOf(organizations: readonly string[]): GatewayFailure {
    const text = `failed to find any endorsing peers for org(s): ${organizations.join(', ')}`;
    return new GatewayFailure('UNAVAILABLE', text);
}

function noCombination(why: string): GatewayFailure {
    return new GatewayFailure('FAILED_PRECONDITION', `${NO_COMBINATION}: ${why}`);
}

function readTarget(signedProposal: Buffer): ProposalTarget {
    try {
        const { proposal } = proposalParts.signedProposal.decode(signedProposal);
        if (proposal.length > 0) return targetOf(proposal);
    } catch (error) {
        if (ProtocolError.is(error)) throw new GatewayFailure('INVALID_ARGUMENT', error.message);
        throw error;
    }
    throw new GatewayFailure('INVALID_ARGUMENT', 'the proposed transaction must contain a signed proposal');
}
