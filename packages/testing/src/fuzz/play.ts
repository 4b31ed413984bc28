import { LocalPeerError } from '@heddle/local-peer';
import { writtenAt } from '../chaincode/submitted-runs';
import { TestNetworkError } from '../errors/test-network-error';
import { TransactionError } from '../errors/transaction-error';
import type { TestTransaction } from '../transactions/test-transaction';
import type { Broken } from './broken';
import type { BlockCall, LedgerView, StateChange } from './fuzz-options';
import type { FuzzPlan } from './fuzz-plan';
import type { CallStep, Step } from './steps';
import type { World } from './world';

/** What came of a call. */
export interface PlayedCall {
    readonly step: CallStep;
    /** OK, or the code of its refusal. */
    readonly code: string;
    readonly result: unknown;
    readonly transaction: TestTransaction | undefined;
}

/** Looks on while steps are played. */
export interface PlayObserver {
    called?(call: PlayedCall): void;
    committed?(call: CallStep, status: string): void;
    /** @param writes what a block has written, with the author's lines where its calls were watched */
    changed?(changes: readonly StateChange[], writes: () => readonly string[]): void;
}

/** Codes that no contract answers on purpose. */
const FAULTS = new Set([
    'FLOATING_OPERATION',
    'INTERNAL_ERROR',
    'INVALID_RESULT',
    'INVALID_STATE',
    'NOT_DETERMINISTIC',
    'NOT_ENDORSED',
    'TRAPPED',
]);
const SLOW_MS = 1000;

/**
 * Plays steps in a world. Steps that have lost what they mean, since shrinking has taken it away, do nothing.
 *
 * I1 after each block each invariant is asked. I2 what is not VALID has changed nothing. I3 the same steps in a world of
 * the same nonces come to the same end.
 */
export class Play {
    readonly #plan: FuzzPlan;
    readonly #world: World;
    readonly #observer: PlayObserver;
    readonly #endorsed = new Map<number, PlayedCall>();
    readonly #committed = new Map<number, PlayedCall>();

    constructor(plan: FuzzPlan, world: World, observer: PlayObserver = {}) {
        this.#plan = plan;
        this.#world = world;
        this.#observer = observer;
    }

    /** Plays one step. What is wrong after it; undefined where all is well. */
    async step(step: Step): Promise<Broken | undefined> {
        switch (step.do) {
            case 'call':
                return await this.#call(step);
            case 'commit':
                return await this.#commit(step.calls);
            case 'again':
                return await this.#again(step.call);
            case 'advance':
                this.#world.net.advance(step.milliseconds);
                return undefined;
        }
    }

    /** Compares what the peer has with what valid transactions have written. */
    async finish(): Promise<Broken | undefined> {
        const keys = await this.#world.mirror.differences(this.#plan.places);
        if (keys.length === 0) return undefined;
        const text = `transactions that are not VALID have changed ${keys.join(', ')}`;
        return { kind: 'ledger', rule: 'what is not VALID changes nothing', error: new Error(text) };
    }

    async #call(step: CallStep): Promise<Broken | undefined> {
        const begin = performance.now();
        const { played, error } = await this.#run(step);
        const elapsed = performance.now() - begin;
        this.#observer.called?.(played);
        if (played.transaction !== undefined) this.#endorsed.set(step.id, played);
        return faultOf(played, error, this.#plan) ?? slowness(step, elapsed, this.#plan.options.slow);
    }

    async #run(step: CallStep): Promise<{ played: PlayedCall; error: unknown }> {
        const client = this.#world.clientOf(step);
        this.#world.begin(step);
        try {
            const transaction =
                step.purpose === 'submit' ? await client.endorse(step.transaction, ...step.args) : undefined;
            const result =
                transaction === undefined ? await client.evaluate(step.transaction, ...step.args) : transaction.result;
            return { played: { step, code: 'OK', result, transaction }, error: undefined };
        } catch (error) {
            if (!TransactionError.is(error)) throw error;
            return { played: { step, code: error.code, result: undefined, transaction: undefined }, error };
        }
    }

    async #commit(ids: readonly number[]): Promise<Broken | undefined> {
        const calls = ids.flatMap((id) => this.#endorsed.get(id) ?? []);
        if (calls.length === 0) return undefined;
        let statuses: readonly string[];
        try {
            statuses = await this.#world.net.commit(...calls.map(transactionOf));
        } catch (error) {
            if (!LocalPeerError.is(error) || error.code !== 'PEER_PANICKED') throw error;
            return { kind: 'ledger', rule: 'no block stops the peers', error };
        }
        const valid = calls.filter((_, index) => statuses[index] === 'VALID');
        for (const [index, call] of calls.entries()) {
            this.#endorsed.delete(call.step.id);
            this.#observer.committed?.(call.step, statuses[index] ?? '');
        }
        for (const call of valid) this.#committed.set(call.step.id, call);
        return await this.#check(valid);
    }

    async #again(id: number): Promise<Broken | undefined> {
        const call = this.#committed.get(id);
        if (call === undefined) return undefined;
        const [status] = await this.#world.net.commit(transactionOf(call));
        if (status === 'DUPLICATE_TXID') return await this.#check([]);
        const error = new Error(`a transaction that was sent again is ${String(status)}`);
        return { kind: 'ledger', rule: 'what was committed is committed once', error, call: call.step };
    }

    async #check(valid: readonly PlayedCall[]): Promise<Broken | undefined> {
        const { mirror, net } = this.#world;
        mirror.apply(valid.map(transactionOf), (await net.peer.height()) - 1n);
        const { changes } = mirror;
        this.#observer.changed?.(changes, () => valid.flatMap((call) => writtenAt(transactionOf(call))));
        const [first = ''] = this.#plan.chaincodes;
        const view: LedgerView = {
            state: mirror.state(first),
            before: mirror.before(first),
            stateOf: (chaincode) => mirror.state(chaincode),
            changes,
            by: valid.map((call) => this.#blockCall(call)),
            net,
        };
        for (const [rule, invariant] of Object.entries(this.#plan.options.invariants ?? {})) {
            try {
                await invariant(view);
            } catch (error) {
                return { kind: 'invariant', rule, error };
            }
        }
        return await this.#checkOwn();
    }

    /** Those that the contracts state themselves. */
    async #checkOwn(): Promise<Broken | undefined> {
        try {
            await this.#world.net.checkInvariants();
            return undefined;
        } catch (error) {
            if (!TestNetworkError.is(error) || error.code !== 'INVARIANT_BROKEN') throw error;
            return { kind: 'invariant', rule: error.message.replace(/ is broken: .*/s, ''), error: error.cause };
        }
    }

    #blockCall(call: PlayedCall): BlockCall {
        const { by, transaction, args } = call.step;
        const { id, mspId } = this.#world.clientOf(call.step);
        return { actor: by, id, mspId, transaction, args, result: call.result, txId: transactionOf(call).txId };
    }
}

function transactionOf({ transaction, step }: PlayedCall): TestTransaction {
    if (transaction === undefined) throw new Error(`${step.transaction} was not endorsed`);
    return transaction;
}

function faultOf({ step, code }: PlayedCall, error: unknown, { options }: FuzzPlan): Broken | undefined {
    if (FAULTS.has(code)) return { kind: 'code', rule: code, error, call: step };
    if (step.isInvalid === true && code === 'OK') return accepted(step);
    const isUnwanted = code !== 'OK' && step.isInvalid !== true && options.failOnRefusal?.includes(step.transaction);
    return isUnwanted === true ? { kind: 'code', rule: code, error, call: step } : undefined;
}

function accepted(step: CallStep): Broken {
    const text = `${step.transaction} has taken an argument that its validators refuse`;
    return { kind: 'accepted', rule: 'what validators refuse is refused', error: new Error(text), call: step };
}

function slowness(step: CallStep, elapsed: number, limit: number = SLOW_MS): Broken | undefined {
    if (elapsed <= limit) return undefined;
    const text = `${step.transaction} took ${Math.round(elapsed)} ms, and ${limit} ms is the limit (option 'slow')`;
    return { kind: 'slow', rule: `no call takes ${limit} ms`, error: new Error(text), call: step };
}
