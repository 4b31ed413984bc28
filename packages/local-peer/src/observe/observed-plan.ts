import { Proposal, proposalParts } from '@heddle/protocol';
import type { EndorsedOutcome, ProposalPlan } from '../endorse/endorsement-plan';
import type { ProposalOutcome } from '../endorse/endorser';
import { unpackProposal } from '../endorse/unpacked-proposal';
import { errorText } from '../errors';
import type { PeerLogger } from '../logger';
import { notify } from './notify';
import { identityOf } from './observed-identity';
import type { ObservedProposal, ObservedResult, PeerObserver } from './peer-observer';

type End = Pick<ObservedProposal, 'result' | 'error'>;

/** What an observer gets to see of an outcome. */
interface Read {
    readonly result: ObservedResult;
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
        const begin = performance.now();
        const tell = (end: End, otherMs = 0): void => {
            notify(logger, () => {
                const milliseconds = performance.now() - begin - otherMs;
                observer.proposal?.(describe(purpose, signedProposal, { milliseconds, ...end }));
            });
        };
        try {
            const outcome = await run();
            const { result, otherMs } = read(outcome);
            tell({ result, error: undefined }, otherMs);
            return outcome;
        } catch (error) {
            tell({ result: undefined, error: errorText(error) });
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

function readEvaluated({ response, event, readWriteSet }: ProposalOutcome): Read {
    return { result: Object.freeze({ response, event, readWriteSet, endorsedBy: [], unchecked: undefined }) };
}

function readEndorsed({ outcome, endorsements, check }: EndorsedOutcome): Read {
    const endorsedBy = endorsements.map(({ endorser }) => proposalParts.serializedIdentity.decode(endorser).mspId);
    const { result } = readEvaluated(outcome);
    const observed = Object.freeze({ ...result, endorsedBy, unchecked: check?.unchecked });
    return { result: observed, otherMs: check?.milliseconds };
}

function describe(
    purpose: ObservedProposal['purpose'],
    signedProposal: Uint8Array,
    end: Pick<ObservedProposal, 'milliseconds' | 'result' | 'error'>,
): ObservedProposal {
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
        ...end,
    });
}
