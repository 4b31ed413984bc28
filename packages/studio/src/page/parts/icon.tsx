import type { JSX } from 'preact';
import type { Screen } from '../../model/address';

const PATHS: Readonly<Record<Screen | 'more', string>> = {
    transactions: 'M3 4h10M3 8h10M3 12h10',
    contracts: 'M4 2.5h8v11H4zM6 6h4M6 9h4',
    ledger: 'M9.5 3.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM7.3 8.6 3 13M5 11l1.5 1.5',
    blocks: 'M8 2l5 3v6l-5 3-5-3V5zM3 5l5 3 5-3M8 8v6',
    events: 'M9 2 4 9h4l-1 5 5-7H8z',
    identities: 'M8 3a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM3 14c.5-3 2.5-4 5-4s4.500 1 5 4',
    chaincode: 'M6 4 2 8l4 4M10 4l4 4-4 4',
    more: 'M3 8h.01M8 8h.01M13 8h.01',
};

export function Icon({ of }: { readonly of: Screen | 'more' }): JSX.Element {
    return (
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d={PATHS[of]} />
        </svg>
    );
}

/** Three threads, the middle one through an eye. */
export function Mark(): JSX.Element {
    return (
        <svg class="mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
            <path d="M4 2v16M16 2v16M10 2v4M10 14v4" />
            <ellipse cx="10" cy="10" rx="2.500" ry="4" />
        </svg>
    );
}
