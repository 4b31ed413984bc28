import type { PeerObserver } from '@heddle/local-peer';

/** Tells each of several observers what one is told. */
export function severalObservers(...observers: readonly PeerObserver[]): Required<PeerObserver> {
    const each = (tell: (observer: PeerObserver) => void): void => {
        for (const observer of observers) tell(observer);
    };
    return {
        proposal: (told) => {
            each((observer) => observer.proposal?.(told));
        },
        refusal: (told) => {
            each((observer) => observer.refusal?.(told));
        },
        block: (told) => {
            each((observer) => observer.block?.(told));
        },
        marked: (told) => {
            each((observer) => observer.marked?.(told));
        },
        reverted: (told) => {
            each((observer) => observer.reverted?.(told));
        },
        queryWarning: (told) => {
            each((observer) => observer.queryWarning?.(told));
        },
    };
}
