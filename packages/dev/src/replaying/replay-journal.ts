import { createLogger } from '@heddle/core';
import { digestOfFolder } from '@heddle/journal';
import {
    type JournalCode,
    type JournalFilter,
    type JournalReplayOptions,
    type ReplayedTransaction,
    replayJournalOf,
    type ReplayReport,
} from '@heddle/replay';
import { ConfigurationError, type ExitCode, loadChaincode, toPrintable } from 'heddle/command';
import type { ReplayOptions } from '../input/replay-options';
import { createReport } from './create-report';
import { explainJournal } from './explained-journal';
import { parseModuleOperand } from './module-operand';
import { parseFunctions, parseLimit, parseTimeout } from './replay-limits';

type Write = (line: string) => void;

/** Whoever debugs a contract has its log; a replay tells what came of it. */
const SILENT = createLogger('error', () => undefined);

/**
 * Runs the transactions of a journal against the code that is given, and tells how they come out.
 * @returns 0 where all that could be compared is the same; 1 for a difference, or where nothing could be compared
 * @throws ConfigurationError where the journal or the code cannot be used
 */
export async function replayJournal(path: string, options: ReplayOptions, write: Write): Promise<ExitCode> {
    const report = createReport(options, printably(write), {
        kinds: ['reproduced', 'differs', 'not recorded', 'redacted', 'timed out', 'incomplete'],
        debugCommand: (txId, folder) => debugCommandOf(txId, path, folder),
    });
    const replay = replayJournalOf(path, await runOptionsOf(options));
    try {
        await addAll(replay, report, options);
    } catch (error) {
        throw explainJournal(error);
    }
    return report.finish();
}

/**
 * What is run, and by what.
 * @throws ConfigurationError where the code cannot be loaded
 */
async function runOptionsOf(options: ReplayOptions): Promise<JournalReplayOptions> {
    const { strict, timeoutMs } = options;
    return {
        ...filterOf(options),
        code: await loadCode(options),
        logger: SILENT,
        strict,
        transactionTimeoutMs: timeoutMs === undefined ? undefined : parseTimeout(timeoutMs),
    };
}

/** Which transactions are run. */
export function filterOf({ chaincode, functions, from, to }: ReplayOptions): JournalFilter {
    return {
        chaincode,
        functions: functions === undefined ? undefined : parseFunctions(functions),
        from: timeOf(from, '--from'),
        to: timeOf(to, '--to'),
    };
}

async function loadCode({ module: given }: ReplayOptions): Promise<JournalCode[]> {
    const code: JournalCode[] = [];
    for (const { name, version, folder } of (given ?? ['.']).map(parseModuleOperand)) {
        const { chaincode } = await loadChaincode(folder, SILENT);
        const told = given === undefined ? undefined : folder;
        code.push({ name, version, chaincode, digest: digestOfFolder(folder), folder: told });
    }
    return code;
}

async function addAll(
    replay: AsyncIterable<ReplayedTransaction>,
    report: ReplayReport,
    { bail }: ReplayOptions,
): Promise<void> {
    for await (const transaction of replay) {
        report.add(transaction);
        if (bail === true && report.hasDifference) return;
    }
}

/** @param folder the package that ran it, where that is not the one of this folder */
function debugCommandOf(txId: string, path: string, folder: string | undefined): string {
    const where = folder === undefined ? '' : ` --module-path ${folder}`;
    return `heddle debug ${txId} --journal ${path}${where}`;
}

function timeOf(text: string | undefined, option: string): Date | undefined {
    if (text === undefined) return undefined;
    const limit = parseLimit(text, option);
    if ('time' in limit) return limit.time;
    throw new ConfigurationError(
        `${option} is ${text}: a journal has no blocks; give a time such as 2026-11-28T12:00:00Z`,
    );
}

/** What contracts and clients have written does not command the terminal. */
function printably(write: Write): Write {
    return (line) => {
        write(toPrintable(line));
    };
}
