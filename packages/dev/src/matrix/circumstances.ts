import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { OTHER_SYSTEM } from '@heddle/testing/internal';
import { becomeOtherEngine } from './other-engine';

/** What a process of `heddle matrix` changes in itself before it loads the package. */
export interface Circumstances {
    /** The name of the machine that it seems to run on. */
    readonly machine?: string;
    /** What it holds in memory all the time, in megabytes. */
    readonly heldMegabytes?: number;
    /** Whether all garbage is collected before each call; needs `--expose-gc`. */
    readonly isCollecting?: boolean;
    readonly isOtherEngine?: boolean;
}

const NUMBERS_IN_MEGABYTE = 2 ** 20 / Float64Array.BYTES_PER_ELEMENT;

/**
 * Brings them about.
 * @param note is told of what goes otherwise here, such as `Math.exp()`
 * @returns what has to be done before each call
 */
export function bringAbout(circumstances: Circumstances, note: (what: string) => void): () => Promise<void> {
    const { machine, heldMegabytes = 0, isCollecting = false, isOtherEngine = false } = circumstances;
    if (machine !== undefined) seemToRunOn(machine);
    const held = Array.from({ length: heldMegabytes }, () => new Array<number>(NUMBERS_IN_MEGABYTE).fill(0.5));
    if (isOtherEngine) becomeOtherEngine(note);
    return async () => {
        if (isCollecting) await collect();
        if (held.length !== heldMegabytes) throw new Error('what was held is gone'); // which keeps it
    };
}

function seemToRunOn(name: string): void {
    const answers: typeof OTHER_SYSTEM = { ...OTHER_SYSTEM, hostname: () => name };
    for (const [member, answer] of Object.entries(answers)) {
        const real = Reflect.get(os, member) as () => unknown; // each of them is a function of os
        Reflect.set(os, member, () => answer(real()));
    }
    // Named imports of ECMAScript modules are copies.
    syncBuiltinESMExports();
}

/** What a WeakRef was asked for stays until the current task is over. */
async function collect(): Promise<void> {
    await new Promise((done) => setImmediate(done));
    globalThis.gc?.();
}
