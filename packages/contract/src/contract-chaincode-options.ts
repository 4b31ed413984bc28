import type { Compat, Logger, WarningCode } from '@heddle/core';
import type { ContractSources } from './compile/compile-contracts';

/** How contracts are served. */
export interface ContractChaincodeOptions extends ContractSources {
    /** Default: JSON lines on standard error, from `info`. */
    readonly logger?: Logger;
    /**
     * Whether clients read the message of any error that a contract throws, as with fabric-contract-api. Default false:
     * only ContractError and ChaincodeError are for them, and others stay in the log.
     */
    readonly exposeErrors?: boolean;
    /** Whether writes of evaluated transactions are only warned of, for contracts that are being migrated. Default false. */
    readonly lenientReadonly?: boolean;
    /**
     * What becomes of a transaction's second `setEvent`, of which Fabric keeps one. Default `refuse`: EVENT_ALREADY_SET;
     * `replace`: the last one counts, as with fabric-contract-api, and the log warns of what is lost.
     */
    readonly secondEvent?: 'refuse' | 'replace';
    /**
     * What of fabric-shim's ways the contracts may follow, each for itself. Default: nothing; everything for contracts of
     * fabric-contract-api's form.
     */
    readonly compat?: Compat;
    /** Codes of warnings about the contracts that are not told when it is made. Default: none. */
    readonly silencedWarnings?: readonly WarningCode[];
    /** Whether the log may show arguments: at level `debug`, why they were refused. Default false. */
    readonly logArguments?: boolean;
}
