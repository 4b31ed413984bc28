import { breaking, type Change, fine } from './change';
import type { DescribedContract, DescribedParameter, DescribedTransaction, Members } from './contract-document';
import { schemaChanges } from './schema-policy';

/** Two versions of one contract, and what references in them lead to. */
export interface Versions<T> {
    readonly old: T;
    readonly young: T;
    readonly oldSchemas: Members;
    readonly youngSchemas: Members;
}

const KEPT = 'keep it as long as clients call it';

/** Lists what has changed for those who call a contract's transactions. */
export function compareTransactions(contract: string, versions: Versions<DescribedContract>): Change[] {
    const { old, young, ...schemas } = versions;
    const added = [...young.transactions.keys()].filter((name) => !old.transactions.has(name));
    return [
        ...Array.from(old.transactions).flatMap(([name, before]) => {
            const where = `${contract}.${name}`;
            const after = young.transactions.get(name);
            if (after === undefined) return [breaking(where, 'is gone', KEPT)];
            return compareTransaction(where, { old: before, young: after, ...schemas });
        }),
        ...added.map((name) => fine(`${contract}.${name}`, 'is a new transaction')),
    ];
}

function compareTransaction(where: string, versions: Versions<DescribedTransaction>): Change[] {
    return [...compareKind(where, versions), ...compareParameters(where, versions), ...compareReturns(where, versions)];
}

function compareKind(where: string, { old, young }: Versions<DescribedTransaction>): Change[] {
    if (old.isEvaluated === young.isEvaluated) return [];
    const what = young.isEvaluated
        ? 'was submitted, and is only evaluated: its writes are refused'
        : 'was evaluated, and is to be submitted: clients that evaluate it change nothing';
    return [breaking(where, what, 'give it another name, and keep this one as it was')];
}

function compareParameters(where: string, { old, young, ...schemas }: Versions<DescribedTransaction>): Change[] {
    return [
        ...old.parameters.flatMap((before, index) => {
            const at = `${where}(${before.name})`;
            const after = young.parameters[index];
            if (after === undefined)
                return [breaking(at, 'is gone: calls that give it are refused', 'keep it, and mark it @Optional()')];
            return compareParameter(at, { old: before, young: after, ...schemas });
        }),
        ...young.parameters
            .slice(old.parameters.length)
            .map(({ name, required }) => addedParameter(where, name, required)),
    ];
}

function addedParameter(where: string, name: string, isRequired: boolean): Change {
    const at = `${where}(${name})`;
    if (!isRequired) return fine(at, 'is a new parameter, which may be left out');
    return breaking(
        at,
        'is a new parameter, which calls of before do not give',
        'give it a default, or mark it @Optional()',
    );
}

function compareParameter(where: string, { old, young, ...schemas }: Versions<DescribedParameter>): Change[] {
    const renamed =
        old.name === young.name ? [] : [fine(where, `is now called ${young.name}: clients go by its place`)];
    return [
        ...renamed,
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

function compareReturns(transaction: string, { old, young, ...schemas }: Versions<DescribedTransaction>): Change[] {
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
