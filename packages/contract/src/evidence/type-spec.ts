import type { Class } from './class';

/** What a member of an enum may be. */
export type EnumValue = string | number | boolean;

/** A TypeScript enum, or an object like one. */
export type EnumObject = Readonly<Record<string, string | number>>;

/**
 * How an author writes a type where the compiler's own evidence is not enough:
 *
 * - `String`, `Number`, `Boolean`, `BigInt`, `Date`, `Uint8Array`, `Buffer`, or a class
 * - `[Asset]` or `{ array: Asset }`
 * - `{ map: Number }` for a Map with string keys, `{ record: Number }` for a plain object
 * - `{ enum: Color }` or `{ enum: ['red', 'blue'] }`
 * - `{ nullable: String }`
 * - `{ any: true }` for any JSON value
 * - `{ class: Page, fields: { items: [Asset] } }` for a generic class: the types of the fields that depend on it
 * - `{ union: 'kind', of: { dog: Dog, cat: Cat } }` for one of several classes, as the property `kind` says
 * - a text as in fabric-contract-api: `'string'`, `'Asset[]'`, `'Map<string, number>'`
 * - a function that returns one of these, for a class that is declared further down
 */
export type TypeSpec =
    | Class
    | StringConstructor
    | NumberConstructor
    | BooleanConstructor
    | BigIntConstructor
    | string
    | readonly [TypeSpec]
    | { readonly array: TypeSpec }
    | { readonly map: TypeSpec }
    | { readonly record: TypeSpec }
    // The last alternative makes compilers infer 'red' and not string, without a `const` type parameter (TypeScript 5).
    | { readonly enum: EnumObject | readonly EnumValue[] | readonly ('' | 0)[] }
    | { readonly nullable: TypeSpec }
    | { readonly any: true }
    | { readonly class: Class; readonly fields: Readonly<Record<string, TypeSpec>> }
    | { readonly union: string; readonly of: Readonly<Record<string, TypeSpec>> }
    | (() => TypeSpec);

/** The type that a spec stands for, as far as TypeScript can tell; `unknown` for one of which nothing is known. */
export type TypeOf<S> = TypeSpec extends S
    ? unknown
    : S extends StringConstructor
      ? string
      : S extends NumberConstructor
        ? number
        : S extends BooleanConstructor
          ? boolean
          : S extends BigIntConstructor
            ? bigint
            : S extends Class<infer T>
              ? T
              : S extends readonly [infer E]
                ? TypeOf<E>[]
                : S extends { readonly array: infer E }
                  ? TypeOf<E>[]
                  : S extends { readonly map: infer E }
                    ? Map<string, TypeOf<E>>
                    : S extends { readonly record: infer E }
                      ? Record<string, TypeOf<E>>
                      : S extends { readonly enum: readonly (infer E)[] }
                        ? E
                        : S extends { readonly enum: Readonly<Record<string, infer E>> }
                          ? E
                          : S extends { readonly nullable: infer E }
                            ? TypeOf<E> | null
                            : S extends { readonly class: Class<infer T> }
                              ? T
                              : S extends { readonly union: string; readonly of: Readonly<Record<string, infer E>> }
                                ? TypeOf<E>
                                : S extends () => infer R
                                  ? TypeOf<R>
                                  : unknown;
