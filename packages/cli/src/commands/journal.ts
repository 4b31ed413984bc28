import type { RecordedTransaction } from '@heddle/journal';
import { Command } from 'commander';
import { ConfigurationError } from '../reporting/command-error';
import { toPrintable } from '../reporting/to-printable';
import { writeOutput } from '../reporting/write-output';
import { VERSION } from '../version';

interface Selection {
    readonly journal: string;
    readonly tx?: string;
    readonly failed?: boolean;
    readonly since?: string;
}

const SHOWN_ID = 12;

/** Makes `heddle journal`, which looks into what a server has recorded. */
export function createJournalCommand(): Command {
    const command = new Command('journal').description('List what a server has recorded, or take some of it out.');
    const list = new Command('ls').description('List transactions of a journal, oldest first.');
    addSelection(list)
        .option('--json', 'print a line of JSON for each')
        .action(async (options: Selection & { readonly json?: boolean }) => {
            await listTransactions(options);
        });
    const exported = new Command('export')
        .description('Write transactions of a journal into a small one: for a report, or for tests.')
        .argument('<folder>', 'where to: a folder that is not there yet, or one of journals');
    addSelection(exported).action(async (folder: string, options: Selection) => {
        await exportInto(folder, options);
    });
    return command.addCommand(list).addCommand(exported);
}

function addSelection(command: Command): Command {
    return command
        .option('--journal <folder>', 'the journal', '.heddle/journal')
        .option('--tx <ids>', 'transactions by the first characters of their ids, with commas between them')
        .option('--failed', 'those with a status of 400 or more, and those that were never answered')
        .option('--since <time>', 'those that arrived since, such as 2026-11-28T12:00:00Z');
}

async function listTransactions({
    json = false,
    ...selection
}: Selection & { readonly json?: boolean }): Promise<void> {
    const { lineOf } = await import('../recording/journal-line.js');
    for await (const transaction of selectedOf(selection)) {
        const line = lineOf(transaction);
        const { time, txId, function: name, end, status, message = '' } = line;
        const outcome = [end === 'completed' ? String(status) : end, toPrintable(message)].join(' ').trimEnd();
        const text = `${time}  ${txId.slice(0, SHOWN_ID)}  ${toPrintable(name)}  ${outcome}`;
        if (!(await writeOutput(`${json ? JSON.stringify(line) : text}\n`))) return;
    }
}

async function exportInto(folder: string, selection: Selection): Promise<void> {
    if (selection.tx === undefined && selection.failed === undefined && selection.since === undefined) {
        throw new ConfigurationError('nothing says what to export: give --tx, --failed or --since');
    }
    const { exportTransactions } = await import('@heddle/journal');
    const transactions: RecordedTransaction[] = [];
    for await (const transaction of selectedOf(selection)) transactions.push(transaction);
    if (transactions.length === 0) {
        throw new ConfigurationError(`no such transaction in ${selection.journal}: heddle journal ls lists them`);
    }
    const file = await asConfigurationError(() => exportTransactions(transactions, { folder, heddle: VERSION }));
    await writeOutput(`${transactions.length} transactions in ${file}\n`);
}

async function* selectedOf({ journal, tx, failed, since }: Selection): AsyncGenerator<RecordedTransaction> {
    const { readJournal } = await import('@heddle/journal');
    const { hasFailed, lineOf } = await import('../recording/journal-line.js');
    const ids = tx?.split(',').map((id) => id.trim());
    const earliest = since === undefined ? -Infinity : parseSince(since);
    const transactions = readJournal(journal);
    for (;;) {
        const { value, done } = await asConfigurationError(() => transactions.next());
        if (done === true) return;
        if (value.time < earliest || !isNamed(value, ids)) continue;
        if (failed !== true || hasFailed(lineOf(value))) yield value;
    }
}

function isNamed({ txId }: RecordedTransaction, ids: readonly string[] | undefined): boolean {
    return ids === undefined || ids.some((id) => id !== '' && txId.startsWith(id));
}

function parseSince(text: string): number {
    const time = Date.parse(text);
    if (!Number.isNaN(time)) return time;
    throw new ConfigurationError(`--since is ${JSON.stringify(text)}: give a time such as 2026-11-28T12:00:00Z`);
}

/** A journal that cannot be read, or a folder that cannot take one, is told in a sentence. */
async function asConfigurationError<T>(work: () => T | Promise<T>): Promise<T> {
    const { JournalError } = await import('@heddle/journal');
    try {
        return await work();
    } catch (error) {
        if (JournalError.is(error)) throw new ConfigurationError(error.message, { cause: error });
        throw error;
    }
}
