/** What an author can get wrong in a definition, as stable codes (docs/reference/errors.md). */
export type MistakeCode =
    | 'CLASS_NOT_CONSTRUCTIBLE'
    | 'CONTEXT_MISMATCH'
    | 'CONTRACT_INVALID'
    | 'CONTRACT_NAME_DUPLICATE'
    | 'CONTRACT_NAME_INVALID'
    | 'DECLARATION_INVALID'
    | 'DECORATORS_STANDARD'
    | 'DEFAULT_DUPLICATE'
    | 'ENTITY_INVALID'
    | 'FIELD_TYPE_UNKNOWN'
    | 'FIELD_UNDECLARED'
    | 'METADATA_INVALID'
    | 'MIDDLEWARE_INVALID'
    | 'NO_CONTRACT'
    | 'NO_TRANSACTION'
    | 'PACKAGE_DUPLICATE'
    | 'PARAMETER_ORDER'
    | 'PARAMETER_TYPE_UNKNOWN'
    | 'PARAMETER_UNKNOWN'
    | 'PARAMETERS_UNREADABLE'
    | 'TRANSACTION_INVALID'
    | 'TYPE_UNSUPPORTED'
    | 'VALIDATOR_UNSUPPORTED';

/** One mistake in a definition. */
export interface Mistake {
    readonly code: MistakeCode;
    /** Class, method and parameter or field, such as `AssetTransfer.resize(size)`. */
    readonly where: string;
    /** What was found there. */
    readonly found: string;
    /** What to write instead. */
    readonly fix: string;
}

/** Reports every mistake of every contract at once, before anything is served. */
export class ContractDefinitionError extends Error {
    readonly code = 'INVALID_CONTRACT';
    readonly mistakes: readonly Mistake[];

    constructor(mistakes: readonly Mistake[]) {
        const count = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`;
        super(`the contracts cannot be served, for ${count}:\n${mistakes.map(describe).join('\n')}`);
        this.name = 'ContractDefinitionError';
        this.mistakes = mistakes;
    }
}

function describe({ code, where, found, fix }: Mistake): string {
    return `  ${where}: ${found}. ${fix} [${code}]`;
}
