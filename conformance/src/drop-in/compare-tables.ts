import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseCalls } from './call';
import type { CallTable } from './call-table';
import { CLIENT_IDS, Members } from './members';
import { runOwnTests } from './mocha-tests';
import { buildResultOf, prepareFacade, prepareReference } from './prepare-folder';
import { type CallOutcome, nameOf, runTable, type TableRun } from './run-table';
import { type Side, SIDES } from './sides';

/** A call that the two answer differently: the first line of each that the other does not have there. */
export interface Difference {
    readonly line: string;
    readonly reference: string;
    readonly facade: string;
}

export interface TableComparison {
    readonly name: string;
    readonly calls: number;
    /** Calls that the reference commits or answers with a success. */
    readonly successes: number;
    readonly differences: readonly Difference[];
    /** Of the reference. */
    readonly outcomes: readonly CallOutcome[];
}

export interface CompareOptions {
    /** A checkout with the chaincodes. */
    readonly checkout: string;
    /** Where they are copied to, and installed. */
    readonly work: string;
    /** Whether what an earlier run has prepared there is taken as it is. */
    readonly keepsPrepared: boolean;
    /** Puts the facade into a folder; without it, the reference is compared with itself. */
    readonly adopt: ((folder: string) => Promise<void>) | undefined;
}

/** Prepares a table's chaincodes for both sides, makes its calls on both, and compares what became of them. */
export async function compareTable(table: CallTable, options: CompareOptions): Promise<TableComparison> {
    await prepareTable(table, options);
    const members = new Members();
    const start = new Date();
    const outcomes = {} as Record<Side, CallOutcome[]>;
    for (const side of SIDES) {
        const from = options.adopt === undefined ? 'reference' : side;
        const prepared = (folder: string): string => preparedFolder(options.work, from, folder);
        outcomes[side] = [
            ...buildOutcome(prepared(table.folder)),
            ...(await outcomesOf({ table, members, prepared, start })),
        ];
    }
    return {
        name: nameOf(table),
        calls: outcomes.reference.length,
        successes: outcomes.reference.filter(({ outcome }) => outcome[0] === 'status 200').length,
        differences: compareOutcomes(outcomes.reference, outcomes.facade),
        outcomes: outcomes.reference,
    };
}

/** Runs the tests of a chaincode's author on both sides; undefined where the author has no tests. */
export async function compareOwnTests(
    table: CallTable,
    { work, adopt }: CompareOptions,
): Promise<TableComparison | undefined> {
    const reference = await runOwnTests(preparedFolder(work, 'reference', table.folder));
    if (reference.length === 0) return undefined;
    const side = adopt === undefined ? 'reference' : 'facade';
    const facade = await runOwnTests(preparedFolder(work, side, table.folder));
    return compareTests(`${nameOf(table)}, its tests`, reference, facade);
}

/** Compares the tests that pass on the reference. */
export function compareTests(
    name: string,
    reference: readonly CallOutcome[],
    facade: readonly CallOutcome[],
): TableComparison {
    const passed = reference.filter(({ outcome }) => outcome[0] === 'passed');
    const others = passed.map(({ line }) => {
        const found = facade.find((one) => one.line === line);
        return found ?? { line, outcome: ['did not run'] };
    });
    return {
        name,
        calls: passed.length,
        successes: passed.length,
        differences: compareOutcomes(passed, others),
        outcomes: passed,
    };
}

/** Where a table's chaincode is prepared for a side. */
export function preparedFolder(work: string, side: Side, folder: string): string {
    return join(work, side, folder.replaceAll('/', '-'));
}

export function compareOutcomes(
    reference: readonly CallOutcome[],
    facade: readonly CallOutcome[],
): readonly Difference[] {
    return reference.flatMap(({ line, outcome }, index) => {
        const other = facade[index]?.outcome ?? ['not called'];
        const length = Math.max(outcome.length, other.length);
        const at = Array.from({ length }, (_, place) => place).find((place) => outcome[place] !== other[place]);
        if (at === undefined) return [];
        return [{ line, reference: outcome[at] ?? 'nothing more', facade: other[at] ?? 'nothing more' }];
    });
}

/** Copies and installs a table's chaincodes. */
export async function prepareTable(table: CallTable, options: CompareOptions): Promise<void> {
    const { checkout, work, keepsPrepared, adopt } = options;
    for (const side of SIDES) mkdirSync(join(work, side), { recursive: true });
    for (const folder of [table.folder, ...(table.others ?? [])]) {
        const reference = preparedFolder(work, 'reference', folder);
        const facade = preparedFolder(work, 'facade', folder);
        if (!keepsPrepared || !existsSync(join(reference, 'node_modules')))
            await prepareReference(join(checkout, folder), reference);
        if (adopt !== undefined && (!keepsPrepared || !existsSync(join(facade, 'node_modules'))))
            await prepareFacade(reference, facade, adopt);
    }
}

/** The tables whose chaincodes a checkout has. */
export function tablesOf(tables: readonly CallTable[], checkout: string): CallTable[] {
    return tables.filter(({ folder, others = [] }) =>
        [folder, ...others].every((one) => existsSync(join(checkout, one))),
    );
}

/** A chaincode that cannot be served answers no call. */
async function outcomesOf(run: TableRun): Promise<CallOutcome[]> {
    try {
        return await runTable(run);
    } catch (error) {
        const outcome = [`not served: ${(error as Error).message}`];
        return parseCalls(run.table.calls, CLIENT_IDS).map(({ line }) => ({ line, outcome }));
    }
}

function buildOutcome(folder: string): CallOutcome[] {
    const said = buildResultOf(folder);
    return said === undefined ? [] : [{ line: 'npm run build', outcome: [said] }];
}
