import { type ChaincodeServer as CoreServer, type ChaincodeServerOpts, server } from '@heddle/core';
import { type ClassicChaincode, classicChaincode } from '@heddle/core/fabric-shim';

/** What a server is told, under fabric-shim's names. */
export type ChaincodeServerOptions = ChaincodeServerOpts;

/** Serves a chaincode to the peers that connect. */
export class ChaincodeServer {
    // No private field: it works behind a Proxy, and as the prototype of another object.
    /** @internal */ readonly server: CoreServer;
    /** Where it listens, once it does: `host:port`, of the port that was taken. */
    address: string;

    /** @throws Error in fabric-shim's words for what is missing, ChaincodeError INVALID_OPTIONS for what is wrong */
    constructor(chaincode: ClassicChaincode, serverOpts: ChaincodeServerOptions) {
        checkChaincode(chaincode);
        checkOptions(serverOpts);
        this.address = serverOpts.address;
        this.server = server(classicChaincode(chaincode), serverOpts);
    }

    /** Listens. @throws ChaincodeError LISTEN_FAILED */
    async start(): Promise<void> {
        const { address } = await this.server.start();
        this.address = address;
    }

    /** Lets transactions finish, and ends. fabric-shim's server cannot be ended. */
    async close(): Promise<void> {
        await this.server.close();
    }
}

function checkChaincode(chaincode: unknown): void {
    const given = checkedObject(chaincode, 'Missing required argument: chaincode');
    if (typeof given['Init'] !== 'function' || typeof given['Invoke'] !== 'function')
        throw new Error('The "chaincode" argument must implement Init() and Invoke() methods');
}

function checkOptions(serverOpts: unknown): void {
    const given = checkedObject(serverOpts, 'Missing required argument: serverOpts');
    for (const property of ['ccid', 'address']) {
        if (typeof given[property] !== 'string') throw missing('serverOpts', property);
    }
    const { tlsProps } = given;
    if (typeof tlsProps !== 'object' || tlsProps === null) return;
    for (const property of ['key', 'cert']) {
        if (!isObject(Reflect.get(tlsProps, property))) throw missing('serverOpts.tlsProps', property);
    }
}

function checkedObject(value: unknown, otherwise: string): Readonly<Record<string, unknown>> {
    if (isObject(value)) return value;
    throw new Error(otherwise);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null;
}

function missing(where: string, property: string): Error {
    return new Error(`Missing required property in ${where}: ${property}`);
}
