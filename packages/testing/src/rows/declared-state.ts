import type { AnyEntity } from '@heddle/contract';
import { type Declared, type EntityPlan, statePlanOf } from '@heddle/contract/internal';
import type { CollectionOptions, LocalPeer } from '@heddle/local-peer';
import { TestNetworkError } from '../errors/test-network-error';
import { EntityRows } from './committed-rows';
import { EntityLedger } from './entity-ledger';
import { changeProblems } from './row-problems';

/** A chaincode of the network, and what its contracts declare. */
export interface DeclaringChaincode {
    readonly name: string;
    readonly declared: readonly Declared[];
}

/** The entities that a chaincode's contracts declare, each once. */
function entitiesOf({ declared }: DeclaringChaincode): EntityPlan[] {
    const plans = declared.flatMap(({ entities }) => [...entities.values()]);
    return [...new Set(plans)].filter((plan): plan is EntityPlan => plan.kind === 'entity');
}

/**
 * The collections that a chaincode's contracts declare, for a definition that says nothing of collections.
 * @param everyone the organizations of the network, who have a collection that names no members
 */
export function declaredCollections(chaincode: DeclaringChaincode, everyone: readonly string[]): CollectionOptions[] {
    const specs = entitiesOf(chaincode).flatMap(({ collection }) => collection ?? []);
    const named = new Map(
        specs.filter(({ name }) => !name.startsWith('_implicit_org_')).map((spec) => [spec.name, spec]),
    );
    return Array.from(named.values(), ({ members, ...spec }) => ({ ...spec, policy: members ?? everyone }));
}

/**
 * Puts rows on the ledger, each into the chaincode whose contracts declare its class.
 * @throws TestNetworkError OPTION_INVALID for what is no row of a declared entity
 */
export async function seedNetwork(
    peer: LocalPeer,
    chaincodes: readonly DeclaringChaincode[],
    rows: readonly object[],
): Promise<void> {
    const byClass = new Map<AnyEntity, object[]>();
    for (const row of rows) {
        const target = row.constructor as AnyEntity; // checked by whoever declares it
        byClass.set(target, [...(byClass.get(target) ?? []), row]);
    }
    for (const [target, ofClass] of byClass) {
        const owner = chaincodes.find(({ declared }) => declared.some(({ entities }) => entities.has(target)));
        const plan = owner && statePlanOf(target);
        if (owner === undefined || plan?.kind !== 'entity') throw notDeclared(target.name);
        await new EntityRows(plan, new EntityLedger(peer, { chaincode: owner.name })).seed(ofClass);
    }
}

function notDeclared(name: string): TestNetworkError {
    const text =
        name === 'Object'
            ? "option 'seed' of TestNetwork.start has a plain object: give rows of a class, such as Object.assign(new Lot(), { … })"
            : `option 'seed' of TestNetwork.start has a ${name}, which no contract declares as an entity`;
    return new TestNetworkError('OPTION_INVALID', text);
}

/**
 * Looks at the index entries of the rows that have changed.
 * @param changed the keys that a block has written
 * @throws TestNetworkError STATE_BROKEN that lists what is wrong
 */
export async function checkIndexes(
    peer: LocalPeer,
    chaincodes: readonly DeclaringChaincode[],
    changed: ReadonlySet<string>,
): Promise<void> {
    const problems: string[] = [];
    for (const chaincode of chaincodes)
        for (const plan of entitiesOf(chaincode).filter(({ indexes }) => indexes.size > 0)) {
            const ledger = new EntityLedger(peer, { chaincode: chaincode.name });
            problems.push(...changeProblems(plan, await ledger.entries(plan.collection?.name), changed));
        }
    if (problems.length === 0) return;
    const list = problems.map((problem) => `\n  ${problem}`).join('');
    const remedy = 'something other than ctx.state writes these keys; { checkIndexes: false } leaves the check out';
    throw new TestNetworkError('STATE_BROKEN', `after this block rows and indexes disagree: ${remedy}${list}`);
}
