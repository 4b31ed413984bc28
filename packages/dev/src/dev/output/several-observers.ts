import type { PeerObserver } from '@heddle/local-peer';

/** Tells each of several observers what one is told; of transient data only where one of them wants it. */
export function severalObservers(
    ...observers: readonly PeerObserver[]
): Required<Omit<PeerObserver, 'transient'>> & Pick<PeerObserver, 'transient'> {
    const each = (tell: (observer: PeerObserver) => void): void => {
        for (const observer of observers) tell(observer);
    };
    const transient: PeerObserver['transient'] = (told) => {
        each((observer) => observer.transient?.(told));
    };
    return {
        ...(observers.some((one) => one.transient !== undefined) && { transient }),
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
