/// <reference types="node" />
/// <reference types="@heddle/fabric-shim-api" />

declare module 'fabric-shim' {
    // Where winston is not installed, its loggers are of the type `any`.
    // @ts-ignore
    import { Logger } from 'winston';
    import {
        ChaincodeInterface,
        ChaincodeProposal,
        ChaincodeResponse,
        ChaincodeStub as IChaincodeStub,
        ClientIdentity as IClientIdentity,
        ErrorResponse,
        Iterators,
        QueryResponseMetadata,
        SerializedIdentity,
        SplitCompositekey,
        StateQueryResponse,
        SuccessResponse,
        Timestamp,
    } from 'fabric-shim-api';

    export {
        ChaincodeInterface,
        ChaincodeProposal,
        ChaincodeResponse,
        ErrorResponse,
        Iterators,
        QueryResponseMetadata,
        SerializedIdentity,
        SplitCompositekey,
        StateQueryResponse,
        SuccessResponse,
        Timestamp,
    };

    /** A response of status 500. */
    export function error(msg: string): ErrorResponse;
    /** A response of status 200. */
    export function success(payload?: Uint8Array): SuccessResponse;
    export function newLogger(name: string): Logger;
    /** Dials the peer that the environment, or the command line, names. */
    export function start(chaincode: ChaincodeInterface): any;

    export class Shim {
        static error(msg: string): ErrorResponse;
        static success(payload?: Uint8Array): SuccessResponse;
        static newLogger(name: string): Logger;
        static start(chaincode: ChaincodeInterface): any;
        /** Makes a server that peers connect to. */
        static server(chaincode: ChaincodeInterface, serverOpts: ChaincodeServerOpts): ChaincodeServer;
    }

    export class ChaincodeServer {
        constructor(chaincode: ChaincodeInterface, serverOpts: ChaincodeServerOpts);
        /** Listens. */
        start(): Promise<void>;
        /** Lets transactions finish, and ends. fabric-shim's server cannot be ended. */
        close(): Promise<void>;
        /** Where it listens, once it does: `host:port`, of the port that was taken. */
        readonly address: string;
    }

    /** Options of gRPC; those of keepalive have an effect. */
    interface GRPCOptions {
        [option: `grpc.${string}`]: any;
    }

    export interface ChaincodeServerOpts extends GRPCOptions {
        /** The package id. */
        ccid: string;
        address: string;
        tlsProps: ChaincodeServerTLSProperties;
    }

    export interface ChaincodeServerTLSProperties {
        key: Buffer;
        cert: Buffer;
        clientCACerts: Buffer;
    }

    export class ClientIdentity implements IClientIdentity {
        constructor(stub: ChaincodeStub);
        assertAttributeValue(attrName: string, attrValue: string): boolean;
        getAttributeValue(attrName: string): string | null;
        getID(): string;
        getIDBytes(): Uint8Array;
        getMSPID(): string;
    }

    export enum RESPONSE_CODE {
        OK = 200,
        /** From here on, a response is not endorsed. */
        ERRORTHRESHOLD = 400,
        ERROR = 500,
    }

    class ResponseCode {
        OK: number;
        ERRORTHRESHOLD: number;
        ERROR: number;
    }

    /** What a transaction sees of its peer: its arguments, its client and the ledger, as it was before the transaction. */
    export class ChaincodeStub implements IChaincodeStub {
        static RESPONSE_CODE: ResponseCode;

        getArgs(): string[];
        getStringArgs(): string[];
        getFunctionAndParameters(): { params: string[]; fcn: string };

        getTxID(): string;
        getChannelID(): string;
        getCreator(): SerializedIdentity;
        getMspID(): string;
        getTransient(): Map<string, Uint8Array>;

        getSignedProposal(): ChaincodeProposal.SignedProposal;
        getTxTimestamp(): Timestamp;
        getDateTimestamp(): Date;
        getBinding(): string;

        getState(key: string): Promise<Uint8Array>;
        putState(key: string, value: Uint8Array): Promise<void>;
        deleteState(key: string): Promise<void>;
        setStateValidationParameter(key: string, ep: Uint8Array): Promise<void>;
        getStateValidationParameter(key: string): Promise<Uint8Array>;

        getStateByRange(
            startKey: string,
            endKey: string,
        ): Promise<Iterators.StateQueryIterator> & AsyncIterable<Iterators.KV>;
        getStateByRangeWithPagination(
            startKey: string,
            endKey: string,
            pageSize: number,
            bookmark?: string,
        ): Promise<StateQueryResponse<Iterators.StateQueryIterator>> & AsyncIterable<Iterators.KV>;
        getStateByPartialCompositeKey(
            objectType: string,
            attributes: string[],
        ): Promise<Iterators.StateQueryIterator> & AsyncIterable<Iterators.KV>;
        getStateByPartialCompositeKeyWithPagination(
            objectType: string,
            attributes: string[],
            pageSize: number,
            bookmark?: string,
        ): Promise<StateQueryResponse<Iterators.StateQueryIterator>> & AsyncIterable<Iterators.KV>;

        getQueryResult(query: string): Promise<Iterators.StateQueryIterator> & AsyncIterable<Iterators.KV>;
        getQueryResultWithPagination(
            query: string,
            pageSize: number,
            bookmark?: string,
        ): Promise<StateQueryResponse<Iterators.StateQueryIterator>> & AsyncIterable<Iterators.KV>;
        getHistoryForKey(
            key: string,
        ): Promise<Iterators.HistoryQueryIterator> & AsyncIterable<Iterators.KeyModification>;

        invokeChaincode(chaincodeName: string, args: string[], channel: string): Promise<ChaincodeResponse>;
        setEvent(name: string, payload: Uint8Array): void;

        createCompositeKey(objectType: string, attributes: string[]): string;
        splitCompositeKey(compositeKey: string): SplitCompositekey;

        getPrivateData(collection: string, key: string): Promise<Uint8Array>;
        getPrivateDataHash(collection: string, key: string): Promise<Uint8Array>;
        putPrivateData(collection: string, key: string, value: Uint8Array): Promise<void>;
        deletePrivateData(collection: string, key: string): Promise<void>;
        purgePrivateData(collection: string, key: string): Promise<void>;
        setPrivateDataValidationParameter(collection: string, key: string, ep: Uint8Array): Promise<void>;
        getPrivateDataValidationParameter(collection: string, key: string): Promise<Uint8Array>;
        getPrivateDataByRange(
            collection: string,
            startKey: string,
            endKey: string,
        ): Promise<Iterators.StateQueryIterator> & AsyncIterable<Iterators.KV>;
        getPrivateDataByPartialCompositeKey(
            collection: string,
            objectType: string,
            attributes: string[],
        ): Promise<Iterators.StateQueryIterator> & AsyncIterable<Iterators.KV>;
        getPrivateDataQueryResult(
            collection: string,
            query: string,
        ): Promise<Iterators.StateQueryIterator> & AsyncIterable<Iterators.KV>;
    }

    /** The endorsement policy of a single key: all of these organizations have to endorse. */
    export class KeyEndorsementPolicy {
        constructor(policy?: Uint8Array);
        getPolicy(): Uint8Array;
        addOrgs(role: string, ...newOrgs: string[]): void;
        delOrgs(...delOrgs: string[]): void;
        listOrgs(): string[];
    }

    export enum ENDORSER_ROLES {
        MEMBER = 'MEMBER',
        PEER = 'PEER',
    }
}
