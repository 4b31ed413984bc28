/** What a chaincode answered, or the peer in its place: then the status is 500 and there is no payload. */
export interface ChaincodeResponse {
    readonly status: number;
    readonly message: string;
    readonly payload: Buffer;
}

/** An event that a chaincode set. */
export interface ChaincodeEvent {
    readonly chaincode: string;
    readonly name: string;
    readonly payload: Buffer;
}
