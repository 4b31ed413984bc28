/** What `heddle dev` and a chaincode's process tell each other about second runs, by the channel between the two alone. */
export interface SecondRunMessage {
    /** Whether the transaction's next run is its second one, or that run is over. The answer repeats the message. */
    readonly heddleSecondRun: 'begins' | 'is over';
    readonly txId: string;
}

export function isSecondRunMessage(message: unknown): message is SecondRunMessage {
    return typeof message === 'object' && message !== null && 'heddleSecondRun' in message;
}

/** The pipe by which the threads of a chaincode's process tell what was trapped, a line of JSON each time. */
export const TRAP_FD = 5;
