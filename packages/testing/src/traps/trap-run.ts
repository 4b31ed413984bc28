import type { Machine } from '../perturb/machine';
import { findOrigin, type Origin } from './origin';
import { type MachineCall, outside, type ReadKind, type Scope, shared, type Source } from './scope';

/** Something that a transaction has read of its machine. */
export interface MachineRead {
    /** As an author writes it, such as `Date.now()`. */
    readonly source: string;
    readonly kind: ReadKind;
    readonly origin: Origin;
}

/** Takes what a transaction reads of its machine. */
export type ReadListener = (read: MachineRead) => void;

/** One run of a transaction: on this machine, or on another one. */
export class TrapRun implements Scope {
    readonly #listener: ReadListener | undefined;
    readonly #machine: Machine | undefined;

    /**
     * @param listener undefined where nobody wants to know
     * @param machine the other machine that it runs on; undefined for this one
     */
    constructor(listener: ReadListener | undefined, machine: Machine | undefined) {
        this.#listener = listener;
        this.#machine = machine;
    }

    /** Runs what is the transaction's. */
    within<T>(run: () => T): T {
        return shared.storage.run(this, run);
    }

    /** The same run, where nothing is reported. */
    get untracked(): TrapRun {
        return new TrapRun(undefined, this.#machine);
    }

    read(source: Source<Machine>, call: MachineCall): unknown {
        if (source.depends?.(call.args, call.self) === false) return call.real();
        const origin = outside(() => findOrigin(source.isIndirect ?? false));
        if (origin === undefined) return call.real();
        const { name, kind } = source;
        this.#listener?.({ source: typeof name === 'string' ? name : name(call.args), kind, origin });
        // What a package asks for is as it is on many machines: its variables are not hidden.
        return kind === 'environment' && origin.package !== undefined ? call.real() : this.#answer(source, call);
    }

    #answer(source: Source<Machine>, call: MachineCall): unknown {
        const [machine, elsewhere] = [this.#machine, source.elsewhere?.bind(source)];
        if (machine === undefined || elsewhere === undefined) return call.real();
        return outside(() => elsewhere(machine, call));
    }
}

/** Runs a function past the traps: what it reads is not reported, and still is another machine's in a second run. */
export function runUntracked<T>(run: () => T): T {
    const scope = shared.storage.getStore();
    return scope instanceof TrapRun ? scope.untracked.within(run) : run();
}
