import type { ChaincodeMessage } from '@heddle/protocol';
import type { Signer } from '../records/signer';
import type { Simulator } from '../simulate/simulator';
import type { QueryCursor } from './query-cursor';

/** What a call of a chaincode is made with. */
export interface TransactionCall {
    readonly channelId: string;
    readonly txId: string;
    /** Bytes of the SignedProposal, handed on to the chaincode unchanged. */
    readonly signedProposal: Uint8Array;
    /** The client that signed it. */
    readonly creator: Signer;
    /** The chaincode that the proposal is for, whichever one of those that it calls is running. */
    readonly proposedChaincode: string;
    readonly simulator: Simulator;
}

/** A call that a chaincode is working on, and what it has open at the peer. */
export class TransactionContext {
    readonly call: TransactionCall;
    /** The chaincode's name: what it reads and writes belongs to it. */
    readonly namespace: string;
    readonly isInit: boolean;
    readonly cursors = new Map<string, QueryCursor>();
    /** COMPLETED or ERROR. */
    readonly completed: Promise<ChaincodeMessage>;
    readonly #resolve: (message: ChaincodeMessage) => void;
    readonly #reject: (reason: Error) => void;

    constructor(call: TransactionCall, options: { readonly namespace: string; readonly isInit: boolean }) {
        this.call = call;
        this.namespace = options.namespace;
        this.isInit = options.isInit;
        let settle: { resolve: (message: ChaincodeMessage) => void; reject: (reason: Error) => void } | undefined;
        this.completed = new Promise((resolve, reject) => {
            settle = { resolve, reject };
        });
        this.#resolve = (message) => settle?.resolve(message);
        this.#reject = (reason) => settle?.reject(reason);
    }

    /** Takes the chaincode's answer; the first one counts. */
    complete(message: ChaincodeMessage): void {
        this.#resolve(message);
    }

    fail(reason: Error): void {
        this.#reject(reason);
    }

    /** Closes what the chaincode left open. */
    async close(): Promise<void> {
        const cursors = [...this.cursors.values()];
        this.cursors.clear();
        await Promise.all(cursors.map((cursor) => cursor.close()));
    }
}
