import type { TrapKind } from './scope';
import type { TrapAllowance } from './trap-hits';

/** What becomes of a transaction that reads what endorsers differ in. */
export interface TrapOptions {
    /** The kinds for which it fails as TRAPPED; the others are reported. Default: all. */
    readonly fail?: readonly TrapKind[];
    /** What is neither reported nor failed for. Default: what known loggers read. */
    readonly allow?: readonly TrapAllowance[];
}

/** Traps with their defaults. */
export interface ResolvedTraps {
    readonly isOn: boolean;
    fails(kind: TrapKind): boolean;
    readonly allow: readonly TrapAllowance[];
}

/** What a trap does where it finds something: fail the test, print it, or nothing; or options that say more. */
export type TrapChoice = 'fail' | 'report' | 'off' | TrapOptions;

export function resolveTraps(choice: TrapChoice): ResolvedTraps {
    if (typeof choice === 'string') return { isOn: choice !== 'off', fails: () => choice === 'fail', allow: [] };
    const { fail, allow = [] } = choice;
    return { isOn: true, fails: (kind) => fail?.includes(kind) ?? true, allow };
}
