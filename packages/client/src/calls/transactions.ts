import type { Codec } from '../codecs/codec';
import type { CallOptions, SubmitOptions, TransientData } from './call-options';
import type { SentTransaction } from './sent-transaction';

/** A transaction that reads: calling it asks a peer, and records nothing. */
export interface Evaluate<A extends readonly unknown[], R, T = TransientData> {
    /**
     * Evaluates it.
     * @throws TransactionRefused, ArgumentInvalid, ResultMismatch; GatewayError where the network fails
     */
    (...args: A): Promise<R>;
    /**
     * The same transaction with options.
     * @example await assets.readAsset.with({ timeoutMs: 2000 })('a1');
     */
    with(options: CallOptions<T>): Evaluate<A, R, T>;
}

/** A transaction that writes: calling it submits it, and waits until it is committed. */
export interface Submit<A extends readonly unknown[], R, T = TransientData> {
    /**
     * Submits it, and waits until it is committed.
     * @returns its result, which all endorsers agreed on
     * @throws TransactionRefused, TransactionInvalid, CommitUnknown, ArgumentInvalid, ResultMismatch; GatewayError where
     * the network fails before anything is submitted
     */
    (...args: A): Promise<R>;
    /**
     * Submits it, and does not wait for its commit. No policy tries it again.
     * @throws as the call itself, but for what a commit fails with
     * @example
     * const sent = await assets.transferAsset.send('a1', 'bob');
     * console.log(sent.transactionId, sent.result);
     * const { blockNumber } = await sent.commit();
     */
    send(...args: A): Promise<SentTransaction<R>>;
    /**
     * Asks a peer what it would answer, and records nothing.
     * @throws as Evaluate does
     */
    evaluate(...args: A): Promise<R>;
    /**
     * The same transaction with options.
     * @example await assets.transferAsset.with({ retry: { attempts: 5 } })('a1', 'bob');
     */
    with(options: SubmitOptions<T>): Submit<A, R, T>;
}

/** The codecs of named values, in order. */
export type NamedCodecs = Readonly<Record<string, Codec<unknown>>>;

/** What a client knows of a transaction. */
export interface TransactionDefinition<R> {
    readonly kind: 'submit' | 'evaluate';
    /** Undefined where they are not declared: any number, of any kind. */
    readonly parameters: NamedCodecs | undefined;
    readonly result: Codec<R>;
    /** Undefined where it is not declared. */
    readonly transient: NamedCodecs | undefined;
}

/** Describes a transaction that writes. */
export function submit<R>(
    parameters: NamedCodecs | undefined,
    result: Codec<R>,
    transient?: NamedCodecs,
): TransactionDefinition<R> & { readonly kind: 'submit' } {
    return { kind: 'submit', parameters, result, transient };
}

/** Describes a transaction that reads. */
export function evaluate<R>(
    parameters: NamedCodecs | undefined,
    result: Codec<R>,
    transient?: NamedCodecs,
): TransactionDefinition<R> & { readonly kind: 'evaluate' } {
    return { kind: 'evaluate', parameters, result, transient };
}
