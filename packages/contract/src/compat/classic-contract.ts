import { CLASSIC_LAYER, type ClassicLayer } from './classic-layer';

/** A contract of fabric-contract-api's form, as far as it is called. Its hooks are called whoever wrote them. */
export interface ClassicContract {
    name: string;
    /** Set on the contract whose functions may be called without its name, as in fabric-contract-api. */
    default?: boolean;
    getName(): string;
    createContext(): ClassicContext;
    beforeTransaction(ctx: ClassicContext): Promise<void>;
    aroundTransaction(ctx: ClassicContext, fn: string, parameters: readonly unknown[]): Promise<unknown>;
    afterTransaction(ctx: ClassicContext, result: unknown): Promise<void>;
    unknownTransaction(ctx: ClassicContext): Promise<unknown>;
}

/** A context of fabric-contract-api's form: it has nothing that it was not given. */
export interface ClassicContext {
    logging?: unknown;
    setChaincodeStub(stub: object): void;
    setClientIdentity(identity: object): void;
}

/** The layer of a contract, given as a class or as an instance; undefined for contracts of this package. */
export function layerOf(source: unknown): ClassicLayer | undefined {
    const owner: unknown = typeof source === 'function' ? source.prototype : source;
    if (typeof owner !== 'object' || owner === null) return undefined;
    return Reflect.get(owner, CLASSIC_LAYER) as ClassicLayer | undefined; // nobody else writes under this symbol
}

/** Whether an object is a contract of fabric-contract-api's form, by the mark that it sets, of whichever copy. */
export function isClassicContract(instance: unknown): instance is ClassicContract {
    return typeof instance === 'object' && instance !== null && Reflect.get(instance, '__isContract') === true;
}
