import { breaking, type Change, fine } from './change';
import { compareErrors, compareEvents } from './compare-declared';
import { compareEntities } from './compare-entities';
import { compareTransactions } from './compare-transactions';
import type { ContractDocument } from './contract-document';

/** Lists all that a newer version of a chaincode changes for clients, listeners and rows. */
export function compareDocuments(old: ContractDocument, young: ContractDocument): Change[] {
    const schemas = { oldSchemas: old.schemas, youngSchemas: young.schemas };
    const added = [...young.contracts.keys()].filter((name) => !old.contracts.has(name));
    return [
        ...compareDefaults(old, young),
        ...Array.from(old.contracts).flatMap(([name, before]) => {
            const after = young.contracts.get(name);
            if (after === undefined)
                return [breaking(name, 'is gone, with all of its transactions', 'serve it as well')];
            const versions = { old: before, young: after, ...schemas };
            return [compareTransactions, compareEntities, compareEvents, compareErrors].flatMap((compare) =>
                compare(name, versions),
            );
        }),
        ...added.map((name) => fine(name, 'is a new contract')),
    ];
}

function compareDefaults(old: ContractDocument, young: ContractDocument): Change[] {
    const [before, after] = [defaultOf(old), defaultOf(young)];
    if (before === undefined || before === after || !young.contracts.has(before)) return [];
    const what = `was the default contract, and ${after ?? 'none'} is: calls without a contract's name reach another one`;
    return [breaking(before, what, `mark ${before} with @Default()`)];
}

function defaultOf({ contracts }: ContractDocument): string | undefined {
    return Array.from(contracts).find(([, { isDefault }]) => isDefault)?.[0];
}
