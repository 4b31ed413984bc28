import { createHash } from 'node:crypto';
import type { EntityPlan } from '../entity/entity-plan';
import { misuse } from './row-errors';
import type { TransactionView } from './view';

/** @throws ContractError STATE_MISUSE for an entity whose rows are public */
export function collectionOf({ name, collection }: EntityPlan, method: string): string {
    if (collection !== undefined) return collection.name;
    throw misuse(`${method} is for private rows, and those of ${name} are public: give the entity a \`collection\``);
}

/** The hash of a private row, which peers of every organization know; undefined where there is none. */
export function hashOf(view: TransactionView, plan: EntityPlan, key: string): Promise<Buffer | undefined> {
    const seen = view.at(key, collectionOf(plan, 'hash'));
    return Promise.resolve(
        view.order.look(async () => {
            // What the transaction writes itself is no secret to it.
            if (seen.change !== undefined) return seen.change.value && sha256(seen.change.value);
            const hash = await view.ledger.readHash(seen);
            return hash.length === 0 ? undefined : hash;
        }),
    );
}

/** Tells whether a private row is this one, by its hash: of the bytes that we write, whatever a database makes of them. */
export async function matchesHash(view: TransactionView, plan: EntityPlan, input: object): Promise<boolean> {
    const { keys, rows } = plan;
    collectionOf(plan, 'matches');
    const row = rows.copy(input);
    const hash = await hashOf(view, plan, keys.keyOf(row as Record<string, unknown>)); // only reads fields
    return hash?.equals(sha256(rows.write(row))) === true;
}

function sha256(bytes: Uint8Array): Buffer {
    return createHash('sha256').update(bytes).digest();
}
