import { types } from 'node:util';
import { isClass } from '../evidence/class';
import { declaresFields } from '../value-types/declares-fields';

/**
 * Why JSON cannot represent an object that JSON.stringify takes for a plain one and loses, as a sentence that begins
 * with "is"; undefined for objects whose own properties say all there is.
 */
export function unrepresentable(value: object): string | undefined {
    const prototype = Object.getPrototypeOf(value) as object | null;
    // Most objects: nothing of the language has this prototype, and so the rest need not be asked.
    if (prototype === Object.prototype || prototype === null) return iterable(value);
    return ofTheLanguage(value) ?? iterable(value) ?? withoutProperties(value, prototype);
}

/** Promises of other libraries are taken for promises too. */
function ofTheLanguage(value: object): string | undefined {
    if (types.isPromise(value) || isThenable(value)) return 'is a promise (an `await` is missing)';
    if (types.isSet(value)) return 'is a Set (sort its members into an array)';
    if (types.isNativeError(value)) return 'is an Error';
    return isExotic(value) ? `is a ${Object.prototype.toString.call(value).slice(8, -1)}` : undefined;
}

function isExotic(value: object): boolean {
    const isCollection = types.isWeakMap(value) || types.isWeakSet(value);
    const isBinary = types.isAnyArrayBuffer(value) || ArrayBuffer.isView(value);
    return isCollection || isBinary || types.isRegExp(value) || types.isBoxedPrimitive(value);
}

function isThenable(value: object): boolean {
    return typeof (value as { then?: unknown }).then === 'function';
}

function iterable(value: object): string | undefined {
    if (Symbol.asyncIterator in value) return 'is an iterator (read it into an array first, by `for await`)';
    return Symbol.iterator in value ? 'is an iterator (read it into an array first, as by `[...it]`)' : undefined;
}

/**
 * What an object keeps in private fields or behind accessors, nobody sees who looks at its properties. Where it has no
 * other, `{}` would stand for it. An instance without values of a class that declares its fields is what it looks like,
 * and so is one of a class that has nothing but fields.
 */
function withoutProperties(value: object, prototype: object): string | undefined {
    if (Object.keys(value).length > 0) return undefined;
    const { constructor } = prototype as { readonly constructor?: unknown };
    if (!hasMembers(prototype) || (isClass(constructor) && declaresFields(constructor))) return undefined;
    const name = typeof constructor === 'function' && constructor.name !== '' ? ` (${constructor.name})` : '';
    return `is an object${name} without public fields (give it a toJSON method that says what it holds)`;
}

/** Whether a class, or one of its bases, has accessors or methods; Object itself does not count, of any realm. */
function hasMembers(prototype: object): boolean {
    const base = Object.getPrototypeOf(prototype) as object | null;
    if (base === null) return false;
    return Object.getOwnPropertyNames(prototype).some((name) => name !== 'constructor') || hasMembers(base);
}
