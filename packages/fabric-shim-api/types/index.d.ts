declare module 'fabric-shim-api' {
    // The package `long` is its class, or has it as the default, by how a compiler resolves it. Where there is none of it,
    // numbers of 64 bits are of the type `any`.
    // @ts-ignore
    type LongModule = typeof import('long');
    type LongOf<Module> = 0 extends 1 & Module
        ? any
        : Module extends new (...args: any[]) => infer Instance
          ? Instance
          : Module extends { default: new (...args: any[]) => infer Instance }
            ? Instance
            : any;
    type Long = LongOf<LongModule>;

    /** A time of the ledger: seconds since 1970, and nanoseconds within the second. */
    interface Timestamp {
        seconds: Long;
        nanos: number;
    }

    /** What a chaincode answers: peers endorse a status below 400. */
    interface ChaincodeResponse {
        status: number;
        message?: string;
        payload?: Uint8Array;
    }

    interface SuccessResponse {
        status: RESPONSE_CODE.OK;
        message?: string;
        payload: Uint8Array;
    }

    interface ErrorResponse {
        status: RESPONSE_CODE.ERROR;
        message: string;
        payload?: Uint8Array;
    }

    enum RESPONSE_CODE {
        OK = 200,
        /** From here on, a response is not endorsed. */
        ERRORTHRESHOLD = 400,
        ERROR = 500,
    }

    /** Who submitted the transaction, by the certificate. */
    interface ClientIdentity {
        assertAttributeValue(attrName: string, attrValue: string): boolean;
        getAttributeValue(attrName: string): string | null;
        /** `x509::<subject>::<issuer>` */
        getID(): string;
        getIDBytes(): Uint8Array;
        getMSPID(): string;
    }

    interface SerializedIdentity {
        mspid: string;
        idBytes: Uint8Array;
    }

    interface QueryResponseMetadata {
        fetchedRecordsCount: number;
        bookmark: string;
    }

    /** One page of a query. */
    interface StateQueryResponse<T> {
        iterator: T;
        metadata: QueryResponseMetadata;
    }

    interface SplitCompositekey {
        objectType: string;
        attributes: string[];
    }

    /** What a transaction sees of its peer: its arguments, its client and the ledger, as it was before the transaction. */
    interface ChaincodeStub {
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

        /** The committed value; empty if there is none. */
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

    /** A chaincode as a peer sees it. */
    interface ChaincodeInterface {
        Init(stub: ChaincodeStub): Promise<ChaincodeResponse>;
        Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse>;
    }

    namespace Iterators {
        /** Rows one after the other; `close` gives up those that are left. */
        interface CommonIterator<T> {
            close(): Promise<void>;
            next(): Promise<NextResult<T>>;
        }

        /** Look at `done` first: behind the last row there is no value. */
        interface NextResult<T> {
            value: T;
            done: boolean;
        }

        interface NextKeyModificationResult {
            value: KeyModification;
            done: boolean;
        }

        interface KV {
            namespace: string;
            key: string;
            value: Uint8Array;
        }

        interface KeyModification {
            isDelete: boolean;
            value: Uint8Array;
            timestamp: Timestamp;
            txId: string;
        }

        type HistoryQueryIterator = CommonIterator<KeyModification>;
        type StateQueryIterator = CommonIterator<KV>;
    }

    /** What the client signed. */
    namespace ChaincodeProposal {
        interface SignedProposal {
            proposal: Proposal;
            signature: Uint8Array;
        }

        interface Proposal {
            header: Header;
            payload: ChaincodeProposalPayload;
        }

        interface Header {
            channelHeader: ChannelHeader;
            signatureHeader: SignatureHeader;
        }

        interface ChannelHeader {
            type: HeaderType;
            version: number;
            timestamp: Timestamp;
            channelId: string;
            txId: string;
            epoch: number;
            extension: Uint8Array;
            tlsCertHash: Uint8Array;
        }

        interface SignatureHeader {
            creator: SerializedIdentity;
            nonce: Uint8Array;
        }

        interface ChaincodeProposalPayload {
            input: Uint8Array;
            transientMap: Map<string, Uint8Array>;
        }

        enum HeaderType {
            MESSAGE = 0,
            CONFIG = 1,
            CONFIG_UPDATE = 2,
            ENDORSER_TRANSACTION = 3,
            ORDERER_TRANSACTION = 4,
            DELIVER_SEEK_INFO = 5,
            CHAINCODE_PACKAGE = 6,
            PEER_ADMIN_OPERATION = 8,
        }
    }
}
