import { type ContractPlan, type HookName, hookNames, type TransactionPlan } from '../calls/contract-plan';
import { type Contract, overrides } from '../context/contract';
import type { Middleware } from '../context/middleware';
import type { Class } from '../evidence/class';
import { type ClassRecord, isReadable, recordsOf } from '../evidence/class-record';
import { reportStaticDecorators } from '../value-types/ineffective-decorators';
import { mistakesOfMiddleware } from './check-middleware';
import { compileDeclared } from './compile-declared';
import { compileTransaction, type Method, type PlanTools } from './compile-transaction';
import { compileUndecorated } from './compile-undecorated';
import { compileUnknown } from './compile-unknown';
import { methodsOf } from './inherited-methods';

/** Turns what decorators recorded of a contract into its plan; mistakes are reported to the compilation. */
export function compileContract(contract: Contract, tools: PlanTools): ContractPlan {
    const records = recordsOf(contract.constructor);
    for (const { owner, record } of records) reportUnreadable(owner, record, tools);
    for (const { owner, record } of records)
        for (const found of mistakesOfMiddleware(owner, record)) tools.compilation.report(found);
    reportStaticDecorators(contract.constructor as Class<object>, 'TRANSACTION_INVALID', tools.compilation);
    const transactions = new Map<string, TransactionPlan>();
    for (const plan of records.length > 0 ? decorated(contract, records, tools) : compileUndecorated(contract, tools))
        transactions.set(plan.info.name, plan);
    reportNone(contract, records, transactions, tools);
    const hooks = Object.fromEntries(hookNames.map((hook) => [hook, overrides(contract, hook)]));
    const marked = transactions.get('unknownTransaction');
    // Its own, too, where it is marked as a transaction.
    const middleware = marked?.middleware ?? [...tools.middleware, ...sharedMiddleware(records)];
    return Object.freeze({
        name: contract.getName(),
        isDefault: records.at(-1)?.record.isDefault === true,
        info: records.findLast(({ record }) => record.info !== undefined)?.record.info,
        contract,
        hooks: hooks as Record<HookName, boolean>, // of all hook names
        transactions,
        unknownTransaction: compileUnknown(contract, middleware, marked),
        declared: compileDeclared(contract, tools),
        invariants: invariantsOf(contract, records, transactions, tools),
    });
}

/** Of the class and its bases, each once: an override is asked instead of what it overrides. */
function invariantsOf(
    contract: Contract,
    records: OwnedRecords,
    transactions: ReadonlyMap<string, TransactionPlan>,
    { compilation }: PlanTools,
): string[] {
    const names = [...new Set(records.flatMap(({ record }) => record.invariants ?? []))];
    for (const name of names.filter((one) => transactions.has(one)))
        compilation.report({
            code: 'TRANSACTION_INVALID',
            where: `${contract.constructor.name}.${name}`,
            found: '@Invariant() on a transaction',
            fix: 'Take one of the two away: an invariant is asked after each block, and never called by clients',
        });
    return names;
}

type OwnedRecords = ReturnType<typeof recordsOf>;

function decorated(contract: Contract, records: OwnedRecords, tools: PlanTools): TransactionPlan[] {
    const shared = sharedMiddleware(records);
    const allInWorker = records.some(({ record }) => record.inWorker);
    return methodsOf(contract, records, tools.compilation).flatMap(({ name, owner, record }) => {
        if (record.transaction === undefined) return reportUnmarked(contract, name, tools);
        const middleware = [...shared, ...middlewareOf(record)];
        const inWorker = allInWorker || record.inWorker === true;
        const method: Method = { contract, name, owner, record, middleware, inWorker };
        return compileTransaction(method, tools) ?? [];
    });
}

function sharedMiddleware(records: OwnedRecords): Middleware[] {
    return records.flatMap(({ record }) => middlewareOf(record));
}

function middlewareOf({ middleware }: Pick<ClassRecord, 'middleware'>): readonly Middleware[] {
    return middleware.map(({ run }) => run as Middleware); // nothing but @Use writes it
}

function reportUnmarked(contract: Contract, name: string, { compilation }: PlanTools): never[] {
    compilation.report({
        code: 'TRANSACTION_INVALID',
        where: `${contract.constructor.name}.${name}`,
        found: 'transaction decorators on a method without @Transaction or @Evaluate',
        fix: 'Add @Transaction() or @Evaluate(), or take the others away',
    });
    return [];
}

function reportUnreadable(owner: Class<object>, record: ClassRecord, { compilation }: PlanTools): void {
    if (isReadable(record)) return;
    compilation.report({
        code: 'PACKAGE_DUPLICATE',
        where: owner.name,
        found: `decorators of another version of @heddle/contract (records of version ${String(record.version)})`,
        fix: 'Two versions are installed: `npm ls @heddle/contract` shows them; keep one',
    });
}

function reportNone(
    contract: Contract,
    records: OwnedRecords,
    transactions: ReadonlyMap<string, TransactionPlan>,
    { compilation }: PlanTools,
): void {
    const declares = records.some(({ record }) => record.methods.size > 0);
    if (transactions.size > 0 || declares) return;
    compilation.report({
        code: 'NO_TRANSACTION',
        where: contract.constructor.name,
        found: 'a contract without transactions',
        fix: 'Mark its methods with @Transaction() or @Evaluate()',
    });
}
