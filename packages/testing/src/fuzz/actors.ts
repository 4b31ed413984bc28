import type { ServedContract } from '@heddle/contract';
import { plannedTransactions, type Requirement, requirementOf } from '@heddle/contract/internal';
import type { ClientOptions } from '../peer/network-members';
import type { Vocabulary } from './values/vocabulary';

/** The clients of a run by name. */
export type Actors = Readonly<Record<string, ClientOptions>>;

const NAMES = ['ann', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy'];
const MOST_ROLES = 6;

/** Organizations whose clients a contract treats differently, besides those that the network has. */
export function organizationsFor(contracts: readonly ServedContract[], { mspIds }: Vocabulary): string[] {
    const required = requirementsOf(contracts).flatMap((one) => (one.kind === 'msp' ? one.mspIds : []));
    return [...new Set([...required, ...mspIds])];
}

/**
 * Clients with whom each guard is met once, and once is not: two of the first organization, one of each other, and one
 * for each attribute that is asked for.
 */
export function actorsFor(
    contracts: readonly ServedContract[],
    vocabulary: Vocabulary,
    organizations: readonly string[],
): Actors {
    const [first = 'Org1MSP', ...others] = organizations;
    const clients: ClientOptions[] = [
        { mspId: first },
        { mspId: first },
        ...others.map((mspId) => ({ mspId })),
        ...rolesOf(contracts, vocabulary, organizations),
    ];
    return Object.fromEntries(clients.map((client, index) => [NAMES[index] ?? `client${index}`, client]));
}

/** One client per attribute, of an organization that the same guard lets in. */
function rolesOf(
    contracts: readonly ServedContract[],
    vocabulary: Vocabulary,
    organizations: readonly string[],
): ClientOptions[] {
    const asked = requirementsOf(contracts).flatMap((one) =>
        one.kind === 'attribute' ? [{ name: one.name, value: one.value ?? 'true' }] : [],
    );
    const found = vocabulary.attributes.flatMap(({ name, values }) =>
        (values.length === 0 ? ['true', ...vocabulary.texts.slice(0, 3)] : values).map((value) => ({ name, value })),
    );
    const roles = new Map([...asked, ...found].map((one) => [JSON.stringify(one), one]));
    return [...roles.values()]
        .slice(0, MOST_ROLES)
        .flatMap(({ name, value }) =>
            organizations.slice(0, 2).map((mspId) => ({ mspId, attributes: { [name]: value } })),
        );
}

function requirementsOf(contracts: readonly ServedContract[]): Requirement[] {
    const middleware = contracts.flatMap(plannedTransactions).flatMap((one) => one.middleware);
    return middleware.flatMap((one) => requirementOf(one) ?? []);
}
