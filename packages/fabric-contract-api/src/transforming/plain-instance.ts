import { isTransformed, toInstance } from './transformer';

/** A class whose instances are made of JSON. */
type AnyClass = new () => Record<string, unknown>;

/**
 * Makes an instance of a class of what JSON.parse has made, as class-transformer does. Where its decorators have no say
 * and no name is special, that is one assignment for each member.
 */
export function instanceOf(type: NewableFunction, json: unknown): unknown {
    return isTransformed(type) || !isPlainObject(json) ? toInstance(type, json) : assigned(type as AnyClass, json);
}

function assigned(type: AnyClass, json: Record<string, unknown>): object {
    const instance = new type();
    const prototype = instance.constructor.prototype as object;
    for (const key of Object.keys(json)) if (isAssigned(instance, prototype, key)) instance[key] = json[key];
    return instance;
}

/** Methods and accessors without a setter are left alone, by class-transformer's rule. */
function isAssigned(instance: Record<string, unknown>, prototype: object, key: string): boolean {
    if (!(key in instance)) return true;
    const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
    return (descriptor === undefined || descriptor.set !== undefined) && typeof instance[key] !== 'function';
}

/** An object whose members, and theirs, have names that plain objects do not inherit: those are left out by the library. */
function isPlainObject(json: unknown): json is Record<string, unknown> {
    return typeof json === 'object' && json !== null && !Array.isArray(json) && isOrdinary(json);
}

function isOrdinary(json: unknown): boolean {
    if (typeof json !== 'object' || json === null) return true;
    if (Array.isArray(json)) return json.every(isOrdinary);
    for (const key of Object.keys(json)) {
        if (key in Object.prototype || !isOrdinary(Reflect.get(json, key))) return false;
    }
    return true;
}
