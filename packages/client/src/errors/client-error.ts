/** What every error of this package has: whom was called. */
export interface CalledTransaction {
    /** `function`, or `contract:function` of a contract that is not the chaincode's default one. */
    readonly transaction: string;
    readonly chaincode: string;
    readonly channel: string;
}

/** Says where. */
export function called({ transaction, chaincode, channel }: CalledTransaction): string {
    return `${transaction} of ${chaincode} on ${channel}`;
}
