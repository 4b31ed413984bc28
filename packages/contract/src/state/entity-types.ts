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

/** Other values of a row's fields, besides those of its key; `undefined` takes an optional one away. */
export type PatchOf<T, K> = { [P in Exclude<keyof DataOf<T>, NamesIn<K>>]?: T[P] | OnlyUndefined<T[P]> };

type OnlyUndefined<V> = undefined extends V ? undefined : never;
type NamesIn<K> = K extends string ? K : K extends readonly (infer F)[] ? F : never;

interface NoLower {
    readonly gt?: never;
    readonly gte?: never;
}
interface NoUpper {
    readonly lt?: never;
    readonly lte?: never;
}
type Lower<V> = { readonly gt: V; readonly gte?: never } | { readonly gt?: never; readonly gte: V };
type Upper<V> = { readonly lt: V; readonly lte?: never } | { readonly lt?: never; readonly lte: V };
type Between<V> = (Lower<V> & (NoUpper | Upper<V>)) | (NoLower & Upper<V>);

/** A range of a field's values: at most one lower and one upper bound, or what texts begin with. */
export type RangeOf<V> =
    | (Between<V> & { readonly startsWith?: never })
    | ([V] extends [string] ? NoLower & NoUpper & { readonly startsWith: string } : never);

type Bare<F> = F extends `-${infer B}` ? B : F;
type Flat<T> = T extends unknown ? { [P in keyof T]: T[P] } : never;
type Prefixes<T, L, Done = object> = L extends readonly [infer F, ...infer Rest]
    ? Bare<F> extends keyof T
        ? | Done
          | (Done & { [P in Bare<F>]: NonNullable<T[P]> | RangeOf<NonNullable<T[P]>> })
          | (Rest extends readonly [] ? never : Prefixes<T, Rest, Done & { [P in Bare<F>]: NonNullable<T[P]> }>)
        : Done
    : Done;
// Other fields are named as absent: a union alone would let them pass.
type NoMore<T, All extends PropertyKey> = T extends unknown
    ? Flat<T & Partial<Record<Exclude<All, keyof T>, never>>>
    : never;

/**
 * What one ordered scan can answer: equal values for the first of these fields, then at most one range.
 */
export type WhereOf<T, L> = NoMore<Flat<Prefixes<T, L>>, keyof T>;

/** The fields of an index. */
export type IndexList<X> = X extends Fields ? X : X extends { readonly fields: infer L } ? L : never;

type Keyable = string | number | bigint | boolean | Date;
type AllNames<K, I> = NamesIn<K> | { [X in keyof I]: Bare<NamesIn<IndexList<I[X]>>> }[keyof I];
type Unkeyable<T, F> = F extends keyof T ? (NonNullable<T[F]> extends Keyable ? never : F) : never;
type Checked<T, Names> = [Exclude<Names, keyof T>] extends [never]
    ? [Unkeyable<T, Names>] extends [never]
        ? unknown
        : { 'a field that no key can be made of': Unkeyable<T, Names> }
    : { 'no field of this class': Exclude<Names, keyof T> };

/** What a class must be besides an entity: `unknown`, or the reason why it cannot be one, as a type that no class has. */
export type Valid<C> = C extends { readonly entity: EntitySpec<string, infer K, infer I> }
    ? Checked<RowOf<C>, AllNames<K, I>>
    : C extends { readonly entity: CounterSpec<string, infer K> }
      ? Checked<RowOf<C>, NamesIn<K>>
      : never;

/** The types that an entity's methods are about. */
export type EntityKey<C> = C extends { readonly entity: { readonly options: { readonly key: infer K } } } ? K : never;
export type EntityIndexes<C> = C extends { readonly entity: EntitySpec<string, KeyFields, infer I> } ? I : never;
export type IndexNames<I> = keyof I & string;
