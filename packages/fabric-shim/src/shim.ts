import { type ChaincodeClient, start } from '@heddle/core';
import { type ClassicChaincode, classicChaincode, getLogger } from '@heddle/core/fabric-shim';
import { ChaincodeServer, type ChaincodeServerOptions } from './chaincode-server';

/** fabric-shim's statuses: from ERRORTHRESHOLD on, a response is not endorsed. */
export const RESPONSE_CODE = Object.freeze({ OK: 200, ERRORTHRESHOLD: 400, ERROR: 500 } as const);

/** Whose signature a policy of a key may demand. */
export const ENDORSER_ROLES = Object.freeze({ MEMBER: 'MEMBER', PEER: 'PEER' } as const);

/** What a chaincode of fabric-shim's form answers. */
export interface ShimResponse {
    status: number;
    message?: unknown;
    payload?: unknown;
}

/** The entry of chaincode that is written without contracts: it is started, or served, and makes its responses here. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- fabric-shim's module is a class with statics
export class Shim {
    /** A response of status 200. */
    static success(payload?: unknown): ShimResponse {
        return { status: RESPONSE_CODE.OK, payload: isNothing(payload) ? Buffer.alloc(0) : payload };
    }

    /** A response of status 500. */
    static error(msg: unknown): ShimResponse {
        return { status: RESPONSE_CODE.ERROR, message: msg };
    }

    /** The logger of a name; of winston, where that is installed. */
    static newLogger(name?: string): object {
        return getLogger(isNothing(name) ? 'shim' : name);
    }

    /**
     * Dials the peer that the environment or the command line names, and runs the chaincode for it.
     * @returns what ends it, by `close()`
     * @throws Error in fabric-shim's words for what is no chaincode, ChaincodeError INVALID_OPTIONS
     */
    static start(chaincode: ClassicChaincode): ChaincodeClient {
        const given = chaincode as Partial<ClassicChaincode> | null | undefined;
        if (typeof given !== 'object' || given === null) throw new Error('Missing required argument: chaincode');
        for (const method of ['Init', 'Invoke'] as const) {
            if (typeof given[method] === 'function') continue;
            throw new Error(`The "chaincode" argument must implement the "${method}()" method`);
        }
        return start(classicChaincode(chaincode));
    }

    /** Makes a server for a chaincode; `start()` listens. @throws Error in fabric-shim's words */
    static server(chaincode: ClassicChaincode, serverOpts: ChaincodeServerOptions): ChaincodeServer {
        return new ChaincodeServer(chaincode, serverOpts);
    }
}

function isNothing(value: unknown): value is undefined {
    return value === undefined || value === null || value === '' || value === 0 || value === false;
}
