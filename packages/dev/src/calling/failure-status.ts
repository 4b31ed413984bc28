/** From which on peers endorse no response of a chaincode (shim.ERRORTHRESHOLD; core/endorser/endorser.go). */
const FIRST_FAILURE = 400;

/** Tells whether a chaincode's response says that the transaction has failed. */
export function isFailure(status: number): boolean {
    return status >= FIRST_FAILURE;
}
