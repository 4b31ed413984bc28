import type { RefusalReason } from '../observer';
import type { FunctionPlaces, Refusal } from './entrant';

/** How full it is where a transaction is refused. */
export interface Fullness {
    readonly transactions: number;
    readonly queueMs: number;
    readonly running: number;
    readonly waiting: number;
    readonly waitingBytes: number;
    readonly places: FunctionPlaces | undefined;
    /** What the guard of memory says. */
    readonly memory: string;
}

const MIB = 1024 * 1024;
const RAISE =
    'where CPU and memory are left, raise limits.transactions (CORE_MAX_TRANSACTIONS, --max-transactions); else add a server ' +
    'behind heddle router, or have clients ask for less at a time';

/** By their reason, the texts of refusals. */
export const refusals: Readonly<Record<RefusalReason, (fullness: Fullness) => Refusal>> = {
    queue_full: (fullness) => ({
        reason: 'queue_full',
        text: `OVERLOADED: ${fullText(fullness)}, and ${waitingText(fullness)} wait already; try again later`,
        remedy: remedyOf(fullness),
    }),
    queue_timeout: (fullness) => ({
        reason: 'queue_timeout',
        text: `OVERLOADED: ${fullText(fullness)}, and no place became free within ${fullness.queueMs} ms; try again later`,
        remedy: remedyOf(fullness),
    }),
    memory: ({ memory }) => ({
        reason: 'memory',
        text: 'OVERLOADED: the chaincode server is short of memory and takes nothing new for now; try again later',
        remedy:
            `${memory}: lower limits.transactions (CORE_MAX_TRANSACTIONS, --max-transactions), or give the process more ` +
            'memory by NODE_OPTIONS=--max-old-space-size',
    }),
    draining: () => ({
        reason: 'draining',
        text: 'the chaincode server is shutting down, and the transaction has not begun',
        remedy: 'nothing is to be done: another peer or server takes it',
    }),
};

/** Where they are few, it is their size that no more may wait. */
function waitingText({ waiting, waitingBytes }: Fullness): string {
    const megabytes = Math.round(waitingBytes / MIB);
    return megabytes === 0 ? String(waiting) : `${waiting} of ${megabytes} MiB`;
}

/** What stands in the way: the function's own limit where that is reached, and otherwise that of all. */
function fullText({ places, running, transactions }: Fullness): string {
    if (places !== undefined && running < transactions) {
        return `the chaincode server runs ${places.running} of ${places.name}, as many as it may at the same time`;
    }
    return `the chaincode server runs ${running} transactions, as many as it may at the same time`;
}

function remedyOf({ places, running, transactions }: Fullness): string {
    if (places === undefined || running >= transactions) return RAISE;
    return `raise limits.functions of ${places.name} (CORE_LIMIT, --limit) where the machine can do more of it at a time`;
}
