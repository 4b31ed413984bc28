/** The types of values that have no parts, by the names of their codecs in `@heddle/client`. */
export type ScalarName =
    'bigint' | 'boolean' | 'bytes' | 'date' | 'int64' | 'nothing' | 'number' | 'payload' | 'string' | 'unknown';

/** A type of a generated client. */
export type TypeModel =
    | { readonly kind: 'scalar'; readonly name: ScalarName }
    | { readonly kind: 'literals'; readonly values: readonly Literal[] }
    | { readonly kind: 'array' | 'record' | 'nullable'; readonly element: TypeModel }
    | { readonly kind: 'object'; readonly members: readonly MemberModel[]; readonly open: boolean }
    /** Of a schema that has a name. */
    | { readonly kind: 'reference'; readonly schema: string }
    | { readonly kind: 'variants'; readonly property: string; readonly cases: readonly VariantModel[] };

export type Literal = string | number | boolean | null;

export interface MemberModel {
    readonly name: string;
    readonly optional: boolean;
    readonly type: TypeModel;
    readonly description: string | undefined;
}

/** One of several objects that a member tells apart. */
export interface VariantModel {
    /** The value of that member. */
    readonly name: string;
    readonly schema: string;
}

export function scalar(name: ScalarName): TypeModel {
    return { kind: 'scalar', name };
}
