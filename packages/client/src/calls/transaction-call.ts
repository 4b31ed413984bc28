import { type Contract, GatewayError, type Proposal, type Status, StatusCode } from '@hyperledger/fabric-gateway';
import { CodecProblem } from '../codecs/problem';
import type { CalledTransaction } from '../errors/client-error';
import { CommitUnknown } from '../errors/commit-unknown';
import { readRefusal } from '../errors/read-refusal';
import { answerOf, ResultMismatch } from '../errors/result-mismatch';
import { TransactionInvalid } from '../errors/transaction-invalid';
import type { RefusalClass } from '../errors/transaction-refused';
import { type CallTrace, traceCall } from '../tracing/call-trace';
import { abortable } from './abortable';
import type { SubmitOptions } from './call-options';
import { encodeCall } from './encode-call';
import { retrying } from './retry';
import type { Committed, SentTransaction } from './sent-transaction';
import type { TransactionDefinition } from './transactions';

/** One transaction of a connected client. */
export interface TransactionTarget<R> extends CalledTransaction {
    readonly contract: Contract;
    /** Without the contract's name. */
    readonly name: string;
    readonly definition: TransactionDefinition<R>;
    readonly refusals: readonly RefusalClass[];
}

/** A transaction on its way. */
interface Attempt {
    readonly proposal: Proposal;
    readonly trace: CallTrace;
    /** From 1. */
    readonly number: number;
}

/** When each step has to be over, as gRPC takes it. */
type Deadline = { readonly deadline: number } | undefined;

/** Carries out calls of one transaction with certain options. */
export class TransactionCall<R> {
    readonly #target: TransactionTarget<R>;
    readonly #options: SubmitOptions;

    constructor(target: TransactionTarget<R>, options: SubmitOptions) {
        this.#target = target;
        this.#options = options;
    }

    async evaluate(args: readonly unknown[]): Promise<R> {
        const { proposal, trace } = this.#begin(args, 1);
        return trace.whole(async () => {
            const evaluated = trace.step('evaluate', () => proposal.evaluate(this.#deadline()));
            return this.#decode(await this.#ask(proposal, evaluated), proposal.getTransactionId());
        });
    }

    /** Submits, and waits for the commit; tries again by the policy. */
    async submit(args: readonly unknown[]): Promise<R> {
        const deadline = this.#deadline();
        const { retry = { attempts: 1 }, signal } = this.#options;
        return retrying(retry, { signal, ...deadline }, async (attempts) => {
            const attempt = this.#begin(args, attempts);
            return attempt.trace.whole(async () => {
                const sent = await this.#send(attempt, deadline);
                await sent.commit();
                return sent.result;
            });
        });
    }

    async send(args: readonly unknown[]): Promise<SentTransaction<R>> {
        const attempt = this.#begin(args, 1);
        return attempt.trace.whole(() => this.#send(attempt, this.#deadline()));
    }

    async #send({ proposal, trace, number }: Attempt, deadline: Deadline): Promise<SentTransaction<R>> {
        const { signal } = this.#options;
        const transactionId = proposal.getTransactionId();
        const transaction = await this.#ask(
            proposal,
            trace.step('endorse', () => proposal.endorse(deadline)),
        );
        // Before it is submitted: who cannot read the answer shall not have changed anything either.
        const result = this.#decode(transaction.getResult(), transactionId);
        signal?.throwIfAborted();
        const submitted = trace.step('submit', () => transaction.submit(deadline));
        const commit = await this.#awaitOutcome(transactionId, submitted, signal);
        const status: SentTransaction<R>['status'] = ({ signal: own = signal, timeoutMs } = {}) =>
            this.#awaitOutcome(
                transactionId,
                trace.step('commit status', () =>
                    commit.getStatus(timeoutMs === undefined ? this.#stillAfter(deadline) : deadlineIn(timeoutMs)),
                ),
                own,
            );
        return {
            transactionId,
            result,
            status,
            commit: async (options) => this.#committed(await status(options), number),
        };
    }

    #begin(args: readonly unknown[], number: number): Attempt {
        const proposal = this.#propose(args);
        const trace = traceCall(this.#options.tracing, this.#target, proposal.getTransactionId());
        return { proposal, trace, number };
    }

    #propose(args: readonly unknown[]): Proposal {
        const { contract, definition, name } = this.#target;
        const encoded = encodeCall(this.#target, definition, args, this.#options);
        this.#options.signal?.throwIfAborted();
        return contract.newProposal(name, encoded);
    }

    async #ask<T>(proposal: Proposal, answer: Promise<T>): Promise<T> {
        try {
            return await abortable(answer, this.#options.signal);
        } catch (error) {
            const call = { ...this.#target, transactionId: proposal.getTransactionId() };
            throw readRefusal(error, call, this.#target.refusals);
        }
    }

    async #awaitOutcome<T>(transactionId: string, outcome: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
        try {
            return await abortable(outcome, signal);
        } catch (why) {
            const isOpen = why instanceof GatewayError || signal?.aborted === true;
            throw isOpen ? new CommitUnknown({ ...this.#target, transactionId }, why) : why;
        }
    }

    #committed({ successful, code, blockNumber, transactionId }: Status, attempts: number): Committed {
        if (successful) return { transactionId, blockNumber };
        throw new TransactionInvalid({
            ...this.#target,
            transactionId,
            blockNumber,
            attempts,
            code: validationNameOf(code),
        });
    }

    #decode(payload: Uint8Array, transactionId: string): R {
        try {
            return this.#target.definition.result.fromResult(payload, 'it');
        } catch (error) {
            if (!(error instanceof CodecProblem)) throw error;
            throw new ResultMismatch(answerOf(this.#target), error.message, { payload, transactionId });
        }
    }

    /** Who asks again when the time is over has as much time again. */
    #stillAfter(deadline: Deadline): Deadline {
        return deadline !== undefined && deadline.deadline > Date.now() ? deadline : this.#deadline();
    }

    #deadline(): Deadline {
        const { timeoutMs } = this.#options;
        return timeoutMs === undefined ? undefined : deadlineIn(timeoutMs);
    }
}

function deadlineIn(timeoutMs: number): { readonly deadline: number } {
    return { deadline: Date.now() + timeoutMs };
}

function validationNameOf(code: number): string {
    return Object.entries(StatusCode).find(([, value]) => value === code)?.[0] ?? `validation code ${code}`;
}
