import type { Class } from '../evidence/class';
import type { CounterSpec, EntitySpec, Fields, KeyFields } from './entity';

/** A class with a static member `entity` of `entity(…)`. */
export type AnyEntity = Class<object> & { readonly entity: EntitySpec };

/** A class with a static member `entity` of `counter(…)`. */
export type AnyCounter = Class<object> & { readonly entity: CounterSpec };

/** The rows of a class. */
export type RowOf<C> = C extends Class<infer T> ? T : never;

/** What rows consist of: no methods. A plain object of these can be written. */
export type DataOf<T> = { [P in keyof T as T[P] extends (...args: never[]) => unknown ? never : P]: T[P] };

/** The fields that make a key, as a list. */
export type KeyList<K> = K extends string ? readonly [K] : K;

/** The key of a row: its bare value where it has one part, or an object with its parts, such as a row. */
export type KeyOf<T, K> = K extends keyof T
    ? NonNullable<T[K]> | { [P in K]: NonNullable<T[P]> }
    : K extends readonly [infer F]
      ? F extends keyof T
          ? NonNullable<T[F]> | { [P in F]: NonNullable<T[P]> }
          : never
      : K extends readonly (infer F)[]
        ? { [P in F & keyof T]: NonNullable<T[P]> }
        : never;

/** The names of fields in what declares a key or an index. */
export type FieldNames<K> = K extends string ? K : K extends readonly (infer F)[] ? F : never;

/** Other values of a row's fields, besides those of its key; `undefined` takes an optional one away. */
export type PatchOf<T, K> = {
    [P in Exclude<keyof DataOf<T>, FieldNames<K>>]?: T[P] | (undefined extends T[P] ? undefined : never);
};

/** A range of a field's values: at most one lower and one upper bound, or what texts begin with. */
export type RangeOf<V> =
    | { readonly gt: V; readonly gte?: never; readonly lt?: V; readonly lte?: never; readonly startsWith?: never }
    | { readonly gt: V; readonly gte?: never; readonly lt?: never; readonly lte: V; readonly startsWith?: never }
    | { readonly gt?: never; readonly gte: V; readonly lt?: V; readonly lte?: never; readonly startsWith?: never }
    | { readonly gt?: never; readonly gte: V; readonly lt?: never; readonly lte: V; readonly startsWith?: never }
    | { readonly gt?: never; readonly gte?: never; readonly lt: V; readonly lte?: never; readonly startsWith?: never }
    | { readonly gt?: never; readonly gte?: never; readonly lt?: never; readonly lte: V; readonly startsWith?: never }
    | ([V] extends [string]
          ? {
                readonly gt?: never;
                readonly gte?: never;
                readonly lt?: never;
                readonly lte?: never;
                readonly startsWith: string;
            }
          : never);

/** The field that is written `holder` or, where it descends, `-holder`. */
export type BareName<F> = F extends `-${infer B}` ? B : F;

/** Values for none, one, two and so on of the fields in their order; the last one may be a range. */
export type LeadingValues<T, L, Done = object> = L extends readonly [infer F, ...infer Rest]
    ? BareName<F> extends keyof T
        ? | Done
          | (Done & { readonly [P in BareName<F>]: NonNullable<T[P]> | RangeOf<NonNullable<T[P]>> })
          | (Rest extends readonly []
                ? never
                : LeadingValues<T, Rest, Done & { readonly [P in BareName<F>]: NonNullable<T[P]> }>)
        : Done
    : Done;

/** These values and no others: a union alone would let others of its members pass. */
export type ValuesOnly<W, Names extends PropertyKey> = W extends unknown
    ? { [P in keyof W]: W[P] } & Partial<Record<Exclude<Names, keyof W>, never>>
    : never;

/** What one ordered scan can answer: equal values for the first of these fields, then at most one range. */
export type WhereOf<T, L> = ValuesOnly<LeadingValues<T, L>, keyof T>;

/** The fields of an index. */
export type IndexList<X> = X extends Fields ? X : X extends { readonly fields: infer L } ? L : never;

/** All fields that a declaration names. */
export type DeclaredNames<K, I> = FieldNames<K> | { [X in keyof I]: BareName<FieldNames<IndexList<I[X]>>> }[keyof I];

/** `unknown` where a class has these fields and keys can be made of them, else the reason, as a type. */
export type CheckedNames<T, Names> = [Exclude<Names, keyof T>] extends [never]
    ? { [F in keyof T]-?: NonNullable<T[F]> extends string | number | bigint | boolean | Date ? never : F }[keyof T &
          Names] extends infer Unkeyable
        ? [Unkeyable] extends [never]
            ? unknown
            : { 'a field that no key can be made of': Unkeyable }
        : never
    : { 'no field of this class': Exclude<Names, keyof T> };

/** What a class must be besides an entity: `unknown`, or the reason why it cannot be one, as a type that no class has. */
export type Valid<C> = C extends { readonly entity: EntitySpec<string, infer K, infer I> }
    ? CheckedNames<RowOf<C>, DeclaredNames<K, I>>
    : C extends { readonly entity: CounterSpec<string, infer K> }
      ? CheckedNames<RowOf<C>, FieldNames<K>>
      : never;

/** What an entity declares as its key. */
export type EntityKey<C> = C extends { readonly entity: { readonly options: { readonly key: infer K } } } ? K : never;

/** What an entity declares as its indexes. */
export type EntityIndexes<C> = C extends { readonly entity: EntitySpec<string, KeyFields, infer I> } ? I : never;

/** The names of indexes. */
export type IndexNames<I> = keyof I & string;
