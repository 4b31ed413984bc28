import { isMarked, mark } from '@heddle/core/internal';
import { ContractError } from '../failures/contract-error';
import { quote } from '../failures/failures';
import { Context } from './context';

// Symbol.for, so that a contract that extends another copy of this package is recognised.
const MARKER = Symbol.for('heddle.Contract');
const NAME = Symbol('heddle.Contract.name');
const DEFAULT_HOOK = Symbol.for('heddle.Contract.defaultHook');

/**
 * The base of contracts: a class whose transactions are methods marked with `@Transaction()` or `@Evaluate()`, or all
 * of its methods if none of them is marked. One instance serves every transaction, several at a time: it must not keep anything
 * of a transaction in its fields.
 */
export class Contract {
    /** @internal */
    private readonly [NAME]: string | undefined;

    /** @param name default: the name of the class */
    constructor(name?: string) {
        this[NAME] = name;
    }

    /** Tells whether a value is a contract, of this or of another copy of the package. */
    static is(value: unknown): value is Contract {
        return isMarked(value, MARKER);
    }

    /** The name by which clients address it: `name:function`. */
    getName(): string {
        return this[NAME] ?? this.constructor.name;
    }

    /** Makes the context of one transaction. Override it to return a subclass. */
    createContext(): Context {
        return new Context();
    }

    /** Runs before the arguments are read: throw to refuse the call. */
    beforeTransaction(_ctx: Context): Promise<void> {
        return Promise.resolve();
    }

    /**
     * Runs instead of the transaction, and calls it: what it returns is the result.
     * @param name of the transaction's method
     * @param parameters the checked arguments
     */
    async aroundTransaction(ctx: Context, name: string, parameters: readonly unknown[]): Promise<unknown> {
        const method = Reflect.get(this, name) as (...args: unknown[]) => unknown; // a planned transaction is a method
        return await method.call(this, ctx, ...parameters);
    }

    /** Runs after a transaction that did not fail, before its result is written. */
    afterTransaction(_ctx: Context, _result: unknown): Promise<void> {
        return Promise.resolve();
    }

    /**
     * Answers calls of functions that the contract does not have: what it returns is the result. One of your own is guarded
     * as a transaction is: the contract's middleware and hooks run around it, under the name `unknownTransaction`.
     * Default: throws UNKNOWN_TRANSACTION, status 404.
     */
    unknownTransaction(ctx: Context): Promise<unknown> {
        const { fcn } = ctx.stub.getFunctionAndParameters();
        const name = fcn.slice(fcn.indexOf(':') + 1);
        const message = `${this.getName()} has no transaction ${quote(name)}`;
        return Promise.reject(new ContractError('UNKNOWN_TRANSACTION', message, { status: 404 }));
    }

    /**
     * Runs when anything of the transaction has thrown; what it throws instead is the transaction's error, and what it
     * returns as well. If it returns nothing, the error stays the same.
     */
    onError(_ctx: Context, _error: unknown): Promise<unknown> {
        return Promise.resolve();
    }
}

mark(Contract.prototype, MARKER);
for (const name of Object.getOwnPropertyNames(Contract.prototype))
    mark(Reflect.get(Contract.prototype, name) as object, DEFAULT_HOOK);

/** Tells whether a contract has a method of its own in the place of the one that it inherits. */
export function overrides(contract: Contract, hook: keyof Contract): boolean {
    const method = Reflect.get(contract, hook) as object; // every contract has it
    return !(DEFAULT_HOOK in method);
}

/** Names that a contract without decorators has besides its transactions. */
export const contractMembers: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Contract.prototype));
