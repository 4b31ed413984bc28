/** Whom a transaction is for: clients of these organizations, or those with an attribute, of any value where none is given. */
export type Requirement =
    | { readonly kind: 'msp'; readonly mspIds: readonly string[] }
    | { readonly kind: 'attribute'; readonly name: string; readonly value?: string | undefined };

const byMiddleware = new WeakMap<object, Requirement>();

/** Notes what a middleware asks of the client, for the fuzzer, which has to find a client that may call. */
export function requiring<M extends object>(middleware: M, requirement: Requirement): M {
    byMiddleware.set(middleware, requirement);
    return middleware;
}

/** What a middleware asks of the client, where it is one of this package. */
export function requirementOf(middleware: object): Requirement | undefined {
    return byMiddleware.get(middleware);
}
