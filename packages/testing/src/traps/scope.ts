import asyncHooks, { type AsyncLocalStorage } from 'node:async_hooks';

/** What endorsers differ in, by where it comes from. */
export type TrapKind = 'time' | 'random' | 'environment' | 'locale' | 'outside' | 'memory' | 'private';

/** The order of answers is no fault by itself: it is told where two runs differ, and fails nothing. */
export type ReadKind = TrapKind | 'order';

/** A call of something whose answer is the machine's. */
export interface MachineCall {
    readonly self: unknown;
    readonly args: readonly unknown[];
    /** Makes the call on this machine. */
    readonly real: () => unknown;
}

/** Something that answers differently on another machine. */
export interface Source<M> {
    /** As an author writes it, such as `Date.now()`. */
    readonly name: string | ((args: readonly unknown[]) => string);
    readonly kind: ReadKind;
    /** Whether this call depends on the machine. Default: each does. */
    depends?(args: readonly unknown[], self: unknown): boolean;
    /** What another machine answers. Default: what this one does. */
    elsewhere?(machine: M, call: MachineCall): unknown;
    /** Whether it is called by node's own modules when an author calls those. Default: an author calls it directly. */
    readonly isIndirect?: boolean;
}

/** Takes the calls of sources that a transaction makes, and answers them. */
export interface Scope {
    read(source: Source<never>, call: MachineCall): unknown;
}

/** What all copies of this package in a process have in common: jest makes one for each test file. */
export interface Shared {
    /** The transaction that is under way in this asynchronous context; undefined outside of transactions. */
    readonly storage: AsyncLocalStorage<Scope>;
    /** What stands in the place of a source. */
    readonly wrapped: WeakSet<object>;
}

const SHARED = Symbol.for('heddle.traps.shared');

/** Node's own module is the one object that realms have in common. */
export const shared: Shared = findShared(asyncHooks);

function findShared(place: object & { [SHARED]?: Shared }): Shared {
    const found = place[SHARED];
    if (found !== undefined) return found;
    const made: Shared = { storage: new asyncHooks.AsyncLocalStorage<Scope>(), wrapped: new WeakSet() };
    place[SHARED] = made;
    return made;
}

/** Runs what looks at the machine for itself. */
export function outside<T>(run: () => T): T {
    return shared.storage.exit(run);
}
