type Wrap = <T extends object>(inner: T) => T;

/** What instrumentation and frameworks make of objects that they did not make; each is to work as the object does. */
export const WRAPPERS: readonly (readonly [string, Wrap])[] = [
    ['behind a Proxy', (inner) => new Proxy(inner, {})],
    ['as the prototype of another object', <T extends object>(inner: T) => Object.create(inner) as T],
    [
        'behind a Proxy that watches its methods',
        (inner) =>
            new Proxy(inner, {
                get(target, name, receiver): unknown {
                    const member: unknown = Reflect.get(target, name, receiver);
                    if (typeof member !== 'function') return member;
                    return (...args: unknown[]): unknown => Reflect.apply(member, receiver, args);
                },
            }),
    ],
];
