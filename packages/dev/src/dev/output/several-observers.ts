import type { PeerObserver } from '@heddle/local-peer';

/** Tells each of several observers what one is told. */
export function severalObservers(...observers: readonly PeerObserver[]): Required<PeerObserver> {
    const each =
        <Told>(method: (observer: PeerObserver) => ((told: Told) => void) | undefined) =>
        (told: Told): void => {
            for (const observer of observers) method(observer)?.call(observer, told);
        };
    return {
        proposal: each((observer) => observer.proposal),
        refusal: each((observer) => observer.refusal),
        block: each((observer) => observer.block),
        marked: each((observer) => observer.marked),
        reverted: each((observer) => observer.reverted),
        queryWarning: each((observer) => observer.queryWarning),
    };
}
