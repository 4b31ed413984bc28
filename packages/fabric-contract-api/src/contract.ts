import { Context } from './context';
import { getLogger } from './logger';

/** What the base of contracts needs of the stub. */
interface CalledStub {
    getFunctionAndParameters(): { readonly fcn: string };
    getTxID(): string;
}

/** The base of contracts. Every method may be overridden. */
export class Contract {
    name: string;
    readonly __isContract = true;

    /** @param name default: the name of the class */
    constructor(name?: string | null) {
        this.name = name === undefined || name === null ? this.constructor.name : name.trim();
    }

    /** Tells whether an object is a contract, of this or of another copy of the package. */
    static _isContract(obj: object): boolean {
        return obj instanceof Contract || Boolean(Reflect.get(obj, '__isContract'));
    }

    /** Runs before the transaction, when its arguments are read: throw to refuse the call. */
    async beforeTransaction(_ctx: Context): Promise<void> {
        // Nothing, unless it is overridden.
    }

    /** Runs after a transaction that did not fail. */
    async afterTransaction(_ctx: Context, _result: unknown): Promise<void> {
        // Nothing, unless it is overridden.
    }

    /** Calls the transaction: what it returns is the result. */
    async aroundTransaction(ctx: Context, fn: string, parameters: readonly unknown[]): Promise<unknown> {
        type Method = (ctx: Context, ...args: readonly unknown[]) => unknown;
        // By the name of a planned transaction; what is none of them fails in fabric-contract-api's words.
        return await (this as unknown as Record<string, Method>)[fn]!(ctx, ...parameters);
    }

    /** Answers calls of functions that the contract does not have. */
    async unknownTransaction(ctx: Context): Promise<void> {
        const stub = ctx.stub as CalledStub;
        const { fcn } = stub.getFunctionAndParameters();
        getLogger('contract').error(`[${stub.getTxID()}] ${this.name} has no transaction ${fcn}`);
        throw new Error(`You've asked to invoke a function that does not exist: ${fcn}`);
    }

    /** Makes the context of one transaction, which is then given stub, client and loggers. */
    createContext(): Context {
        return new Context();
    }

    getName(): string {
        return this.name;
    }
}
