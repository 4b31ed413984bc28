import type { Network } from '../api/network';

type Ledger = Pick<Network, 'run' | 'reverts' | 'height'>;

/** Of which ledger the blocks are: another run has others, and so has a ledger that went back. */
export function eraOf(ledger: Omit<Ledger, 'height'> | undefined): string {
    return ledger === undefined ? '' : `${ledger.run} ${ledger.reverts ?? 0}`;
}

/** Differs whenever the ledger does, also where it went back and is as high as before again. */
export function ledgerVersion(ledger: Ledger | undefined): string {
    return `${eraOf(ledger)} ${ledger?.height ?? 0}`;
}

/** The same, of what does not change from the moment it is there: a block. */
export function blockVersion(ledger: Ledger | undefined, block: number): string {
    return `${eraOf(ledger)} ${ledger !== undefined && block < ledger.height}`;
}
