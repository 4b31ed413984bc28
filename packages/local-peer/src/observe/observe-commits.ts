import type { CommittedTransaction } from '../commit/committer';
import type { PeerLogger } from '../logger';
import { validationCodeName } from '../records/validation-code';
import { notify } from './notify';
import type { PeerObserver } from './peer-observer';

/** Tells an observer of the blocks of a channel, each by its transactions. */
export function observeCommits(
    channel: string,
    observer: PeerObserver,
    logger: PeerLogger,
): (committed: readonly CommittedTransaction[]) => void {
    return (committed) => {
        const [first] = committed;
        if (first === undefined || observer.block === undefined) return;
        const transactions = committed.map(({ txId, validationCode }) =>
            Object.freeze({ txId, status: validationCodeName(validationCode) }),
        );
        notify(logger, () => {
            observer.block?.(Object.freeze({ channel, number: first.blockNumber, transactions }));
        });
    };
}
