import type { MemberModel, TypeModel } from './type-model';

/** All that a client is generated of, in the order in which it is written. */
export interface ClientModel {
    readonly contracts: readonly ContractModel[];
    /** The types that have names, by the names of their schemas. */
    readonly types: ReadonlyMap<string, NamedType>;
    /** By their names. */
    readonly events: ReadonlyMap<string, TypeModel>;
    readonly failures: readonly FailureModel[];
}

export interface ContractModel {
    readonly name: string;
    readonly isDefault: boolean;
    readonly description: string | undefined;
    readonly transactions: readonly TransactionModel[];
}

export interface TransactionModel {
    readonly name: string;
    readonly kind: 'submit' | 'evaluate';
    readonly description: string | undefined;
    /** Undefined where metadata does not tell: any number, of any kind. */
    readonly parameters: readonly MemberModel[] | undefined;
    readonly result: TypeModel;
    readonly resultDescription: string | undefined;
    /** Undefined where none is declared. */
    readonly transient: readonly MemberModel[] | undefined;
}

export interface NamedType {
    readonly description: string | undefined;
    readonly members: readonly MemberModel[];
}

export interface FailureModel {
    readonly code: string;
    readonly status: number | undefined;
    readonly description: string | undefined;
    readonly details: TypeModel | undefined;
}
