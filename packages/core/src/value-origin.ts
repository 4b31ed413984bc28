/**
 * The stub's method that knows where a value was read. Symbol.for, as the contract layer may have another copy of this
 * package; no text, as the stub's other methods are Fabric's.
 */
export const KEYS_OF_VALUE = Symbol.for('heddle.ChaincodeStub.keysOfValue');

/**
 * The keys by which a transaction may have read a value, as far as it remembers its last reads: one, where it is not
 * empty. For errors about the value. Stubs that do not know are left alone.
 */
export function keysOfValue(stub: object | undefined, value: Uint8Array): readonly string[] {
    const { [KEYS_OF_VALUE]: keysOf } = (stub ?? {}) as { [KEYS_OF_VALUE]?(value: Uint8Array): readonly string[] };
    return keysOf?.call(stub, value) ?? [];
}
