import { createLogger } from '@heddle/core';
import { LocalPeerError } from '@heddle/local-peer';
import {
    BlockFileError,
    type HistoryCode,
    type HistoryStep,
    readBlockFiles,
    type ReplayedTransaction,
    replayHistory,
    type ReplayReport,
} from '@heddle/replay';
import { ConfigurationError, type ExitCode, loadChaincode, reasonOf } from 'heddle/command';
import type { ReplayOptions } from '../input/replay-options';
import { createReport } from './create-report';
import { type ModuleOperand, parseModuleOperand } from './module-operand';
import { type Limit, parseFunctions, parseLimit, parseTimeout } from './replay-limits';

type Write = (line: string) => void;

/** Whoever debugs a contract has its log; a replay tells what came of it. */
const SILENT = createLogger('error', () => undefined);

/**
 * Runs the transactions of a channel's blocks against the code that is given, and tells how they come out.
 * @returns 0 where all that could be compared is the same; 1 for a difference, or where nothing could be compared
 * @throws ConfigurationError where blocks or code cannot be used
 */
export async function replayBlocks(path: string, options: ReplayOptions, write: Write): Promise<ExitCode> {
    const [from, to] = [limitOf(options.from, '--from'), limitOf(options.to, '--to')];
    const code = await loadAll(options);
    const report = createReport(options, write, {
        kinds: ['reproduced', 'differs', 'unknowable', 'unreconstructable'],
    });
    const reasons = new Tally();
    const passedOver = new Tally();
    const steps = replayHistory({
        blocks: readBlockFiles(path),
        code,
        chaincode: options.chaincode,
        functions: options.functions === undefined ? undefined : parseFunctions(options.functions),
        from: from.block,
        to: to.block,
        since: from.time,
        until: to.time,
        reads: options.reads ?? options.strict,
        mspId: options.mspId,
        executeTimeoutMs: options.timeoutMs === undefined ? undefined : parseTimeout(options.timeoutMs),
        logger: SILENT,
    });
    try {
        await tellEach(steps, { report, reasons, passedOver }, options.bail === true);
    } catch (error) {
        throw explained(error, path);
    }
    tellTallies({ reasons, passedOver }, options, write);
    return report.finish();
}

interface Told {
    readonly report: ReplayReport;
    readonly reasons: Tally;
    readonly passedOver: Tally;
}

async function tellEach(
    steps: AsyncIterable<HistoryStep>,
    { report, reasons, passedOver }: Told,
    bails: boolean,
): Promise<void> {
    for await (const step of steps) {
        if ('passedOver' in step) {
            passedOver.add(step.passedOver);
            continue;
        }
        report.add(step.replayed);
        noteReason(step.replayed, reasons);
        if (bails && report.hasDifference) return;
    }
}

function noteReason({ verdict }: ReplayedTransaction, reasons: Tally): void {
    if ('why' in verdict) reasons.add(`${verdict.kind}: ${verdict.why}`);
}

/** Counts by name. */
class Tally {
    readonly #counts = new Map<string, number>();

    add(name: string): void {
        this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    }

    get counts(): readonly (readonly [name: string, count: number])[] {
        return [...this.#counts].sort(([, left], [, right]) => right - left);
    }
}

function tellTallies(
    { reasons, passedOver }: { readonly reasons: Tally; readonly passedOver: Tally },
    { json = false }: ReplayOptions,
    write: Write,
): void {
    if (json) {
        write(
            JSON.stringify({
                reasons: Object.fromEntries(reasons.counts),
                notRun: Object.fromEntries(passedOver.counts),
            }),
        );
        return;
    }
    for (const [why, count] of reasons.counts) write(`${count} ${why}`);
    const others = passedOver.counts.map(([why, count]) => `${count} ${why}`);
    if (others.length > 0) write(`not run: ${others.join(', ')}`);
}

async function loadAll({ module: given = ['.'] }: ReplayOptions): Promise<HistoryCode[]> {
    const code: HistoryCode[] = [];
    for (const operand of given.map(parseModuleOperand)) code.push(await load(operand));
    return code;
}

async function load({ name, version, folder }: ModuleOperand): Promise<HistoryCode> {
    const { chaincode } = await loadChaincode(folder, SILENT);
    return { name, version, chaincode };
}

function limitOf(text: string | undefined, option: string): { readonly block?: bigint; readonly time?: Date } {
    const limit: Limit | undefined = text === undefined ? undefined : parseLimit(text, option);
    return limit ?? {};
}

/** What is wrong with the blocks is told in a sentence; other errors are defects. */
function explained(error: unknown, path: string): unknown {
    if (error instanceof BlockFileError) return new ConfigurationError(error.message, { cause: error });
    if (LocalPeerError.is(error) && error.code === 'BLOCKS_UNUSABLE')
        return new ConfigurationError(`${path}: ${error.message}`, { cause: error });
    if (error instanceof Error && 'syscall' in error)
        return new ConfigurationError(`--blocks: ${path} cannot be read (${reasonOf(error)})`, { cause: error });
    return error;
}
