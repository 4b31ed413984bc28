import { Proposal, proposalParts } from '@heddle/protocol';
import { policyText } from '../definition/policy-text';
import type { EndorsedOutcome, ProposalPlan } from '../endorse/endorsement-plan';
import type { ProposalOutcome } from '../endorse/endorser';
import { NotEndorsedError } from '../endorse/not-endorsed-error';
import { unpackProposal } from '../endorse/unpacked-proposal';
import { errorText } from '../errors';
import type { PeerLogger } from '../logger';
import { notify } from './notify';
import { identityOf } from './observed-identity';
import type { ObservedProposal, ObservedResult, ObservedTransient, PeerObserver } from './peer-observer';

type End = Pick<ObservedProposal, 'result' | 'error' | 'height' | 'peers' | 'disagreement' | 'demands'>;
type Told = End & Pick<ObservedProposal, 'begin' | 'milliseconds'>;

/** What an observer gets to see of an outcome. */
interface Read {
    readonly result: ObservedResult;
    readonly outcomes: readonly ProposalOutcome[];
    /** Time that went by for something else than the proposal itself. */
    readonly otherMs?: number | undefined;
}

/** Runs proposals by a plan, and tells an observer of each. */
export function observePlan(plan: ProposalPlan, observer: PeerObserver, logger: PeerLogger): ProposalPlan {
    if (observer.proposal === undefined) return plan;

    async function watch<T>(
        purpose: ObservedProposal['purpose'],
        signedProposal: Uint8Array,
        { run, read }: { readonly run: () => Promise<T>; readonly read: (outcome: T) => Read },
    ): Promise<T> {
        const [begin, from] = [new Date(), performance.now()];
        const tell = (end: End, otherMs = 0): void => {
            const milliseconds = performance.now() - from - otherMs;
            notify(logger, () => observer.transient?.(transientOf(signedProposal)));
            notify(logger, () =>
                observer.proposal?.(describe(purpose, signedProposal, { begin, milliseconds, ...end })),
            );
        };
        try {
            const outcome = await run();
            const { result, outcomes, otherMs } = read(outcome);
            tell({ result, error: undefined, ...runsOf(outcomes), disagreement: undefined, demands: [] }, otherMs);
            return outcome;
        } catch (error) {
            tell({ result: undefined, error: errorText(error), ...whatIsKnownOf(error) });
            throw error;
        }
    }

    return {
        own: plan.own,
        runs: (...args) => plan.runs(...args),
        evaluates: (...args) => plan.evaluates(...args),
        evaluatorsOf: (...args) => plan.evaluatorsOf(...args),
        evaluate: (...args) => watch('evaluate', args[0], { run: () => plan.evaluate(...args), read: readEvaluated }),
        endorse: (...args) => watch('endorse', args[0], { run: () => plan.endorse(...args), read: readEndorsed }),
    };
}

function readEvaluated(outcome: ProposalOutcome): Read {
    const { response, event, readWriteSet, queries } = outcome;
    const result = Object.freeze({ response, event, readWriteSet, queries, endorsedBy: [], unchecked: undefined });
    return { result, outcomes: [outcome] };
}

function readEndorsed({ outcome, outcomes, endorsements, check }: EndorsedOutcome): Read {
    const endorsedBy = endorsements.map(({ endorser }) => proposalParts.serializedIdentity.decode(endorser).mspId);
    const { result } = readEvaluated(outcome);
    const observed = Object.freeze({ ...result, endorsedBy, unchecked: check?.unchecked });
    return { result: observed, outcomes, otherMs: check?.milliseconds };
}

function runsOf(outcomes: readonly ProposalOutcome[]): Pick<End, 'height' | 'peers'> {
    const peers = outcomes.map(({ mspId, milliseconds, response: { status, message } }) =>
        Object.freeze({ mspId, milliseconds, status, message }),
    );
    return { height: outcomes[0]?.height, peers: Object.freeze(peers) };
}

/** A proposal that was not endorsed may have run. */
function whatIsKnownOf(error: unknown): Omit<End, 'result' | 'error'> {
    if (!(error instanceof NotEndorsedError)) return { ...runsOf([]), disagreement: undefined, demands: [] };
    const { runs, fault } = error;
    return {
        ...runsOf(runs.outcomes ?? []),
        disagreement: runs.disagreement,
        demands: fault.kind === 'no-combination' ? fault.demands.map(policyText) : [],
    };
}

function describe(purpose: ObservedProposal['purpose'], signedProposal: Uint8Array, told: Told): ObservedProposal {
    const { channelHeader, creator, chaincode, input } = unpackProposal(signedProposal);
    return Object.freeze({
        purpose,
        txId: channelHeader.txId,
        channel: channelHeader.channelId,
        chaincode,
        creator: identityOf(creator),
        isInit: input.isInit ?? false,
        args: Object.freeze(input.args.map((arg) => Buffer.from(arg))),
        transientKeys: Object.freeze([...new Proposal(signedProposal).transient.keys()]),
        ...told,
    });
}

function transientOf(signedProposal: Uint8Array): ObservedTransient {
    const { txId } = unpackProposal(signedProposal).channelHeader;
    return Object.freeze({ txId, values: new Proposal(signedProposal).transient });
}
