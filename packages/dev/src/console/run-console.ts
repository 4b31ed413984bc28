import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { type Command, CommandError, type CommandLine, runCommandLine } from 'heddle/command';
import { type ConnectionRequest, resolveConnection } from '../client/resolve-connection';
import { wholeReasonOf } from '../client/whole-reason';
import { DEV_FOLDER } from '../dev/connection/connection-file';
import { complete, type CompletionSource } from './completion';
import { ConnectionWords } from './connection-words';
import { type ConsoleLine, readConsoleLine } from './console-line';
import { HISTORY_LINES, readHistory, writeHistory } from './history-file';

export interface ConsoleRequest extends ConnectionRequest {
    /** Makes the commands that lines stand for. */
    readonly createProgram: () => Command;
}

const HELP = `submit FUNCTION [ARGUMENT...]     submit a transaction, and wait for its block
evaluate FUNCTION [ARGUMENT...]   evaluate a transaction
state ls|get|history [KEY...]     keys, values and histories of the ledger
snapshot [NAME], snapshots        mark the ledger, and list the marks
revert [NAME]                     go back to a snapshot, by default the newest
as [USER]                         who calls from now on
exit                              end the console
Options are those of heddle invoke, query, state, snapshot and revert. JSON needs no quotes.
`;

/**
 * Runs lines as commands, from a person or from a file. A person is told what went wrong, and goes on; a file ends there.
 *
 * @throws ConfigurationError if there is no network; CommandError for the line of a file that failed
 */
export async function runConsole(request: ConsoleRequest): Promise<void> {
    const connection = resolveConnection(request);
    const isTyped = process.stdin.isTTY;
    const lines = new ConsoleLines(request);
    const historyFile = join(connection.dev?.folder ?? homedir(), DEV_FOLDER, 'console-history');
    const words = new ConnectionWords(connection);
    const reader = isTyped ? openTyped(words, historyFile) : createInterface({ input: process.stdin });
    const prompt = (): void => {
        if (!isTyped) return;
        reader.setPrompt(`${lines.user === undefined ? '' : `${lines.user}@`}${connection.chaincode}> `);
        reader.prompt();
    };
    if (isTyped)
        process.stderr.write(
            `${connection.chaincode} on ${connection.channel} at ${connection.address}; help lists the commands\n`,
        );
    prompt();
    let number = 0;
    for await (const line of reader) {
        number++;
        if (!(await lines.run(line).catch((error: unknown) => told(error, isTyped ? undefined : number)))) break;
        prompt();
    }
    reader.close();
}

/** A person goes on. @returns true @throws CommandError with the number of the line in a file */
function told(error: unknown, line: number | undefined): boolean {
    if (line !== undefined) throw atLine(line, error);
    process.stderr.write(`${wholeReasonOf(error)}\n`);
    return true;
}

function atLine(number: number, error: unknown): CommandError {
    const exitCode = error instanceof CommandError ? error.exitCode : 1;
    return new CommandError(exitCode, `line ${number}: ${wholeReasonOf(error)}`, { cause: error });
}

/** Runs one line after the other, in the name of whoever was chosen last. */
class ConsoleLines {
    /** Undefined for the user that the console began with. */
    user: string | undefined;
    readonly #request: ConsoleRequest;

    constructor(request: ConsoleRequest) {
        this.#request = request;
    }

    /** @returns whether more lines are wanted */
    async run(text: string): Promise<boolean> {
        const line = readConsoleLine(text);
        if (line.kind === 'exit') return false;
        if (line.kind === 'help') process.stderr.write(HELP);
        if (line.kind === 'as') this.user = line.user;
        if (line.kind === 'command') await this.#command(line);
        return true;
    }

    async #command({ args, named }: Extract<ConsoleLine, { kind: 'command' }>): Promise<void> {
        const { createProgram, commandLine } = this.#request;
        const own = [...optionsOf(commandLine), ...(this.user === undefined ? [] : ['--as', this.user])];
        // A program that reads the results gets one JSON value for each.
        const isResult = ['invoke', 'query'].includes(args[0] ?? '') || args[1] === 'get';
        const form = isResult && !process.stdout.isTTY ? ['--output', 'json'] : [];
        // What stands on the line comes last, and so counts.
        await runCommandLine(createProgram(), [...args.slice(0, named), ...own, ...form, ...args.slice(named)]);
    }
}

function optionsOf(commandLine: CommandLine): string[] {
    return [...commandLine].flatMap(([name, value]) => [name, value]);
}

function openTyped(words: CompletionSource, historyFile: string): Interface {
    const reader = createInterface({
        input: process.stdin,
        output: process.stdout,
        history: readHistory(historyFile),
        historySize: HISTORY_LINES,
        removeHistoryDuplicates: true,
        completer: (line: string, told: (error: null, found: [string[], string]) => void) => {
            // A network that cannot be asked completes nothing.
            complete(line, words).then(
                (found) => {
                    told(null, found);
                },
                () => {
                    told(null, [[], line]);
                },
            );
        },
    });
    reader.on('history', (lines: string[]) => {
        writeHistory(historyFile, lines);
    });
    reader.on('SIGINT', () => {
        if (reader.line === '') reader.close();
        else reader.write(null, { ctrl: true, name: 'u' });
    });
    return reader;
}
