import {
    chaincodeEvent,
    type ChaincodeMessage,
    type MessageStream,
    MessageType,
    requests,
    response,
} from '@heddle/protocol';
import type { AnswerServices, InvocationInput } from '../answers/answer';
import type { TransactionCall } from '../answers/transaction-context';
import { type CalledDefinition, checkInvocation } from '../chaincode/invocation-check';
import { PeerSession } from '../chaincode/peer-session';
import { errorText } from '../errors';
import type { ChaincodeRequest } from '../faults';
import { signerNamedBy } from '../identity/certificate-role';
import type { PeerLogger } from '../logger';
import { FABRIC_3_1 } from '../peer-capabilities';
import type { RecordedCall, RecordedTransaction } from '../recorded/recorded-block';
import { hashesOf } from '../records/private-namespaces';
import type { Signer } from '../records/signer';
import { RichQueries } from '../rich-query/rich-queries';
import { Simulator } from '../simulate/simulator';
import type { StateDatabase } from '../simulate/state-database';
import { systemChaincodes } from '../system/system-chaincodes';
import type { RecordedLedger } from './recorded-ledger';
import { ReplayRun, type RunResult, type UnvalidatedRead } from './replay-run';
import { StateAtHeight } from './state-at-height';

/** A chaincode of a version that is to be run, at a peer of an organization. */
export interface ReplayedChaincode {
    readonly name: string;
    readonly version: string;
    readonly mspId: string;
    /** Is to be told where a transaction asks for what no block has: `transient data` for one. */
    readonly onAsked: (txId: string, what: string) => void;
}

export interface ReplayRunnerOptions {
    readonly ledger: RecordedLedger;
    /** Opens a stream to a server of the chaincode; undefined where there is no code for it. */
    connect(chaincode: ReplayedChaincode): MessageStream | undefined;
    /** The organization at whose peer all is run. Default: that of the first endorser of each transaction. */
    readonly mspId?: string | undefined;
    /** After how many milliseconds a transaction fails. */
    readonly executeTimeoutMs: number;
    readonly logger: PeerLogger;
}

/** A call in a block. */
export type CallTransaction = RecordedTransaction & {
    readonly call: RecordedCall;
    readonly channelHeader: NonNullable<RecordedTransaction['channelHeader']>;
};

/** What peers that nothing is said of have (fabric, core.yaml, ledger.state.totalQueryLimit). */
const TOTAL_QUERY_LIMIT = 100_000;

/**
 * Runs transactions of blocks on the state that they saw, by the peer's own sessions and simulations.
 *
 * R1 A transaction has one run at a time; many transactions may run at once.
 */
export class ReplayRunner {
    readonly #options: ReplayRunnerOptions;
    readonly #runs = new Map<string, ReplayRun>();
    readonly #ofSimulator = new WeakMap<Simulator, ReplayRun>();
    readonly #sessions = new Map<string, Promise<PeerSession | undefined>>();
    readonly #signers = new Map<string, Signer>();
    readonly #richQueries = new RichQueries(() => undefined);

    constructor(options: ReplayRunnerOptions) {
        this.#options = options;
    }

    /** Whether there is code for what a transaction calls. */
    async canRun({ call }: CallTransaction): Promise<boolean> {
        return (await this.#session(call.chaincode, call.chaincodeVersion, this.#mspIdOf(call))) !== undefined;
    }

    /** Runs a transaction on the state after a block. Never rejects for what the chaincode does. */
    async run(transaction: CallTransaction, block: bigint, stateDatabase: StateDatabase): Promise<RunResult> {
        const { call, channelHeader } = transaction;
        const run = this.#begin(transaction, block, stateDatabase);
        const { txId, channelId } = channelHeader;
        const from = { signedProposal: call.signedProposal, creator: this.#signerOf(call.creator) };
        const made = { channelId, txId, ...from, proposedChaincode: call.chaincode, simulator: run.simulator };
        try {
            const answer = await this.#invoke(made, call.chaincode, call.input);
            if (answer.type === MessageType.ERROR) return await end(run, { error: answer.payload.toString() });
            const event = eventOf(answer, call.chaincode, txId);
            return await end(run, { response: response.decode(answer.payload), event });
        } catch (error) {
            return await end(run, { error: errorText(error) });
        } finally {
            this.#runs.delete(txId);
            await run.simulator.close();
        }
    }

    /** Ends all sessions. Idempotent. */
    async close(): Promise<void> {
        const sessions = await Promise.all([...this.#sessions.values()]);
        this.#sessions.clear();
        for (const session of sessions) await session?.close();
    }

    #begin({ call, channelHeader }: CallTransaction, block: bigint, stateDatabase: StateDatabase): ReplayRun {
        const { ledger } = this.#options;
        const { txId } = channelHeader;
        const definitions = ledger.definitionsAt(block, (what) => {
            run.asked(what);
        });
        const run: ReplayRun = new ReplayRun(block, (onMissingValue) => {
            const store = new StateAtHeight(ledger.state, block, onMissingValue);
            const mspId = this.#mspIdOf(call);
            const { collections } = definitions;
            const richQueries = this.#richQueries;
            return new Simulator(
                { txId, store, mspId, stateDatabase, richQueries, definitions, collections },
                () => undefined,
            );
        });
        this.#runs.set(txId, run);
        this.#ofSimulator.set(run.simulator, run);
        return run;
    }

    /** As a peer calls chaincodes, the first one and those that are called by others. */
    async #invoke(call: TransactionCall, name: string, input: InvocationInput): Promise<ChaincodeMessage> {
        const run = this.#ofSimulator.get(call.simulator);
        if (run === undefined) throw new Error('a call of a transaction that is not run here');
        if (systemChaincodes.has(name)) return refuse(run, name);
        const { version } = await checkInvocation(call, { chaincode: name, isInit: input.isInit ?? false }, () =>
            this.#definition(name, run.block),
        );
        const session = await this.#session(name, version, call.simulator.mspId);
        return session === undefined ? refuse(run, name) : session.execute({ call, chaincode: name, input });
    }

    #definition(name: string, block: bigint): CalledDefinition {
        const definition = this.#options.ledger.definitionsAt(block).called(name);
        if (definition === undefined) throw new Error(`chaincode ${name} not found`);
        return definition;
    }

    #session(name: string, version: string, mspId: string): Promise<PeerSession | undefined> {
        const id = JSON.stringify([name, version, mspId]);
        const known = this.#sessions.get(id);
        if (known !== undefined) return known;
        const opened = this.#open({
            name,
            version,
            mspId,
            onAsked: (txId, what) => {
                this.#runs.get(txId)?.asked(what);
            },
        });
        this.#sessions.set(id, opened);
        return opened;
    }

    /** Resolves when the chaincode has registered. */
    async #open(chaincode: ReplayedChaincode): Promise<PeerSession | undefined> {
        const stream = this.#options.connect(chaincode);
        if (stream === undefined) return undefined;
        const { logger, executeTimeoutMs } = this.#options;
        return await new Promise((resolve, reject) => {
            const session = new PeerSession(stream, {
                registry: {
                    register: () => undefined,
                    deregister: () => {
                        reject(new Error(`the stream of ${chaincode.name} has ended`));
                    },
                    settle: (_packageId, error) => {
                        if (error === undefined) resolve(session);
                        else reject(error);
                    },
                },
                services: this.#servicesFor(chaincode.name),
                // Peers of 2.5 take no batches, and a chaincode leaves the same sets with them or without.
                capabilities: FABRIC_3_1,
                executeTimeoutMs,
                keepaliveMs: 0,
                logger,
                onRefusal: () => undefined,
            });
            // Ends with the stream, and never rejects: then it is too late to register.
            void session.run().then(() => {
                reject(new Error(`the stream of ${chaincode.name} has ended before it was ready`));
            });
        });
    }

    /** What a chaincode finds at the peer besides its state. */
    #servicesFor(name: string): AnswerServices {
        return {
            totalQueryLimit: TOTAL_QUERY_LIMIT,
            applicationCapability: 'V2_5',
            // Nothing goes wrong here: it is where each request can be seen.
            faults: {
                answer: (request) => {
                    this.#note(name, request);
                },
            },
            channel: () => undefined,
            invoke: (call, called, input) => this.#invoke(call, called, input),
        };
    }

    #note(namespace: string, { type, txId, channelId, payload }: ChaincodeRequest): undefined {
        const run = this.#runs.get(txId);
        if (run === undefined) return;
        if (type === MessageType.INVOKE_CHAINCODE) noteCall(run, channelId, payload);
        const read = unvalidatedRead(namespace, type, payload);
        if (read !== undefined) run.unvalidated.push(read);
        if (type === MessageType.GET_QUERY_RESULT) run.isRich = true;
    }

    #mspIdOf({ endorsedBy }: RecordedCall): string {
        return this.#options.mspId ?? endorsedBy[0] ?? '';
    }

    #signerOf(creator: Buffer): Signer {
        const id = creator.toString('latin1');
        const known = this.#signers.get(id);
        if (known !== undefined) return known;
        const signer = signerNamedBy(creator);
        this.#signers.set(id, signer);
        return signer;
    }
}

/** What a request reads that a commit does not look at again. */
function unvalidatedRead(namespace: string, type: number, payload: Uint8Array): UnvalidatedRead | undefined {
    if (type === MessageType.GET_HISTORY_FOR_KEY)
        return { namespace, key: requests.getHistoryForKey.query.decode(payload).key };
    if (type !== MessageType.GET_QUERY_RESULT && type !== MessageType.GET_STATE_BY_RANGE) return undefined;
    const request = type === MessageType.GET_QUERY_RESULT ? requests.getQueryResult : requests.getStateByRange;
    const { collection } = request.query.decode(payload);
    if (collection !== '') return { namespace: hashesOf(namespace, collection) };
    return type === MessageType.GET_QUERY_RESULT ? { namespace } : undefined;
}

/** A call on another channel is answered there: its blocks are not these. */
function noteCall(run: ReplayRun, channelId: string, payload: Uint8Array): void {
    const [name = '', channel] = (requests.invokeChaincode.query.decode(payload).chaincodeId?.name ?? '').split('/');
    if (channel !== undefined && channel !== '' && channel !== channelId) run.asked(`${name} on ${channel} was called`);
}

function refuse(run: ReplayRun, name: string): never {
    run.asked(`${name} was called`);
    throw new Error(`there is no code of ${name} here`);
}

async function end(
    run: ReplayRun,
    outcome: Partial<Pick<RunResult, 'response' | 'error' | 'event'>>,
): Promise<RunResult> {
    const { readWriteSet, privateWrites } = await run.simulator.finish();
    const { unknown, unvalidated, isRich } = run;
    const { event = Buffer.alloc(0) } = outcome;
    return {
        response: outcome.response,
        error: outcome.error,
        event,
        readWriteSet,
        privateWrites,
        unknown,
        unvalidated,
        isRich,
    };
}

/** The ids in an event are the peer's to fill in. */
function eventOf(answer: ChaincodeMessage, chaincode: string, txId: string): Buffer {
    if (answer.event.length === 0) return Buffer.alloc(0);
    const { name, payload } = chaincodeEvent.decode(answer.event);
    return chaincodeEvent.encode({ chaincodeId: chaincode, txId, name, payload });
}
