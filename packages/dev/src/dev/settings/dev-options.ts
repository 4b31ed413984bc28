import type { StateDatabase } from '@heddle/local-peer';

/** How submitted transactions are run: twice, as on two machines; twice; or once. */
export type DevDeterminism = 'perturb' | 'check' | 'off';

/** The options of `heddle dev`, as they were given. */
export interface DevOptions {
    readonly channel?: string;
    readonly chaincodeName?: string;
    readonly organizations?: string;
    readonly oneProcess?: boolean;
    readonly port?: string;
    readonly tls?: boolean;
    readonly store?: string;
    /** What is in it is no setting. */
    readonly seed?: string;
    readonly cryptoDir?: string;
    readonly queries?: StateDatabase;
    readonly collectionsConfig?: string;
    readonly executeTimeoutMs?: string;
    readonly determinism?: DevDeterminism;
    readonly endorsementPolicy?: string;
    readonly build?: string;
    readonly user?: readonly string[];
    /** True without a port. */
    readonly inspect?: string | boolean;
    readonly studio?: string | boolean;
    readonly open?: boolean;
    readonly showTransient?: boolean;
    readonly blockWait?: string;
    readonly journal?: boolean;
    readonly invariants?: boolean;
    /** The folder of a real ledger; what is in it is no setting. */
    readonly fork?: string;
    readonly private?: string;
    readonly at?: string;
}
