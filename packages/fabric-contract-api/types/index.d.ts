/// <reference types="@heddle/fabric-shim-api" />

declare module 'fabric-contract-api' {
    // Where winston is not installed, its loggers are of the type `any`.
    // @ts-ignore
    import { Logger } from 'winston';
    import { ChaincodeStub, ClientIdentity } from 'fabric-shim-api';

    /** What a transaction gets as its first parameter; a subclass of it comes from the contract's `createContext`. */
    export class Context {
        /** The transaction's view of its peer. */
        stub: ChaincodeStub;
        /** Who called. */
        clientIdentity: ClientIdentity;
        logging: {
            setLevel: (level: string) => void;
            getLogger: (name?: string) => Logger;
        };
    }

    /** The base of contracts: a class whose transactions are methods with `@Transaction()`, or all of its methods. */
    export class Contract {
        /** @param name by which clients address it, as in `name:function`; default: the name of the class */
        constructor(name?: string);

        static _isContract(): boolean;

        /** Runs before each transaction: throw to refuse the call. */
        beforeTransaction(ctx: Context): Promise<void>;
        /** Runs after each transaction that did not fail. */
        afterTransaction(ctx: Context, result: any): Promise<void>;
        /** Calls the transaction's method, by its name: what it returns is the result. */
        aroundTransaction(ctx: Context, fn: Function, parameters: any): Promise<void>;
        /** Answers calls of functions that the contract does not have. */
        unknownTransaction(ctx: Context): Promise<void>;

        /** Makes the context of a transaction. */
        createContext(): Context;
        getName(): string;
    }

    /** The form of arguments and results: texts, numbers and booleans bare, and everything else as JSON. */
    export class JSONSerializer {
        toBuffer(result: any, schema: any, loggerPrefix?: string): Buffer;
        fromBuffer(data: Buffer, schema: any, loggerPrefix?: string): any;
    }

    /** Makes a method a transaction. @param commit false for one that is only evaluated */
    export function Transaction(commit?: boolean): (target: any, propertyKey: string | symbol) => void;
    /** Says what a parameter is: `'string'`, `'Asset'`, `'Asset[]'`, `'Map<string, number>'`. */
    export function Param(
        paramName: string,
        paramType: string,
        description?: string,
    ): (target: any, propertyKey: string | symbol) => void;
    /** Says what a transaction returns, for the metadata. */
    export function Returns(returnType?: string): (target: any, propertyKey: string | symbol) => void;
    /** Makes a class known by its name, to parameters, results and the metadata. */
    export function Object(opts?: object): (target: any) => void;
    /** Describes a contract for the metadata. */
    export function Info(info?: object): (target: any) => void;
    /** Declares a member of a class with `@Object()`. */
    export function Property(name?: string, type?: string): (target: any, propertyKey: string | symbol) => void;
    /** Makes a contract the one whose functions may be called without its name. */
    export function Default(): (target: any) => void;
}
