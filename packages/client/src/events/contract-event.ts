import type { Checkpointer } from '@hyperledger/fabric-gateway';
import type { Payload } from '../codecs/payload';
import type { ResultMismatch } from '../errors/result-mismatch';

/** Where an event was, and how to remember that it was handled. */
export interface EventOrigin {
    readonly transactionId: string;
    readonly blockNumber: bigint;
    /**
     * Writes the checkpoint now, as asking for the next event does: for a loop that is left after this one. Of a transaction
     * with several events, the last one's counts. Does nothing without a checkpointer.
     */
    checkpoint(): Promise<void>;
}

/** An event of one name, with its payload as declared. */
export interface DeclaredEvent<N extends string, P> extends EventOrigin {
    readonly name: N;
    readonly payload: P;
}

/** An event that the contracts do not declare. */
export interface UndeclaredEvent extends EventOrigin {
    readonly name: undefined;
    /** What the chaincode calls it. */
    readonly undeclaredName: string;
    readonly payload: Payload;
}

/** Any event of a chaincode; its name tells what its payload is. `E` has the payloads by their names. */
export type ContractEvent<E> = { [N in keyof E & string]: DeclaredEvent<N, E[N]> }[keyof E & string] | UndeclaredEvent;

/** An event that is declared, and whose payload is not what was declared. */
export interface MismatchedEvent extends EventOrigin {
    readonly name: string;
    readonly payload: Payload;
    /** What the loop would have thrown. */
    readonly mismatch: ResultMismatch;
}

/** Where events begin and end. */
export interface EventOptions {
    /** The first block whose events are wanted, as long as the checkpointer knows none. Default: the next one. */
    readonly startBlock?: bigint | undefined;
    /** Of the gateway client. Where it has been used before, events go on behind the last one that was handled. */
    readonly checkpointer?: Checkpointer | undefined;
    /**
     * Takes an event whose payload is not what was declared, such as one of an older version of the chaincode: to put it
     * aside. The loop goes on behind it, when what this returns has resolved. Default: the loop ends with the
     * ResultMismatch. The checkpoint stays before the event then, so that the next loop meets it again.
     */
    readonly onMismatch?: ((event: MismatchedEvent) => void | Promise<void>) | undefined;
    /** Ends the iteration. */
    readonly signal?: AbortSignal | undefined;
}

/** Events as they are committed. Listening begins when it is made; leaving the loop ends it. */
export interface EventStream<E> extends AsyncIterable<ContractEvent<E>>, Disposable {
    /** Ends listening, and the loop. */
    close(): void;
}
