import type { CheckedPolicy } from '../commit/endorsement-check';
import type { OrderedBatch } from '../commit/orderer';
import { policyText } from '../definition/policy-text';
import type { PeerLogger } from '../logger';
import { validationCodeName } from '../records/validation-code';
import { notify } from './notify';
import type { ObservedPolicy, PeerObserver } from './peer-observer';

/** Tells an observer of the blocks of a channel, each by its transactions. */
export function observeCommits(
    channel: string,
    observer: PeerObserver,
    logger: PeerLogger,
): (batch: OrderedBatch) => void {
    return ({ transactions: committed, policies, waited, milliseconds }) => {
        const [first] = committed;
        if (first === undefined || observer.block === undefined) return;
        const transactions = committed.map(({ txId, validationCode }, txNumber) =>
            Object.freeze({
                txId,
                txNumber,
                status: validationCodeName(validationCode),
                waited: waited[txNumber] ?? 0,
                policies: Object.freeze((policies[txNumber] ?? []).map(observedPolicy)),
            }),
        );
        const { blockNumber: number } = first;
        notify(logger, () =>
            observer.block?.(Object.freeze({ channel, number, time: new Date(), milliseconds, transactions })),
        );
    };
}

/** A policy as text, and what is missing of it. */
export function observedPolicy({ policy, missing, ...owner }: CheckedPolicy): ObservedPolicy {
    const { of, namespace, collection, key, isFulfilled } = owner;
    return Object.freeze({
        of,
        namespace,
        collection,
        key,
        text: policy && policyText(policy),
        isFulfilled,
        missing: Object.freeze(demandsOf(missing)),
    });
}

/** Each signature by itself where all of them are needed. */
function demandsOf(missing: CheckedPolicy['missing']): string[] {
    if (missing === undefined) return [];
    if ('rules' in missing && missing.outOf === missing.rules.length) return missing.rules.map(policyText);
    return [policyText(missing)];
}
