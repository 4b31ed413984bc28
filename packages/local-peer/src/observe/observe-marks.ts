import type { PeerLogger } from '../logger';
import { notify } from './notify';
import type { ObservedMark, ObservedRevert, PeerObserver } from './peer-observer';

/** Who is told of marks and of reverts. */
export interface MarkListener {
    marked(mark: ObservedMark): void;
    reverted(revert: ObservedRevert): void;
}

/** Tells an observer of marks that have names, and of reverts. */
export function observeMarks({
    observer,
    logger,
}: {
    readonly observer: PeerObserver;
    readonly logger: PeerLogger;
}): MarkListener {
    return {
        marked: (mark) => {
            notify(logger, () => observer.marked?.(Object.freeze(mark)));
        },
        reverted: (revert) => {
            notify(logger, () => observer.reverted?.(Object.freeze(revert)));
        },
    };
}
