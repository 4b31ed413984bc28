import type { ChaincodeMessage } from '@heddle/protocol';
import type { Branch } from './branch';
import type { RoutedServer } from './routed-server';

/** Which transaction: transactions of one id can run on several channels at the same time. */
export type TransactionName = Pick<ChaincodeMessage, 'channelId' | 'txId'>;

/** A transaction that the peer has asked for and that is not answered. */
export interface RoutedTransaction {
    readonly name: TransactionName;
    /** Undefined while no server has it. */
    branch: Branch | undefined;
    /** What the peer asked, for as long as it can be begun anew: until something was asked for it. */
    frame: Uint8Array | undefined;
    since: number;
    readonly begunAt: number;
    /** Who refused it, where somebody did. */
    refusedBy: RoutedServer | undefined;
    /** Whether a server was lost with it. A transaction that ends its server must not end them all. */
    wasLost: boolean;
}
