import type { ObservedProposal } from '@heddle/local-peer';
import type { LogLine } from '@heddle/studio';

/** Of all chaincodes together; the oldest go. */
const MOST_LINES = 500;
/** Somebody may print a value. */
const MOST_CHARACTERS = 16 * 1024;
const MOST_OF_ONE = 100;
/** The log of Heddle's server. Other libraries write similar lines, with levels and times of their own. */
const OWN_FORM = /^\{"level":"(?:debug|info|warn|error)","time":"\d{4}-\d\d-\d\dT[\d:.]+Z",/;

/** What a peer answers for a chaincode whose stream ended while it ran, which is when its process ends. */
const ENDED = 'chaincode stream terminated';
/** What a process prints when it ends may come a little later than its end. */
const AFTER_END_MS = 1000;

type Asked = Pick<ObservedProposal, 'txId' | 'chaincode' | 'begin' | 'milliseconds' | 'height' | 'result'>;

/** What chaincodes have printed last, each line with the transaction that it is of. */
export class PrintedLines {
    readonly #lines: LogLine[] = [];

    /** The oldest first. */
    get all(): readonly LogLine[] {
        return this.#lines;
    }

    /**
     * What was printed of one transaction. Of one during which the process ended, also what its chaincode has printed
     * meanwhile, and right after it, without saying what it is of.
     */
    of(asked: Asked): LogLine[] {
        const meanwhile = spanOf(asked);
        return this.#lines
            .filter((line) =>
                line.txId === undefined
                    ? line.chaincode === asked.chaincode && meanwhile?.(line.at) === true
                    : line.txId === asked.txId,
            )
            .slice(0, MOST_OF_ONE);
    }

    add(chaincode: string, line: string): void {
        this.#lines.push(readLine(chaincode, line.slice(0, MOST_CHARACTERS)));
        if (this.#lines.length > MOST_LINES) this.#lines.shift();
    }
}

/** Whether a time is within a transaction during which the process ended; undefined of all others. */
function spanOf({ begin, milliseconds, height, result }: Asked): ((at: string) => boolean) | undefined {
    // It has an answer of the peer's, as from a contract, but no ledger that it ran on.
    if (height !== undefined || result?.response.message.endsWith(ENDED) !== true) return undefined;
    const from = begin.getTime();
    const to = from + milliseconds + AFTER_END_MS;
    return (at) => Date.parse(at) >= from && Date.parse(at) <= to;
}

function readLine(chaincode: string, line: string): LogLine {
    return ownLine(chaincode, line) ?? { at: new Date().toISOString(), chaincode, text: line.trimEnd() };
}

interface Entry {
    readonly level: string;
    readonly time: string;
    readonly msg?: string;
    readonly txId?: unknown;
    readonly err?: unknown;
}

/** The page says beside a line what it is of, so that it is not said in it once more. */
function ownLine(chaincode: string, line: string): LogLine | undefined {
    if (!OWN_FORM.test(line)) return undefined;
    const entry = parsed(line);
    if (entry === undefined) return undefined;
    const { level, time: at, msg = '', txId, err, ...others } = entry;
    const rest = Object.entries(others)
        .filter(([name]) => name !== 'channelId')
        .map(([name, value]) => `${name}=${textOf(value)}`);
    return {
        at,
        chaincode,
        level,
        text: [msg, ...rest].join(' '),
        ...(err !== undefined && { thrown: thrownText(err) }),
        ...(typeof txId === 'string' && { txId }),
    };
}

/** Undefined of a line that is cut, or that the contract has printed. */
function parsed(line: string): Entry | undefined {
    try {
        return JSON.parse(line) as Entry;
    } catch {
        return undefined;
    }
}

function textOf(value: unknown): string {
    return typeof value === 'string' && /^[^\s"]+$/.test(value) ? value : JSON.stringify(value);
}

/** Errors are logged as objects, and all else that was thrown as it is. */
function thrownText(err: unknown): string {
    if (typeof err !== 'object' || err === null) return String(err);
    const { stack, message } = err as { readonly stack?: unknown; readonly message?: unknown };
    const told = [stack, message].find((one) => typeof one === 'string');
    return typeof told === 'string' ? told : JSON.stringify(err);
}
