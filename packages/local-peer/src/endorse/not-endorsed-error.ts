import type { SignaturePolicy } from '../definition/signature-policy';
import { LocalPeerError } from '../errors';
import type { ProposalOutcome } from './endorser';
import type { Disagreement } from './result-differences';

/** Why there is no endorsement although no peer has answered with a failure. */
export type EndorsementFault =
    /** Organizations were asked for that have no peer. */
    | { readonly kind: 'no-peers'; readonly organizations: readonly string[] }
    /** No peers together fulfil the policies. */
    | { readonly kind: 'no-combination'; readonly demands: readonly SignaturePolicy[] }
    /** A key's own policy is one that nobody can fulfil. */
    | { readonly kind: 'key-policy' }
    /** Only with peers outside the collections that transient data may have gone into. */
    | { readonly kind: 'untrusted'; readonly collections: readonly string[] }
    /** These organizations' peers have other results than the first one. */
    | { readonly kind: 'mismatch'; readonly organizations: readonly string[] }
    /** Two runs at one peer have different results; the message says which. */
    | { readonly kind: 'not-deterministic'; readonly mspId: string; readonly message: string };

/** What is known of the runs of a proposal that was not endorsed. */
export interface RunsSoFar {
    readonly outcomes?: readonly ProposalOutcome[];
    readonly disagreement?: Disagreement;
}

/** A NOT_ENDORSED whose cause a gateway can put into words of its own. */
export class NotEndorsedError extends LocalPeerError {
    readonly fault: EndorsementFault;
    readonly runs: RunsSoFar;

    constructor(fault: EndorsementFault, message: string, runs: RunsSoFar = {}) {
        super('NOT_ENDORSED', message);
        this.fault = fault;
        this.runs = runs;
    }
}
