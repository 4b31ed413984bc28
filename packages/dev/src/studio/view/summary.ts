import type { ObservedIdentity, ObservedProposal, ReadTransaction } from '@heddle/local-peer';
import { callText, type OtherTransaction, type Outcome, type Summary, type Who } from '@heddle/studio';
import { domainOf } from '../../dev/identities/organization-domain';

/** Of the arguments on one line. */
const MOST_ARGS = 120;
const FAILURE = 400;

/** What is told of each proposal that the peer has run. */
export interface Recorded {
    readonly seq: number;
    readonly at: Date;
    readonly proposal: ObservedProposal;
    readonly isTried: boolean;
    /** Which build of the code has run it. */
    readonly build: number;
    readonly commit?: {
        readonly block: number;
        readonly txNumber: number;
        readonly of: number;
        readonly code: string;
        readonly time: Date;
    };
}

export function summaryOf({ seq, at, proposal, isTried, commit }: Recorded): Summary {
    const { purpose, txId, chaincode, creator, milliseconds, result, args } = proposal;
    const sets = result?.readWriteSet.filter(({ namespace }) => namespace !== '_lifecycle') ?? [];
    return {
        seq,
        id: txId,
        at: at.toISOString(),
        kind: isTried ? 'try' : purpose === 'endorse' ? 'submit' : 'evaluate',
        chaincode,
        call: callOf(args),
        by: whoOf(creator),
        outcome: outcomeOf(proposal, isTried, commit?.code),
        ...(commit !== undefined && { block: commit.block, txNumber: commit.txNumber }),
        ms: Math.round(milliseconds * 10) / 10,
        keysRead: sets.reduce((sum, { reads, collections }) => sum + reads.length + sumOf(collections, 'reads'), 0),
        keysWritten: sets.reduce(
            (sum, { writes, collections }) => sum + writes.length + sumOf(collections, 'writes'),
            0,
        ),
    };
}

function sumOf(
    collections: readonly Record<'reads' | 'writes', readonly unknown[]>[],
    what: 'reads' | 'writes',
): number {
    return collections.reduce((sum, one) => sum + one[what].length, 0);
}

export function outcomeOf(
    { purpose, result, error }: ObservedProposal,
    isTried: boolean,
    code: string | undefined,
): Outcome {
    if (code !== undefined) return { kind: code === 'VALID' ? 'valid' : 'invalid', text: code };
    if (result === undefined) return { kind: 'refused', text: refusalText(error ?? '') };
    const { status, message } = result.response;
    if (status >= FAILURE) return { kind: 'refused', text: `${status} ${codeOf(message) ?? ''}`.trim() };
    if (isTried) return { kind: 'tried', text: 'not submitted' };
    return purpose === 'endorse' ? { kind: 'pending', text: 'endorsed' } : { kind: 'evaluated', text: 'evaluated' };
}

/** Whether something is to be explained. */
export function isBad(outcome: Outcome | undefined): boolean {
    return outcome?.kind === 'invalid' || outcome?.kind === 'refused';
}

/** A user's name, without the organization's domain behind it that cryptogen's certificates have. */
export function whoOf({ mspId, name }: ObservedIdentity): Who {
    return { mspId, user: name.endsWith(`@${domainOf(mspId)}`) ? name.slice(0, name.lastIndexOf('@')) : name };
}

/** The code of an error of a contract: `CODE: message`. */
export function codeOf(message: string): string | undefined {
    return /^([A-Z][A-Z0-9_]+): /.exec(message)?.[1];
}

function refusalText(error: string): string {
    if (/do not match|differ|two runs/.test(error)) return 'results differ';
    return error.includes('polic') ? 'not enough endorsers' : 'refused';
}

export function callOf(args: readonly Buffer[]): Summary['call'] {
    const [name = Buffer.alloc(0), ...rest] = args;
    const text = callText('', rest.map(String)).slice(1, -1);
    return { name: name.toString(), args: text.length > MOST_ARGS ? `${text.slice(0, MOST_ARGS - 1)}…` : text };
}

export function otherOf({ txId, creator, args }: ReadTransaction, block: bigint, txNumber: number): OtherTransaction {
    const { name, args: shown } = callOf(args);
    return {
        id: txId,
        call: `${name}(${shown})`,
        by: whoOf(creator),
        block: Number(block),
        txNumber,
    };
}
