import type { Machine } from '../perturb/machine';
import { type MachineCall, shared, type Source } from './scope';

export type MachineSource = Source<Machine>;

type Callable = (...args: unknown[]) => unknown;

const { storage, wrapped } = shared;

/** Puts a function in the place of another one, which asks the transaction that is under way, if one is. Idempotent. */
export function wrapFunction(owner: object | null | undefined, name: PropertyKey, source: MachineSource): void {
    replaceMember(owner, name, (target) => proxyOf(target, { apply: source, construct: undefined }));
}

/** As wrapFunction, for what is called with `new`. */
export function wrapClass(owner: object, name: PropertyKey, sources: ClassSources): void {
    replaceMember(owner, name, (target) => {
        const proxy = proxyOf(target, sources);
        const { prototype } = target as { readonly prototype?: object };
        const constructor = prototype && Object.getOwnPropertyDescriptor(prototype, 'constructor');
        // Objects name as their constructor what stands in its place.
        if (prototype !== undefined && constructor?.configurable === true && constructor.value === target)
            Object.defineProperty(prototype, 'constructor', { ...constructor, value: proxy });
        return proxy;
    });
}

/** A member of an object, as it is defined. */
interface Member {
    readonly value?: unknown;
    readonly configurable?: boolean;
    readonly writable?: boolean;
    readonly enumerable?: boolean;
    readonly get?: (this: unknown) => unknown;
    readonly set?: (this: unknown, value: unknown) => void;
}

export function memberOf(owner: object, name: PropertyKey): Member | undefined {
    return Object.getOwnPropertyDescriptor(owner, name);
}

/** Whether it stands in the place of a source. */
export function isWrapped(value: object | undefined): boolean {
    return value !== undefined && wrapped.has(value);
}

export interface ClassSources {
    readonly construct: MachineSource | undefined;
    /** Called without `new`. */
    readonly apply?: MachineSource | undefined;
}

/** As wrapFunction, for a value that is there to be read. */
export function wrapValue(owner: object, name: string, source: MachineSource): void {
    const descriptor = memberOf(owner, name);
    if (descriptor?.configurable !== true || isWrapped(descriptor.get)) return;
    let { value } = descriptor;
    const get = function (this: unknown): unknown {
        const real = (): unknown => (descriptor.get === undefined ? value : descriptor.get.call(this));
        const scope = storage.getStore();
        return scope === undefined ? real() : scope.read(source, { self: this, args: [], real });
    };
    wrapped.add(get);
    const set =
        descriptor.set ??
        ((given: unknown): void => {
            value = given;
        });
    Object.defineProperty(owner, name, { configurable: true, enumerable: descriptor.enumerable ?? true, get, set });
}

/** @param owner what a test runner has put into the place of an object may lack a part of it */
function replaceMember(
    owner: object | null | undefined,
    name: PropertyKey,
    replacementOf: (target: Callable) => Callable,
): void {
    if (owner === null || owner === undefined) return;
    const descriptor = memberOf(owner, name);
    const target = descriptor?.value;
    if (typeof target !== 'function' || wrapped.has(target)) return;
    if (descriptor?.configurable !== true && descriptor?.writable !== true) return;
    const replacement = replacementOf(target as Callable);
    wrapped.add(replacement);
    Object.defineProperty(owner, name, { ...descriptor, value: replacement });
}

/** A proxy has the name, the length, the members and the prototype of what it stands for, and its `this`. */
function proxyOf(target: Callable, { construct, apply }: ClassSources): Callable {
    const handler: ProxyHandler<Callable> = {};
    if (apply !== undefined)
        handler.apply = (_, self: unknown, args: unknown[]) => {
            const scope = storage.getStore();
            return scope === undefined
                ? Reflect.apply(target, self, args)
                : scope.read(
                      apply,
                      callOf(self, args, () => Reflect.apply(target, self, args)),
                  );
        };
    if (construct !== undefined)
        handler.construct = (_, args: unknown[], newTarget) => {
            const scope = storage.getStore();
            const real = (): object => Reflect.construct(target, args, newTarget) as object; // so does every constructor
            if (scope === undefined) return real();
            // What another machine makes is of the same class.
            const made = scope.read(construct, callOf(newTarget, args, real)) as object;
            return made;
        };
    return new Proxy(target, handler);
}

function callOf(self: unknown, args: readonly unknown[], real: () => unknown): MachineCall {
    return { self, args, real };
}
