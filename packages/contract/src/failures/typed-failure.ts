import { ContractError } from './contract-error';

// Symbol.for, so that failures of a second installed copy of this package are recognised too.
const MARKER = Symbol.for('heddle.TypedFailure');

/** What a failure of one kind says. */
export interface FailureOptions<Details> {
    /** 400 to 499 where the client is at fault (the default is 400), 500 to 599 where the chaincode is. */
    readonly status?: number;
    /**
     * The class of the details. With it, metadata describes them, and generated clients have them with their types: Fabric
     * hands a client the message alone, and so they stand behind it as JSON where 2,000 bytes hold both.
     */
    readonly details?: new () => Details & object;
    /** What the client reads behind the code. */
    readonly message: string | ((details: Details) => string);
}

/** Makes errors of one kind; metadata tells clients of its code and status. */
export interface TypedFailure<Details = undefined> {
    (...details: undefined extends Details ? [details?: Details] : [details: Details]): ContractError;
    readonly code: string;
    readonly status: number;
    /** The class of its details, if that was given. */
    readonly details: (new () => object) | undefined;
    /** Tells whether an error is of this kind, wherever it was made. */
    is(error: unknown): error is ContractError & { readonly details: Details };
}

/**
 * Declares a kind of failure: a function that makes a ContractError with its code and status, with what it is given as
 * the details: `throw NotEnough({ has: 5n })`. List it in `@Declares`, so that clients know of it.
 *
 * @example
 * const NotEnough = failure('INSUFFICIENT_FUNDS', {
 *     status: 409,
 *     message: ({ has }: { has: bigint }) => `the balance is ${has}`,
 * });
 */
export function failure<Details = undefined>(
    code: string,
    { status = 400, message, details: shape }: FailureOptions<Details>,
): TypedFailure<Details> {
    const create = (details: Details): ContractError => {
        const text = typeof message === 'function' ? message(details) : message;
        return markAs(create, new ContractError(code, text, { status, details }));
    };
    const is = (error: unknown): boolean => ContractError.is(error) && error.code === code;
    Object.defineProperty(create, MARKER, { value: true });
    return Object.assign(create, { code, status, details: shape, is }) as unknown as TypedFailure<Details>; // its parameters depend on Details
}

/** Anything that `failure` has made. */
export type AnyFailure = Pick<TypedFailure, 'code' | 'status' | 'details'>;

/** Tells whether a value was made by `failure`, of this or of another copy of the package. */
export function isTypedFailure(value: unknown): value is AnyFailure {
    return typeof value === 'function' && MARKER in value;
}

function markAs(kind: unknown, error: ContractError): ContractError {
    Object.defineProperty(error, MARKER, { value: kind });
    return error;
}

/** The kind of an error that was made by one of these functions. */
export function kindOf(error: unknown): AnyFailure | undefined {
    const kind: unknown = ContractError.is(error) ? Reflect.get(error, MARKER) : undefined;
    return isTypedFailure(kind) ? kind : undefined;
}
