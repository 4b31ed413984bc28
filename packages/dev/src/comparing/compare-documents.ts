import type { Fields } from '../metadata/fields';
import { added, breaking, type Change, concerning, type Difference } from './change';
import { compareCollections, compareLocks } from './compare-collections';
import { compareErrors, compareEvents } from './compare-declared';
import { compareEntities } from './compare-entities';
import { compareTransactions, type Versions } from './compare-transactions';
import type { ContractDocument, DescribedContract } from './contract-document';

/** Lists all that a newer version of a chaincode changes for clients, listeners and rows. */
export function compareDocuments(old: ContractDocument, young: ContractDocument): Change[] {
    const schemas = { oldSchemas: old.schemas, youngSchemas: young.schemas };
    const names = new Set([...old.contracts.keys(), ...young.contracts.keys()]);
    return [
        ...concerning('clients', compareDefaults(old, young)),
        ...Array.from(names).flatMap((name) => {
            const pair = { old: old.contracts.get(name), young: young.contracts.get(name), ...schemas };
            const declared = withMoved(pair, old, young);
            return [
                ...concerning('clients', compareContracts(name, pair)),
                ...concerning('state', compareEntities(name, declared)),
                ...concerning('state', compareCollections(name, declared)),
                ...concerning('clients', compareLocks(name, declared)),
                ...concerning('clients', compareEvents(name, declared)),
            ];
        }),
    ];
}

function compareContracts(
    name: string,
    { old, young, ...schemas }: Versions<DescribedContract | undefined>,
): Difference[] {
    if (old === undefined) return [added(name, 'is a new contract')];
    if (young === undefined) return [breaking(name, 'is gone, with all of its transactions', 'serve it as well')];
    const versions = { old, young, ...schemas };
    return [...compareTransactions(name, versions), ...compareErrors(name, versions)];
}

type Declarations = Pick<DescribedContract, 'entities' | 'collections' | 'events'>;

const NOTHING: Declarations = { entities: new Map(), collections: new Map(), events: new Map() };

/**
 * Rows, collections and events belong to the chaincode and not to one of its contracts: what a contract does not declare any more may
 * have moved to another one. It is compared where it was.
 */
function withMoved(
    { old = NOTHING, young = NOTHING, ...schemas }: Versions<Declarations | undefined>,
    before: ContractDocument,
    after: ContractDocument,
): Versions<Declarations> {
    const declared = (kind: keyof Declarations): ReadonlyMap<string, Fields> => {
        const known = allOf(before, kind);
        const own = Array.from(young[kind]).filter(([name]) => old[kind].has(name) || !known.has(name));
        const elsewhere = Array.from(allOf(after, kind)).filter(([name]) => old[kind].has(name));
        return new Map([...elsewhere, ...own]);
    };
    const moved = {
        entities: declared('entities'),
        collections: declared('collections'),
        events: declared('events'),
    };
    return { old, young: moved, ...schemas };
}

function allOf({ contracts }: ContractDocument, kind: keyof Declarations): ReadonlyMap<string, Fields> {
    return new Map(Array.from(contracts.values()).flatMap((contract) => Array.from(contract[kind])));
}

function compareDefaults(old: ContractDocument, young: ContractDocument): Difference[] {
    const [before, after] = [defaultOf(old), defaultOf(young)];
    if (before === undefined || before === after || !young.contracts.has(before)) return [];
    const what = `was the default contract, and ${after ?? 'none'} is: calls without a contract's name reach another one`;
    return [breaking(before, what, `mark ${before} with @Default()`)];
}

/** The only one needs no mark. */
function defaultOf({ contracts }: ContractDocument): string | undefined {
    const [only, another] = contracts.keys();
    if (another === undefined) return only;
    return Array.from(contracts).find(([, { isDefault }]) => isDefault)?.[0];
}
