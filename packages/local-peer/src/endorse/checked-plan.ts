import type { Channel } from '../channel/channel';
import type { ChaincodeDefinition } from '../definition/chaincode-definition';
import type { ProposalPlan } from './endorsement-plan';
import type { ProposalOutcome } from './endorser';
import { NotEndorsedError } from './not-endorsed-error';
import { millisecondPassed } from './pass-millisecond';
import { toResult } from './requested-proposal';
import { describeDifferences, differencesOf, disagreementOfRuns, type RunNotes } from './result-differences';
import { type UnpackedProposal, unpackProposal } from './unpacked-proposal';

/** A transaction that takes longer is run once: the second run would use up the time that its client waits. */
const SLOW_MS = 1000;

/** Has second runs be others than the first ones. */
export interface SecondRuns {
    /** Makes the run that begins within it another one. */
    around<T>(txId: string, run: () => Promise<T>): Promise<T>;
    /** What is known of a transaction's runs. */
    notes(txId: string): RunNotes;
}

const AS_THE_FIRST: SecondRuns = { around: (_, run) => run(), notes: () => ({}) };

/** What a transaction's two runs have to have in common, for their results to be the same. */
interface Ground {
    readonly height: bigint;
    readonly reverts: number;
    readonly chaincodes: ReadonlyMap<string, ChaincodeDefinition>;
}

interface FirstRun {
    /** Of the transaction, for a message. */
    readonly name: string;
    readonly outcome: ProposalOutcome;
    /** Of all peers, this one among them. */
    readonly outcomes: readonly ProposalOutcome[];
    readonly channel: Channel;
    readonly before: Ground;
    readonly secondRuns: SecondRuns;
}

/**
 * Wraps a plan so that each proposal that one peer endorses is run at that peer once more, in the same state, and refused if
 * the two runs differ: endorsers would not agree on it. Of the second run nothing is kept.
 *
 * What several peers have endorsed they have compared already; it is run again only with second runs that are others than
 * the first. What is evaluated, or has failed, nobody has to agree on.
 */
export function checkPlan(
    plan: ProposalPlan,
    channelOf: (id: string) => Channel | undefined,
    secondRuns?: SecondRuns,
): ProposalPlan {
    return {
        own: plan.own,
        runs: (...args) => plan.runs(...args),
        evaluates: (...args) => plan.evaluates(...args),
        evaluatorsOf: (...args) => plan.evaluatorsOf(...args),
        evaluate: (...args) => plan.evaluate(...args),
        async endorse(signedProposal, organizations) {
            const unpacked = readProposal(signedProposal);
            const channel = unpacked && channelOf(unpacked.channelHeader.channelId);
            // Its plan says what is wrong with it.
            if (unpacked === undefined || channel === undefined)
                return await plan.endorse(signedProposal, organizations);
            const before = await groundOf(channel);
            const begin = performance.now();
            const endorsed = await plan.endorse(signedProposal, organizations);
            const { length } = endorsed.endorsements;
            // Several peers have compared, but they are on one machine.
            if (length === 0 || (length > 1 && secondRuns === undefined)) return endorsed;
            const end = performance.now();
            const unchecked =
                end - begin > SLOW_MS
                    ? `it takes longer than ${SLOW_MS / 1000} s`
                    : await runAgain(plan, signedProposal, {
                          name: nameOf(unpacked),
                          outcome: endorsed.outcome,
                          outcomes: endorsed.outcomes,
                          channel,
                          before,
                          secondRuns: secondRuns ?? AS_THE_FIRST,
                      });
            return { ...endorsed, check: { milliseconds: performance.now() - end, unchecked } };
        },
    };
}

/**
 * Compares an endorsed transaction with a second run of it.
 * @returns why that cannot be told, if it cannot
 * @throws NotEndorsedError where they differ
 */
async function runAgain(
    plan: ProposalPlan,
    signedProposal: Uint8Array,
    { name, outcome, outcomes, channel, before, secondRuns }: FirstRun,
): Promise<string | undefined> {
    await millisecondPassed();
    const { txId } = outcome;
    const again = await secondRuns.around(txId, () => plan.evaluate(signedProposal, [outcome.mspId]));
    const differences = differencesOf(toResult(outcome), toResult(again));
    if (differences.length === 0) return undefined;
    const after = await groundOf(channel);
    if (after.reverts !== before.reverts) return 'the ledger went back meanwhile';
    if (after.height !== before.height) return 'a block was committed meanwhile';
    if (!isSameChaincode(before, after)) return 'the chaincode was replaced meanwhile';
    const notes = secondRuns.notes(txId);
    const message = describeDifferences(name, differences, notes);
    throw new NotEndorsedError({ kind: 'not-deterministic', mspId: outcome.mspId, message }, message, {
        outcomes,
        disagreement: disagreementOfRuns(differences, notes),
    });
}

async function groundOf({ store, reverts, chaincodes }: Channel): Promise<Ground> {
    return { height: await store.height(), reverts, chaincodes: new Map(chaincodes) };
}

/** Each definition, and each new package of one, is another object. */
function isSameChaincode(before: Ground, after: Ground): boolean {
    return [...after.chaincodes].every(([name, definition]) => before.chaincodes.get(name) === definition);
}

/** For a message, such as `cars.addCar`. */
function nameOf({ chaincode, input: { args } }: UnpackedProposal): string {
    return [chaincode, ...args.slice(0, 1).map((name) => Buffer.from(name).toString())].join('.');
}

function readProposal(signedProposal: Uint8Array): UnpackedProposal | undefined {
    try {
        return unpackProposal(signedProposal);
    } catch {
        return undefined;
    }
}
