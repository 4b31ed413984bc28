import { added, breaking, type Difference, fine } from './change';
import type { DescribedContract, DescribedParameter, DescribedTransaction, Schemas } from './contract-document';
import { schemaChanges } from './schema-policy';

/** Two versions of one contract, and what references in them lead to. */
export interface Versions<T> {
    readonly old: T;
    readonly young: T;
    readonly oldSchemas: Schemas;
    readonly youngSchemas: Schemas;
}

const KEPT = 'keep it as long as clients call it';

/** Lists what has changed for those who call a contract's transactions. */
export function compareTransactions(contract: string, versions: Versions<DescribedContract>): Difference[] {
    const { old, young, ...schemas } = versions;
    const others = [...young.transactions.keys()].filter((name) => !old.transactions.has(name));
    return [
        ...Array.from(old.transactions).flatMap(([name, before]) => {
            const where = `${contract}.${name}`;
            const after = young.transactions.get(name);
            if (after === undefined) return [breaking(where, 'is gone', KEPT)];
            return compareTransaction(where, { old: before, young: after, ...schemas });
        }),
        ...others.map((name) => added(`${contract}.${name}`, 'is a new transaction')),
    ];
}

function compareTransaction(where: string, versions: Versions<DescribedTransaction>): Difference[] {
    return [...compareKind(where, versions), ...compareParameters(where, versions), ...compareReturns(where, versions)];
}

function compareKind(where: string, { old, young }: Versions<DescribedTransaction>): Difference[] {
    // Metadata of other programs need not tell.
    if (old.kind === undefined || young.kind === undefined || old.kind === young.kind) return [];
    const what =
        young.kind === 'evaluate'
            ? 'was submitted, and is only evaluated: its writes are refused'
            : 'was evaluated, and is to be submitted: clients that evaluate it change nothing';
    return [breaking(where, what, 'give it another name, and keep this one as it was')];
}

function compareParameters(where: string, { old, young, ...schemas }: Versions<DescribedTransaction>): Difference[] {
    return [
        ...old.parameters.flatMap((before, index) => {
            const at = `${where}(${before.name})`;
            const after = young.parameters[index];
            if (after === undefined)
                return [breaking(at, 'is gone: calls that give it are refused', 'keep it, and mark it @Optional()')];
            return [
                ...compareNames(at, before.name, after.name, old),
                ...compareParameter(at, { old: before, young: after, ...schemas }),
            ];
        }),
        ...young.parameters
            .slice(old.parameters.length)
            .map(({ name, required }) => addedParameter(where, name, required)),
    ];
}

/** Clients go by the places of parameters: another name is fine, unless it is that of another place. */
function compareNames(
    where: string,
    before: string,
    after: string,
    { parameters }: DescribedTransaction,
): Difference[] {
    if (before === after) return [];
    if (!parameters.some(({ name }) => name === after))
        return [fine(where, `is now called ${after}: clients go by its place`)];
    return [breaking(where, `has changed places with ${after}: clients go by the places`, 'keep the order')];
}

function addedParameter(where: string, name: string, isRequired: boolean): Difference {
    const at = `${where}(${name})`;
    if (!isRequired) return added(at, 'is a new parameter, which may be left out');
    return breaking(
        at,
        'is a new parameter, which calls of before do not give',
        'give it a default, or mark it @Optional()',
    );
}

function compareParameter(where: string, { old, young, ...schemas }: Versions<DescribedParameter>): Difference[] {
    return [
        ...(young.required && !old.required
            ? [breaking(where, 'could be left out, and is required', 'give it a default, or mark it @Optional()')]
            : []),
        ...(old.required && !young.required ? [fine(where, 'was required, and may be left out')] : []),
        ...schemaChanges(
            'argument',
            where,
            { schema: old.schema, schemas: schemas.oldSchemas },
            { schema: young.schema, schemas: schemas.youngSchemas },
        ),
    ];
}

function compareReturns(transaction: string, { old, young, ...schemas }: Versions<DescribedTransaction>): Difference[] {
    const where = `${transaction} returns`;
    if (old.returns === undefined) return young.returns === undefined ? [] : [fine(where, 'what is described now')];
    if (young.returns === undefined)
        return [breaking(where, 'what is not described any more', 'write @Returns with the type that it had')];
    return schemaChanges(
        'answer',
        where,
        { schema: old.returns, schemas: schemas.oldSchemas },
        { schema: young.returns, schemas: schemas.youngSchemas },
    );
}
