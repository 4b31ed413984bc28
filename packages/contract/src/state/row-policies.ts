import type { EntityPlan } from '../entity/entity-plan';
import { misuse } from './row-errors';
import { ABSENT, type SeenKey } from './seen-key';
import type { TransactionView } from './view';

/** The endorsement policies that single rows of an entity have. */
export class RowPolicies {
    readonly #view: TransactionView;
    readonly #plan: EntityPlan;

    constructor(view: TransactionView, plan: EntityPlan) {
        this.#view = view;
        this.#plan = plan;
    }

    /** The policy of a key, encoded; empty where it has none of its own. */
    of(seen: SeenKey): Buffer | Promise<Buffer> {
        return seen.policy?.value ?? seen.committedPolicy ?? this.#ask(seen);
    }

    /** What entries of a row are to have: nothing where the entity has no such policies, or the row is new. */
    forEntries(seen: SeenKey, isNew: boolean): Buffer | Promise<Buffer> {
        if (!this.#plan.keyPolicies) return ABSENT;
        return isNew ? (seen.policy?.value ?? ABSENT) : this.of(seen);
    }

    /** @throws ContractError STATE_MISUSE where the entity does not say that its rows may have policies */
    refuseOthers(): void {
        const { name, keyPolicies } = this.#plan;
        if (!keyPolicies) throw misuse(`${name} has no policies of single rows: give its entity \`keyPolicies: true\``);
    }

    async #ask(seen: SeenKey): Promise<Buffer> {
        return (seen.committedPolicy = await this.#view.ledger.readPolicy(seen));
    }
}
