import type { Disagreement } from './transaction';

export interface ChaincodeState {
    readonly name: string;
    readonly state: 'building' | 'build-failed' | 'starting' | 'start-failed' | 'running' | 'ended';
    readonly since: string;
    readonly build: number;
    readonly files: readonly string[];
    readonly ms?: number;
    readonly failure?: { readonly text: string; readonly file?: string; readonly line?: number };
    readonly oldCodeGoesOn: boolean;
}

/** A transaction that is not deterministic: what two runs of it did not do alike. */
export interface Finding {
    readonly chaincode: string;
    readonly function: string;
    /** The newest transaction that has shown it. */
    readonly id: string;
    readonly call: string;
    readonly at: string;
    /** Which build of the code has shown it first. */
    readonly sinceBuild: number;
    readonly times: number;
    readonly disagreement: Disagreement;
}

/** Other code runs, or runs no more: what stands between the transactions before and after it. */
export interface RunMark {
    /** The number of the last transaction before it. */
    readonly seq: number;
    readonly at: string;
    readonly chaincode: string;
    readonly kind: 'runs' | 'ended';
    /** Which sources have changed; none where it was started anew for another reason. */
    readonly files: readonly string[];
}
