import type { FuzzFailure, FuzzReport } from '@heddle/testing/fuzz';
import type { LoadReport } from '@heddle/testing/work';

/** What a process of a proof is to do. */
export interface ProofRequest {
    readonly work: 'fuzz' | 'load';
    /** The package's folder. */
    readonly folder: string;
    /** A module with network, options and scenario; undefined for the package's own contracts. */
    readonly config: string | undefined;
    /** Options of the command line, over those of the module. */
    readonly options: ProofOptions;
}

/** Options that a command line can give. */
export interface ProofOptions {
    readonly seed?: number;
    readonly runs?: number;
    readonly depth?: number;
    readonly seconds?: number;
    readonly folder?: string | false;
    readonly clients?: number;
    readonly block?: number;
    readonly blockMs?: number;
    readonly calls?: number;
    /** A module whose scenario comes before the one of the other module. */
    readonly scenario?: string;
    /** Whether the calls are the fuzzer's, even if the module has a scenario. */
    readonly isFuzzed?: boolean;
    /** Whether the module's invariants count. */
    readonly ignoresInvariants?: boolean;
}

/** What came of it. */
export type ProofAnswer =
    | { readonly kind: 'held'; readonly report: FuzzReport }
    | {
          readonly kind: 'broken';
          readonly failure: Pick<FuzzFailure, 'code' | 'message' | 'seed' | 'foundAfter' | 'outcomes'>;
      }
    | { readonly kind: 'loaded'; readonly report: LoadReport }
    /** It could not be done. */
    | { readonly kind: 'failed'; readonly message: string };
