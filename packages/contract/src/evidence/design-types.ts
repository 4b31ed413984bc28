import 'reflect-metadata';

/**
 * What a compiler left about types at run time. It is evidence, not truth: compilers differ (docs/reference/compilers.md),
 * and `Object`, `Function`, `Promise`, or anything but a function means that it does not know. This is the only
 * reader of `design:*`.
 */
export type DesignType =
    | { readonly kind: 'constructor'; readonly type: NewableFunction }
    | { readonly kind: 'array' }
    | { readonly kind: 'map' }
    /** A collection that JSON has no form for. */
    | { readonly kind: 'unsupported'; readonly type: NewableFunction }
    /** The compiler says that it does not know; `found` is for a message. */
    | { readonly kind: 'unknown'; readonly found: string }
    /** The compiler said nothing at all. */
    | { readonly kind: 'absent' };

const VAGUE = new Set<unknown>([Object, Function, Promise]);
const UNSUPPORTED = new Set<unknown>([Set, WeakMap, WeakSet]);

/** The declared type of a property that has a decorator. */
export function propertyType(prototype: object, name: string): DesignType {
    if (!Reflect.hasMetadata('design:type', prototype, name)) return { kind: 'absent' };
    return understood(Reflect.getMetadata('design:type', prototype, name));
}

/** The declared types of a decorated method's parameters, the context included; undefined where the compiler emitted nothing. */
export function parameterTypes(prototype: object, method: string): DesignType[] | undefined {
    const types = Reflect.getMetadata('design:paramtypes', prototype, method) as unknown[] | undefined;
    return types?.map(understood);
}

/** The type of a collection; undefined for other values. */
export function collectionType(value: unknown): DesignType | undefined {
    if (Array.isArray(value)) return { kind: 'array' };
    const isOther = value instanceof Map || UNSUPPORTED.has(constructorOf(value));
    return isOther ? understood(constructorOf(value)) : undefined;
}

function constructorOf(value: unknown): unknown {
    return typeof value === 'object' && value !== null ? value.constructor : undefined;
}

function understood(type: unknown): DesignType {
    if (type === Array) return { kind: 'array' };
    if (type === Map) return { kind: 'map' };
    if (typeof type !== 'function') return { kind: 'unknown', found: type === undefined ? 'undefined' : typeof type };
    if (VAGUE.has(type)) return { kind: 'unknown', found: type.name };
    return { kind: UNSUPPORTED.has(type) ? 'unsupported' : 'constructor', type };
}

/** Why a compiler did not know, as far as what it left tells. */
export function causeOf(type: DesignType): string {
    if (type.kind === 'absent')
        return "no type information: the compiler emitted nothing (emitDecoratorMetadata is off, or it is esbuild or tsx), or the class was loaded before 'reflect-metadata'";
    if (type.kind === 'array') return 'an array of unknown elements';
    if (type.kind === 'map') return 'a Map of unknown values';
    if (type.kind === 'unsupported')
        return `a ${type.type.name}, which JSON has no form for: take an array, or a Map with string keys`;
    if (type.kind === 'constructor') return `the type ${type.type.name}`;
    return VAGUE_CAUSES.get(type.found) ?? `the type ${type.found}, which says nothing`;
}

const VAGUE_CAUSES = new Map([
    ['Object', 'only the type Object: an interface, a union, a type that another module declares, or no annotation'],
    ['Function', 'only the type Function: the class is imported with `import type`'],
    ['Promise', 'only the type Promise: what it resolves to is not recorded'],
    ['undefined', 'the type undefined: the class is declared further down, or its module is part of an import cycle'],
    ['object', 'an object instead of a type: an enum, as swc emits it'],
]);
