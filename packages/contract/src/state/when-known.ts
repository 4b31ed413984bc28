/** Goes on with values of which some may still be on their way: at once where all are there. */
export function whenKnown<T, R>(
    values: readonly (T | Promise<T>)[],
    use: (values: readonly T[]) => R | Promise<R>,
): R | Promise<R> {
    if (values.some((value) => value instanceof Promise)) return Promise.all(values).then(use);
    return use(values as readonly T[]); // none of them is a promise
}
