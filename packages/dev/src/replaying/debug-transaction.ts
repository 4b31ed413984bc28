import type { Chaincode, Logger } from '@heddle/core';
import { digestOfFolder, readJournal, type RecordedTransaction } from '@heddle/journal';
import { chaincodeEvent, response } from '@heddle/protocol';
import {
    aboutTransaction,
    describeCall,
    differenceLines,
    judge,
    type Operation,
    recordedRun,
    TransactionPlayer,
    type Verdict,
    whyNotPlayed,
} from '@heddle/replay';
import {
    ConfigurationError,
    createLog,
    type ExitCode,
    loadChaincode,
    paint,
    type resolveLogLevel,
    type Terminal,
    toPrintable,
} from 'heddle/command';
import { quoteBytes, showText } from '../dev/output/shown-value';
import type { DebugOptions } from '../input/debug-options';
import { breakAtCall, waitForDebugger } from './break-at-call';
import { calledFunction } from './called-function';
import { journalOf } from './default-journal';
import { explainJournal } from './explained-journal';

export interface DebugContext {
    /** Of the package, absolute. */
    readonly folder: string;
    readonly terminal: Terminal;
    readonly logLevel: ReturnType<typeof resolveLogLevel>;
}

const LONGEST = 300;

/**
 * Runs a recorded transaction again in this process, and tells each operation as it happens.
 * @returns 0 where it is as recorded, 1 where it differs, 2 where it cannot be compared
 * @throws ConfigurationError where there is no such transaction, or no code
 */
export async function debugTransaction(txId: string, options: DebugOptions, context: DebugContext): Promise<ExitCode> {
    const journal = journalOf(options.journal, context.folder);
    const transaction = chosen(await runsOf(txId, journal), options, { txId, journal });
    const say: Say = (line) => {
        context.terminal.write(`${line}\n`);
    };
    tellCall(transaction, say, context.terminal);
    if (options.operations === true) {
        tellRecorded(transaction, say);
        return 0;
    }
    const verdict = await runAgain(transaction, { ...context, say, isBroken: options.break === true });
    return tellVerdict(verdict, say, context.terminal);
}

type Say = (line: string) => void;

async function runsOf(txId: string, journal: string): Promise<RecordedTransaction[]> {
    const runs: RecordedTransaction[] = [];
    try {
        for await (const transaction of readJournal(journal)) {
            runs.push(...(transaction.txId.startsWith(txId) ? [transaction] : []));
        }
    } catch (error) {
        throw explainJournal(error);
    }
    return runs;
}

/** @throws ConfigurationError where it is not one transaction that is meant */
function chosen(
    runs: readonly RecordedTransaction[],
    { run: asked }: DebugOptions,
    { txId, journal }: { readonly txId: string; readonly journal: string },
): RecordedTransaction {
    const ids = new Set(runs.map((run) => run.txId));
    if (ids.size > 1) {
        throw new ConfigurationError(`${ids.size} transactions begin with ${txId}: give more characters of the id`);
    }
    const run = asked === undefined ? runs.at(-1) : runs[Number(asked) - 1];
    if (runs.length === 0 || run?.frames.length === 0) {
        const what =
            runs.length === 0 ? `no transaction begins with ${txId}` : `the journal has lost a part of ${txId}`;
        throw new ConfigurationError(`${what} in ${journal}: heddle journal ls --journal ${journal} lists them`);
    }
    if (run !== undefined) return run;
    throw new ConfigurationError(`--run is ${JSON.stringify(asked)}: the journal has ${runs.length} runs of ${txId}`);
}

interface RunContext extends DebugContext {
    readonly say: Say;
    /** Whether a debugger is to stop in the function. */
    readonly isBroken: boolean;
}

async function runAgain(transaction: RecordedTransaction, context: RunContext): Promise<Verdict> {
    const logger = withoutSession(createLog(context.logLevel));
    if (context.isBroken) waitForDebugger();
    const { chaincode } = await loadChaincode(context.folder, logger);
    const endBreak = context.isBroken ? breakIn(chaincode, transaction) : undefined;
    const run = await playOnce(transaction, { chaincode, logger, say: context.say });
    endBreak?.();
    const { digest } = transaction.session.header;
    const isStrict = digest !== undefined && digest === digestOfFolder(context.folder);
    return whyNotPlayed(transaction) ?? judge(transaction, run, isStrict);
}

/** That a session begins and ends here says nothing: it is not a peer's. */
function withoutSession(logger: Logger): Logger {
    return {
        ...logger,
        info: (fields, text) => {
            if (fields['packageId'] === undefined) logger.info(fields, text);
        },
    };
}

function breakIn(chaincode: Chaincode, transaction: RecordedTransaction): () => void {
    return breakAtCall(calledFunction(chaincode, describeCall(transaction).functionName));
}

async function playOnce(
    transaction: RecordedTransaction,
    { chaincode, logger, say }: { readonly chaincode: Chaincode; readonly logger: Logger; readonly say: Say },
): ReturnType<TransactionPlayer['play']> {
    const player = new TransactionPlayer({ chaincode, logger, transactionTimeoutMs: 0 });
    let number = 0;
    try {
        const run = await player.play(transaction, (operation, answer) => {
            number += 1;
            say(operationLine(number, operation, answer));
        });
        const lines = run.answer === undefined ? [] : answerLines(run.answer);
        for (const line of lines) say(line);
        return run;
    } finally {
        await player.close();
    }
}

function tellCall(transaction: RecordedTransaction, say: Say, terminal: Terminal): void {
    const { functionName, args, time, transientNames } = describeCall(transaction);
    const when = time?.toISOString() ?? '';
    const call = `${showText(functionName)}(${args.map(quoteBytes).join(', ')})`;
    say(`${paint(terminal, 'bold', call)}  ${transaction.txId.slice(0, 12)}…`);
    say(`  ${[when, ...aboutTransaction(transaction)].map((part) => showText(part)).join(', ')}`);
    if (transientNames.length > 0) say(`  transient data: ${transientNames.map((name) => showText(name)).join(', ')}`);
}

function tellRecorded(transaction: RecordedTransaction, say: Say): void {
    const { operations, answer } = recordedRun(transaction);
    for (const [index, operation] of operations.entries()) say(operationLine(index + 1, operation, undefined));
    if (answer === undefined) say(`  ${transaction.end}`);
    else for (const line of answerLines(answer)) say(line);
}

function operationLine(number: number, { what, value, isWrite }: Operation, answer: Buffer | undefined): string {
    const shown = isWrite ? value : answer;
    const text = shown === undefined ? '' : `: ${shown.length === 0 ? 'nothing' : showValue(shown)}`;
    return `  ${String(number).padStart(2)} ${showText(what, LONGEST)}${text}`;
}

function answerLines({ payload, event }: { readonly payload: Buffer; readonly event: Buffer }): string[] {
    const { status, message, payload: result } = response.decode(payload);
    const content = [
        ...(message === '' ? [] : [showText(message, LONGEST)]),
        ...(result.length === 0 ? [] : [showValue(result)]),
    ];
    const { name, payload: told } = chaincodeEvent.decode(event);
    return [
        ...(event.length === 0 ? [] : [`  event ${showText(name)}: ${showValue(told)}`]),
        `  answered ${[String(status), ...content].join(' ')}`,
    ];
}

function showValue(bytes: Buffer): string {
    return showText(bytes.toString(), LONGEST);
}

function tellVerdict(verdict: Verdict, say: Say, terminal: Terminal): ExitCode {
    if (verdict.kind === 'reproduced') {
        say(paint(terminal, 'green', 'as recorded'));
        return 0;
    }
    if (verdict.kind !== 'differs') {
        say(paint(terminal, 'yellow', `not compared: ${verdict.kind}, ${verdict.why}`));
        return 2;
    }
    say(paint(terminal, 'red', 'not as recorded'));
    for (const line of differenceLines(verdict.differences)) say(toPrintable(line));
    return 1;
}
