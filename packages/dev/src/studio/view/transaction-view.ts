import type { ObservedResult, ReadWriteSet, SimulatedQueries } from '@heddle/local-peer';
import type { Query, Transaction } from '@heddle/studio';
import { changeRows, type Row } from './change-rows';
import { certificateOf, endorsementsOf, policiesOf, timesOf } from './endorsement-view';
import { type Fitting, fitting, leftOutOf } from './fitting';
import type { LedgerSource } from './ledger-source';
import { queryRows } from './query-rows';
import { rangeRows, readRows } from './read-rows';
import { codeOf, type Recorded, summaryOf } from './summary';
import { type At, atOf, viewOf } from './transaction-place';

const MIB = 1024 * 1024;
/** So that an answer stays well below what is sent at most, whatever the transaction is. */
const ROOM = { args: MIB, changes: 3 * MIB, reads: MIB / 2, ranges: MIB / 4, queries: MIB, policies: MIB / 2 };
/** Of each kind: more are no view of a transaction any more. */
const MOST_ROWS = 1000;

type Rows = Pick<Transaction, keyof typeof ROOM | 'leftOut'>;

/** A transaction as the page shows it. Of a large one some rows are left out, and counted. */
export async function transactionView(recorded: Recorded, source: LedgerSource): Promise<Transaction> {
    const { proposal, commit, build } = recorded;
    const { isInit, transientKeys, result, error, disagreement, height } = proposal;
    const at = atOf(recorded);
    const { policies, policiesAreOfNow } = await policiesOf(recorded, source.policiesOf);
    const rows = await rowsOf({ recorded, at, source, policies });
    return {
        ...summaryOf(recorded),
        ...rows,
        parameters: parametersOf(recorded, source).slice(0, rows.args.length),
        isInit,
        transient: transientKeys,
        build,
        ...(result !== undefined && { response: responseOf(result, at), ...eventOf(result, at) }),
        ...(error !== undefined && { refusal: error }),
        endorsements: endorsementsOf(proposal),
        policiesAreOfNow,
        ...(disagreement !== undefined && { disagreement }),
        ...timesOf(recorded),
        ...certificateOf(proposal.creator),
        ...(height !== undefined && { height: Number(height) }),
        ...(commit !== undefined && { commit: commitOf(commit) }),
        ...logOf(recorded, source),
    };
}

interface RowsOf {
    readonly recorded: Recorded;
    readonly at: At;
    readonly source: LedgerSource;
    readonly policies: Transaction['policies'];
}

async function rowsOf({ recorded: { proposal }, at, source, policies }: RowsOf): Promise<Rows> {
    const sets = ownSets(proposal.result?.readWriteSet ?? []);
    const args = proposal.args
        .slice(1)
        .map((arg, index) => () => Promise.resolve(viewOf(at)(arg, ['argument', at.id, String(index)])));
    const changes = (await Promise.all(sets.map((set) => changeRows(set, at, source)))).flat();
    const reads = sets.flatMap((set) => readRows(set, at, source));
    const { queries } = proposal.result ?? {};
    const found = {
        args: await fittingRows(args, ROOM.args),
        changes: await fittingRows(changes, ROOM.changes),
        reads: await fittingRows(reads, ROOM.reads),
        ranges: await fittingRows(sets.flatMap(rangeRows), ROOM.ranges),
        queries: await fittingQueries(queries),
        policies: await fittingRows(
            policies.map((policy) => () => Promise.resolve(policy)),
            ROOM.policies,
        ),
    };
    const { args: a, changes: c, reads: r, ranges: g, queries: q, policies: p } = found;
    return {
        args: a.rows,
        changes: c.rows,
        reads: r.rows,
        ranges: g.rows,
        ...(queries !== undefined && { queries: q.rows }),
        policies: p.rows,
        ...leftOutOf(found),
    };
}

async function fittingRows<What>(rows: readonly Row<What>[], bytes: number): Promise<Fitting<What>> {
    const found = await fitting(rows.slice(0, MOST_ROWS), bytes, (row) => row());
    return { rows: found.rows, left: rows.length - found.rows.length };
}

/** Those that the peer has not noted are left out, too. */
async function fittingQueries(queries: SimulatedQueries | undefined): Promise<Fitting<Query>> {
    const { rows, left } = await fittingRows(queryRows(queries?.noted ?? []), ROOM.queries);
    return { rows, left: left + (queries?.others ?? 0) };
}

function parametersOf({ proposal: { chaincode, args } }: Recorded, source: LedgerSource): (string | null)[] {
    const [name = Buffer.alloc(0), ...rest] = args;
    const names = source.parametersOf(chaincode, name.toString());
    return rest.map((_, index) => names[index] ?? null);
}

function responseOf(
    { response: { status, message, payload } }: ObservedResult,
    at: At,
): NonNullable<Transaction['response']> {
    const code = codeOf(message);
    return { status, message, payload: viewOf(at)(payload, ['result', at.id]), ...(code !== undefined && { code }) };
}

function eventOf({ event }: ObservedResult, at: At): Pick<Transaction, 'event'> {
    if (event === undefined) return {};
    const payload = viewOf(at)(event.payload, ['event', at.id]);
    return { event: { name: event.name, payload, sent: at.isValid } };
}

function logOf({ proposal }: Recorded, { logOf: ask }: LedgerSource): Pick<Transaction, 'log'> {
    return ask === undefined ? {} : { log: ask(proposal) };
}

function commitOf({ block, txNumber, of, time }: NonNullable<Recorded['commit']>): NonNullable<Transaction['commit']> {
    return { block, txNumber, of, time: time.toISOString() };
}

/** What a chaincode's definition is read by is nothing of the transaction's. */
function ownSets(sets: ReadWriteSet): ReadWriteSet {
    return sets.filter(({ namespace }) => namespace !== '_lifecycle');
}
