import type { ChaincodeStub } from '@heddle/core';
import { ledgerViewOf } from '@heddle/core/internal';
import type { StatePlan } from '../entity/entity-plan';
import type { Class } from '../evidence/class';
import { CounterState } from './counter-state';
import { misuse } from './row-errors';
import { RowState } from './row-state';
import { TransactionView } from './view';

/** The typed state of one transaction: made when its function first asks for some. */
export class TransactionState {
    readonly #stub: ChaincodeStub;
    readonly #view: TransactionView;
    readonly #states = new Map<Class<object>, RowState | CounterState>();

    /** @throws ContractError STATE_MISUSE for a stub that is not of this framework */
    constructor(stub: ChaincodeStub) {
        const ledger = ledgerViewOf(stub);
        if (ledger === undefined)
            throw misuse(
                'ctx.state needs the stub that the framework gives a transaction, and ctx.stub is another object',
            );
        this.#stub = stub;
        this.#view = new TransactionView(ledger);
    }

    /** The rows of an entity, or the sums of a counter. */
    of(target: Class<object>, planOf: (target: Class<object>) => StatePlan): RowState | CounterState {
        let state = this.#states.get(target);
        if (state === undefined) this.#states.set(target, (state = this.#create(planOf(target))));
        return state;
    }

    #create(plan: StatePlan): RowState | CounterState {
        return plan.kind === 'entity'
            ? new RowState(this.#view, plan, this.#stub)
            : new CounterState(this.#view, plan, this.#stub);
    }

    /**
     * Sends what the transaction has changed.
     * @throws ChaincodeError FLOATING_OPERATION for a change that was not awaited, PEER_ERROR for one that the peer refuses
     */
    send(): Promise<void> {
        return this.#view.send();
    }
}
