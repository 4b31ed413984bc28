/** An export, by the name that a message calls it. */
export interface NamedExport {
    readonly name: string;
    readonly value: unknown;
}

/**
 * Lists what a module exports: each value once, under its first name. Those of an object that is the default export have
 * their own names.
 *
 * @param namespace what `import()` gave
 */
export function listExports(namespace: object): NamedExport[] {
    const levels = defaultChain(namespace);
    const named = levels.flatMap((level) => Object.entries(level).filter(([name]) => name !== 'default'));
    const defaults = levels.map((level): [string, unknown] => ['default', Reflect.get(level, 'default')]);
    const names = new Map<unknown, string>();
    for (const [name, value] of [...named, ...defaults]) names.set(value, names.get(value) ?? name);
    return [...names].map(([value, name]) => ({ name, value }));
}

/** What is exported, then its default export, then the default of that: CommonJS and compilers wrap each other. */
function defaultChain(namespace: object): object[] {
    const chain = new Set<object>();
    for (let at: unknown = namespace; isObject(at) && !chain.has(at);) {
        chain.add(at);
        at = Reflect.get(at, 'default');
    }
    return [...chain];
}

export function isObject(value: unknown): value is object {
    return typeof value === 'object' && value !== null;
}
