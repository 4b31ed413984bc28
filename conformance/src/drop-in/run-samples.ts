import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { CallTable } from './call-table';
import { CLIENT_APPLICATIONS, type ClientApplication, runApplication } from './client-applications';
import {
    type CompareOptions,
    compareOwnTests,
    compareTable,
    compareTests,
    preparedFolder,
    prepareTable,
    type TableComparison,
    tablesOf,
} from './compare-tables';
import { reportComparisons, reportOutcomes } from './comparison-report';
import { createAdopter } from './create-adopter';
import { Members } from './members';
import { runByClient } from './run-clients';
import { type CallOutcome, nameOf } from './run-table';
import type { Side } from './sides';
import { ALL_TABLES } from './tables/all-tables';
import { hasUpstreamTests, runUpstreamTests } from './upstream-tests';

const USAGE = `npm run conformance:samples -- FOLDER [chaincode …] [option …]

Runs the Node chaincodes of a checkout of fabric-samples or of fabric-chaincode-node on the facade and on fabric-shim.
  --work FOLDER   keep what is prepared there, and take what an earlier run has prepared
  --clients       make the calls of the reference by clients that are generated of its metadata, and compare nothing else
  --outcomes      print what the reference does, call by call
  --repeated      compare the reference with itself: what differs then is not the facade's`;

const OPTIONS = {
    work: { type: 'string' },
    clients: { type: 'boolean' },
    outcomes: { type: 'boolean' },
    repeated: { type: 'boolean' },
} as const;

/**
 * Compares all chaincodes of a checkout, or those that are named, and prints the table.
 * @returns the exit code: 0 if every call is the same, 1 if not, 2 for a command line that says nothing to compare
 */
export async function runSamples(args: readonly string[], print: (line: string) => void): Promise<number> {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const [folder, ...names] = positionals;
    const checkout = resolve(folder ?? '');
    const tables = folder === undefined ? [] : chosenTables(checkout, names);
    if (tables.length === 0) {
        print(folder === undefined ? USAGE : `${checkout} has none of the chaincodes ${names.join(', ')}\n\n${USAGE}`);
        return 2;
    }
    const work = values.work === undefined ? mkdtempSync(join(tmpdir(), 'heddle-samples-')) : resolve(values.work);
    mkdirSync(work, { recursive: true });
    try {
        const isWhole = names.length === 0;
        return (await compareOrCall(tables, { checkout, work, isWhole, print, values })) ? 0 : 1;
    } finally {
        if (values.work === undefined) rmSync(work, { recursive: true, force: true });
    }
}

type WhatToRun = Omit<CheckoutOptions, 'keepsPrepared' | 'adopt'>;

/** @returns whether all is the same */
async function compareOrCall(tables: readonly CallTable[], options: WhatToRun): Promise<boolean> {
    const { work, values } = options;
    if (values.clients === true) return callByClients(tables, options);
    const adopt = values.repeated === true ? undefined : await createAdopter(work);
    return compareCheckout(tables, { ...options, keepsPrepared: true, adopt });
}

interface ClientsOptions {
    readonly checkout: string;
    readonly work: string;
    readonly print: Print;
}

/** @returns whether each call has the outcome that it has without the client */
async function callByClients(
    tables: readonly CallTable[],
    { checkout, work, print }: ClientsOptions,
): Promise<boolean> {
    let isSame = true;
    for (const table of tables) {
        await prepareTable(table, { checkout, work, keepsPrepared: true, adopt: undefined });
        const prepared = (folder: string): string => preparedFolder(work, 'reference', folder);
        const run = { table, members: new Members(), prepared, start: new Date() };
        const { name, failure, made, undeclared, differences } = await runByClient(run, work);
        print(`client of ${name}: ${failure ?? `${made} calls, ${undeclared} of them not as declared`}`);
        printAll(differences, print);
        isSame &&= failure === undefined && differences.length === 0;
    }
    return isSame;
}

interface CheckoutOptions extends CompareOptions {
    /** Whether all of it is compared, with what is no chaincode. */
    readonly isWhole: boolean;
    readonly print: Print;
    readonly values: { readonly clients?: boolean; readonly repeated?: boolean; readonly outcomes?: boolean };
}

/** @returns whether all is the same */
async function compareCheckout(tables: readonly CallTable[], options: CheckoutOptions): Promise<boolean> {
    const { checkout, work, adopt, isWhole, print, values } = options;
    const comparisons = await compareAll(tables, options, print);
    if (isWhole && adopt !== undefined && hasUpstreamTests(checkout))
        comparisons.push(await compareUpstreamTests(checkout, work, adopt));
    if (values.outcomes === true) printAll(comparisons.flatMap(reportOutcomes), print);
    printAll(reportComparisons(comparisons), print);
    const failed = isWhole && adopt !== undefined ? await runApplications(checkout, work, print) : 0;
    return failed === 0 && comparisons.every(({ differences }) => differences.length === 0);
}

type Print = (line: string) => void;

function printAll(lines: readonly string[], print: Print): void {
    for (const line of lines) print(line);
}

async function compareAll(
    tables: readonly CallTable[],
    options: CompareOptions,
    print: Print,
): Promise<TableComparison[]> {
    const comparisons: TableComparison[] = [];
    for (const table of tables) {
        print(`comparing ${nameOf(table)}`);
        comparisons.push(await compareTable(table, options));
        const tests = await compareOwnTests(table, options);
        if (tests !== undefined) comparisons.push(tests);
    }
    return comparisons;
}

async function compareUpstreamTests(
    checkout: string,
    work: string,
    adopt: (folder: string) => Promise<void>,
): Promise<TableComparison> {
    const run = (side: Side): Promise<CallOutcome[]> => runUpstreamTests(checkout, { side, work, adopt });
    return compareTests("the reference's unit tests", await run('reference'), await run('facade'));
}

/** @returns how many of the checkout's applications fail */
async function runApplications(checkout: string, work: string, print: Print): Promise<number> {
    let failed = 0;
    for (const application of applicationsOf(checkout)) {
        const { name, failure } = await runApplication(application, { checkout, work });
        print(`application ${name} on heddle dev: ${failure ?? 'done'}`);
        if (failure !== undefined) failed++;
    }
    return failed;
}

function applicationsOf(checkout: string): ClientApplication[] {
    return CLIENT_APPLICATIONS.filter(({ folder }) => existsSync(join(checkout, folder)));
}

function chosenTables(checkout: string, names: readonly string[]): CallTable[] {
    const tables = tablesOf(ALL_TABLES, checkout);
    return names.length === 0 ? tables : tables.filter((table) => names.includes(nameOf(table)));
}
