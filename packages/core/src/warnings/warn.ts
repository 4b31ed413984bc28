import type { WarningNote } from './warnings';

/** More about a warning of a transaction than the transaction itself knows. */
export type WarningDetails = Pick<WarningNote, 'what' | 'site' | 'method'>;

/**
 * The stub's method that takes warnings. Symbol.for, as the contract layer may have another copy of this package; no text,
 * as the stub's other methods are Fabric's.
 */
export const WARN = Symbol.for('heddle.ChaincodeStub.warn');

/** Warns of something that a transaction does. Stubs that do not take warnings are left alone. */
export function warn(stub: object, code: WarningNote['code'], details: WarningDetails = {}): void {
    const { [WARN]: take } = stub as { [WARN]?(code: WarningNote['code'], details: WarningDetails): void };
    take?.call(stub, code, details);
}
