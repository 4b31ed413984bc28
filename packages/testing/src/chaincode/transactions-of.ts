import type { Context, Contract } from '@heddle/contract';

/** A chaincode without contracts: it takes any function, text and bytes, and answers bytes. */
export type RawFunctions = Readonly<Record<string, (ctx: Context, ...args: (string | Uint8Array)[]) => Buffer>>;

/**
 * The names of a contract's methods that take a context first, hooks aside. A context is known by what it has in Heddle's
 * form and in fabric-contract-api's.
 */
export type TransactionName<C> = {
    [K in keyof C]: K extends keyof Contract
        ? never
        : C[K] extends (ctx: infer X, ...args: never) => unknown
          ? X extends { readonly stub: object; readonly clientIdentity: object }
              ? K
              : never
          : never;
}[keyof C] &
    string;

/** What has no members to be described. */
export type Plain = string | number | bigint | boolean | null | undefined | Date | Uint8Array;

/** What a value of a class is without its methods: an object literal will do. */
export type DataOf<T> = unknown extends T
    ? T
    : T extends Plain
      ? T
      : T extends ReadonlyMap<infer K, infer V>
        ? ReadonlyMap<K, DataOf<V>>
        : T extends readonly (infer E)[]
          ? readonly DataOf<E>[]
          : { [K in keyof T as T[K] extends (...args: never) => unknown ? never : K]: DataOf<T[K]> };

/** The same of each argument. */
export type AllDataOf<A extends readonly unknown[]> = { [I in keyof A]: DataOf<A[I]> };

/** What a transaction takes, without the context. */
export type ArgumentsOf<C, N extends keyof C> = C[N] extends (ctx: never, ...args: infer A) => unknown
    ? AllDataOf<A>
    : never;

/** What a transaction answers. */
export type ResultOf<C, N extends keyof C> = C[N] extends (...args: never) => infer R ? Awaited<R> : never;
