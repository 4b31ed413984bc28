import { Context } from './context';

/** What the base of contracts needs of the stub. */
interface CalledStub {
    getFunctionAndParameters(): { readonly fcn: string };
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
        const method: unknown = Reflect.get(this, fn);
        // Listed in a metadata file, and nowhere else; the words are those that fabric-contract-api's clients know.
        if (typeof method !== 'function') throw new TypeError('this[fn] is not a function');
        return (await method.call(this, ctx, ...parameters)) as unknown;
    }

    /** Answers calls of functions that the contract does not have. */
    unknownTransaction(ctx: Context): Promise<void> {
        const stub = ctx.stub as CalledStub;
        const { fcn } = stub.getFunctionAndParameters();
        return Promise.reject(new Error(`You've asked to invoke a function that does not exist: ${fcn}`));
    }

    /** Makes the context of one transaction, which is then given stub, client and loggers. */
    createContext(): Context {
        return new Context();
    }

    getName(): string {
        return this.name;
    }
}
