import type { Difference } from '../differences';
import { type ReplayedTransaction, type Verdict, VERDICT_KINDS } from '../verdict';
import { ExpectedChanges } from './expected-changes';

export interface ReplayReportOptions {
    /** Takes a line of the report. */
    readonly write: (line: string) => void;
    /** Whether each line is an object of JSON. Default false. */
    readonly json?: boolean | undefined;
    /** How many transactions that differ are told by name. Default 20. */
    readonly maxDifferences?: number | undefined;
    /** What may differ. Default: nothing. */
    readonly expected?: ExpectedChanges | undefined;
    /** The least part of the transactions that has to be comparable, 0 to 1. Default: one transaction. */
    readonly minCompared?: number | undefined;
    /** The kinds of verdict that are counted even where there is none. Default: reproduced and differs. */
    readonly kinds?: readonly Verdict['kind'][] | undefined;
    /** The command that looks at one transaction, for the last line; `folder` has the code that ran it. Default: none is told. */
    readonly debugCommand?: ((txId: string, folder: string | undefined) => string) | undefined;
}

const SHOWN_CHARACTERS = 200;
const SHOWN_ID = 12;
const DEFAULT_DIFFERENCES = 20;

/** Tells how recorded transactions came out: the first difference in full, one line for each other, then counts. */
export class ReplayReport {
    readonly #options: ReplayReportOptions;
    readonly #expected: ExpectedChanges;
    readonly #counts = new Map<Verdict['kind'], number>();
    readonly #since = performance.now();
    #total = 0;
    #expectedOnly = 0;
    #firstDifferent: ReplayedTransaction | undefined;

    constructor(options: ReplayReportOptions) {
        this.#options = options;
        this.#expected = options.expected ?? new ExpectedChanges([]);
    }

    /** Whether some transaction differs in what is not expected. */
    get hasDifference(): boolean {
        return this.#firstDifferent !== undefined;
    }

    /** How many transactions came out like this. */
    count(kind: Verdict['kind']): number {
        return this.#counts.get(kind) ?? 0;
    }

    /** Takes the next transaction. */
    add(transaction: ReplayedTransaction): void {
        const { verdict } = transaction;
        this.#total += 1;
        const left =
            verdict.kind === 'differs' ? this.#expected.unexpected(transaction.functionName, verdict.differences) : [];
        const isExpected = verdict.kind === 'differs' && left.length === 0;
        if (isExpected) this.#expectedOnly += 1;
        const kind = isExpected ? 'reproduced' : verdict.kind;
        this.#counts.set(kind, this.count(kind) + 1);
        this.#tell(transaction, left);
    }

    /** Tells the counts, and the exit code: 0 where all that could be compared is the same, and enough could be; else 1. */
    finish(): 0 | 1 {
        const problems = this.#problems();
        const milliseconds = Math.round(performance.now() - this.#since);
        if (this.#options.json === true) this.#writeTotals(problems, milliseconds);
        else this.#tellTotals(problems, milliseconds);
        return this.hasDifference || problems.length > 0 ? 1 : 0;
    }

    #tell(transaction: ReplayedTransaction, differences: readonly Difference[]): void {
        if (this.#options.json === true) this.#writeObject(transaction, differences);
        const [first] = differences;
        if (first === undefined) return;
        const isFirst = this.#firstDifferent === undefined;
        this.#firstDifferent ??= transaction;
        if (this.#options.json === true) return;
        if (isFirst) this.#writeInFull(transaction, differences);
        else if (this.count('differs') <= (this.#options.maxDifferences ?? DEFAULT_DIFFERENCES)) {
            const more = differences.length > 1 ? `, and ${differences.length - 1} more` : '';
            this.#options.write(`${titleOf(transaction)}: ${first.what}${more}`);
        }
    }

    #writeInFull(transaction: ReplayedTransaction, differences: readonly Difference[]): void {
        this.#options.write([titleOf(transaction), ...aboutOf(transaction)].join('  '));
        for (const line of differenceLines(differences)) this.#options.write(line);
    }

    #writeObject({ txId, functionName, time, verdict }: ReplayedTransaction, left: readonly Difference[]): void {
        if (verdict.kind === 'reproduced') return;
        const found = verdict.kind === 'differs' ? { differences: left.map(asObject) } : { why: verdict.why };
        if (verdict.kind === 'differs' && left.length === 0) return;
        this.#options.write(
            JSON.stringify({
                txId,
                function: functionName,
                time: time?.toISOString(),
                verdict: verdict.kind,
                ...found,
            }),
        );
    }

    #tellTotals(problems: readonly string[], milliseconds: number): void {
        const { write, debugCommand, maxDifferences = DEFAULT_DIFFERENCES } = this.#options;
        const untold = this.count('differs') - Math.max(1, maxDifferences);
        if (untold > 0) write(`… and ${untold} more that differ`);
        const counts = this.#countedKinds().map((kind) => `${this.count(kind)} ${wordOf(kind)}`);
        const expected = this.#expectedOnly > 0 ? `, ${this.#expectedOnly} of them with expected changes` : '';
        const seconds = (milliseconds / 1_000).toFixed(1);
        const [reproduced, ...others] = counts;
        write(
            `${[`${reproduced ?? ''}${expected}`, ...others].join(', ')} (${this.#total} transactions, ${seconds} s)`,
        );
        for (const problem of problems) write(problem);
        if (this.#firstDifferent !== undefined && debugCommand !== undefined) {
            const { txId, folder } = this.#firstDifferent;
            write(`first: ${debugCommand(txId.slice(0, SHOWN_ID), folder)}`);
        }
    }

    #writeTotals(problems: readonly string[], milliseconds: number): void {
        const counts = Object.fromEntries(this.#countedKinds().map((kind) => [kind, this.count(kind)]));
        this.#options.write(
            JSON.stringify({ transactions: this.#total, counts, expected: this.#expectedOnly, milliseconds, problems }),
        );
    }

    #countedKinds(): Verdict['kind'][] {
        const { kinds = ['reproduced', 'differs'] } = this.#options;
        return VERDICT_KINDS.filter((kind) => kinds.includes(kind) || this.count(kind) > 0);
    }

    /** Why it is not green although nothing differs. */
    #problems(): string[] {
        const { minCompared } = this.#options;
        const compared = this.count('reproduced') + this.count('differs');
        const unmet = this.#expected.unmet.map(
            ({ function: name, what }) =>
                `expected and never seen: "${what}" of ${name}; take it off the list, or correct it`,
        );
        if (compared === 0) return ['nothing could be compared', ...unmet];
        if (minCompared === undefined || compared >= minCompared * this.#total) return unmet;
        const share = ((100 * compared) / this.#total).toFixed(1);
        return [`only ${share} % could be compared, and ${(100 * minCompared).toFixed(1)} % were asked for`, ...unmet];
    }
}

/** The lines that tell differences: what it is, as it was recorded, as it is now. */
export function differenceLines(differences: readonly Difference[]): string[] {
    return differences.flatMap(({ what, first, second, operation }) => [
        `  ${operation === undefined ? '' : `operation ${operation}: `}${what}`,
        `    recorded: ${cut(first)}`,
        `    now:      ${cut(second)}`,
    ]);
}

function asObject({ what, first, second, operation }: Difference): object {
    return { what, operation, recorded: cut(first), now: cut(second) };
}

function cut(text: string): string {
    return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

function titleOf({ functionName, txId }: ReplayedTransaction): string {
    const id = txId.length > SHOWN_ID ? `${txId.slice(0, SHOWN_ID)}…` : txId;
    return functionName === '' ? id : `${functionName} ${id}`;
}

function aboutOf({ time, about }: ReplayedTransaction): string[] {
    const when = time
        ?.toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, 'Z');
    const rest = about.join(', ');
    return [...(when === undefined ? [] : [when]), ...(rest === '' ? [] : [rest])];
}

function wordOf(kind: Verdict['kind']): string {
    return kind === 'differs' ? 'differ' : kind;
}
