import type { Proposal } from '@heddle/protocol';
import { creatorOf, signedProposalOf, transientOf } from './classic-proposal';
import { ClassicTime } from './classic-time';

/** What the fields of a stub are read from. */
export interface FieldSource {
    readonly channelId: string;
    readonly txId: string;
    readonly input: { readonly args: Buffer[] };
    /** Undefined for a stub that a test has made without one. */
    readonly proposal: Proposal | undefined;
}

/** A stub, or what has one as its prototype. */
type Owner = object;

/** fabric-shim's public fields. Each is made when it is first asked for: most transactions ask for none. */
const FIELDS: Readonly<Record<string, (source: FieldSource) => unknown>> = {
    channel_id: ({ channelId }) => channelId,
    txId: ({ txId }) => txId,
    bufferArgs: ({ input }) => input.args,
    args: ({ input }) => input.args.map((arg) => arg.toString()),
    proposal: ({ proposal }) => proposal,
    creator: ({ proposal }) => proposal && creatorOf(proposal),
    txTimestamp: ({ proposal }) => proposal && new ClassicTime(proposal.timestamp),
    transientMap: ({ proposal }) => proposal && transientOf(proposal),
    signedProposal: ({ proposal }) => proposal && signedProposalOf(proposal),
    binding: ({ proposal }) => proposal?.binding,
};

/**
 * Gives the objects of a class the fields of fabric-shim's stub, which may be written: tests do. A field of a double, which
 * has nothing to read from, is undefined.
 */
export function definePublicFields(prototype: Owner, sourceOf: (owner: Owner) => FieldSource | undefined): void {
    for (const [name, make] of Object.entries(FIELDS)) {
        const own = (owner: Owner, value: unknown): unknown => {
            Object.defineProperty(owner, name, { value, writable: true, enumerable: true, configurable: true });
            return value;
        };
        Object.defineProperty(prototype, name, {
            get(this: Owner) {
                const source = sourceOf(this);
                return source && own(this, make(source));
            },
            set(this: Owner, value: unknown) {
                own(this, value);
            },
            configurable: true,
        });
    }
}
