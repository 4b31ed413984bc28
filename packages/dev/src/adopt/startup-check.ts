import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runBuild } from '../dev/building/run-build';
import { SYSTEM_CONTRACT } from '../metadata/contracts';

/** What loading a package's contracts on the facade says. */
export interface StartupCheck {
    /** Contracts with the number of their transactions; Fabric's own contract of metadata does not count. */
    readonly contracts: readonly { readonly name: string; readonly transactions: number }[];
    /** What is warned of, a line each. */
    readonly warnings: readonly string[];
    /** Why they cannot be served; undefined if they can. */
    readonly failure: string | undefined;
}

const COMMAND = 'fabric-chaincode-node metadata generate';

/** What of a line of the log matters here. */
interface LogLine {
    readonly level?: unknown;
    readonly msg?: unknown;
}

interface Metadata {
    readonly contracts?: Readonly<Record<string, { readonly transactions?: readonly unknown[] }>>;
}

/** Loads the contracts of a package as its server would, by the command that it has installed. */
export async function checkStartup(folder: string, signal: AbortSignal): Promise<StartupCheck> {
    if (!existsSync(join(folder, 'node_modules', '.bin', 'fabric-chaincode-node'))) {
        const failure = 'fabric-shim, which has the command that serves them, is not among the dependencies';
        return { contracts: [], warnings: [], failure };
    }
    const { failure, output } = await runBuild([COMMAND], { folder, signal });
    const lines = output.split('\n').filter((line) => line !== '');
    if (failure !== undefined) {
        return { contracts: [], warnings: warningsIn(lines), failure: lines.map(textOf).join('\n') || failure };
    }
    return { contracts: contractsIn(output), warnings: warningsIn(lines), failure: undefined };
}

/** The log is lines of JSON, and so is what chaincode prints by the shim's logger. */
function warningsIn(lines: readonly string[]): string[] {
    return lines.filter((line) => parse(line)?.level === 'warn').map(textOf);
}

function textOf(line: string): string {
    const { msg } = parse(line) ?? {};
    return typeof msg === 'string' ? msg : line;
}

function parse(line: string): LogLine | undefined {
    if (!line.startsWith('{"level"')) return undefined;
    try {
        return JSON.parse(line) as LogLine;
    } catch {
        return undefined;
    }
}

/** The metadata is the longest object that the output has: chaincode may print before it, and after it. */
function contractsIn(output: string): StartupCheck['contracts'] {
    const start = output.indexOf('{\n');
    const text = output.slice(start < 0 ? output.indexOf('{"$schema"') : start, output.lastIndexOf('}') + 1);
    try {
        const { contracts = {} } = JSON.parse(text) as Metadata;
        return Object.entries(contracts)
            .filter(([name]) => name !== SYSTEM_CONTRACT)
            .map(([name, { transactions = [] }]) => ({ name, transactions: transactions.length }));
    } catch {
        return [];
    }
}
