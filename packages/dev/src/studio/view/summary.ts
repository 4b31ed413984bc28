import { isUtf8 } from 'node:buffer';
import type { ObservedIdentity, ObservedPolicy, ObservedProposal, ReadTransaction } from '@heddle/local-peer';
import { argumentText, type OtherTransaction, type Outcome, type Summary, type Who } from '@heddle/studio';
import { isFailure } from '../../calling/failure-status';
import { domainOf } from '../../dev/identities/organization-domain';

/** Of the arguments on one line. */
const MOST_ARGS = 120;

/** What is told of each proposal that the peer has run. */
export interface Recorded {
    readonly seq: number;
    readonly at: Date;
    readonly proposal: ObservedProposal;
    readonly isTried: boolean;
    /** Values of its transient data, where they are kept. */
    readonly transient?: ReadonlyMap<string, Uint8Array>;
    /** Which build of the code has run it. */
    readonly build: number;
    readonly commit?: {
        readonly block: number;
        readonly txNumber: number;
        readonly of: number;
        readonly code: string;
        readonly time: Date;
        /** As its peer has told; absent of what is only in its block. */
        readonly told?: {
            readonly order: number;
            readonly validate: number;
            readonly write: number;
            readonly policies: readonly ObservedPolicy[];
        };
    };
}

/** From its arrival at the orderer to the end of its block, in milliseconds. */
export function commitMs({ told }: NonNullable<Recorded['commit']>): number {
    return told === undefined ? 0 : told.order + told.validate + told.write;
}

export function summaryOf({ seq, at, proposal, isTried, commit }: Recorded): Summary {
    const { purpose, txId, chaincode, creator, milliseconds, result, args } = proposal;
    const sets = result?.readWriteSet.filter(({ namespace }) => namespace !== '_lifecycle') ?? [];
    return {
        seq,
        id: txId,
        at: at.toISOString(),
        kind: isTried && commit === undefined ? 'try' : purpose === 'endorse' ? 'submit' : 'evaluate',
        chaincode,
        call: callOf(args),
        by: whoOf(creator),
        outcome: outcomeOf(proposal, isTried, commit?.code),
        ...(commit !== undefined && { block: commit.block, txNumber: commit.txNumber }),
        // Blocks do not have it.
        ...(milliseconds > 0 && { ms: toTenths(milliseconds + (commit === undefined ? 0 : commitMs(commit))) }),
        keysRead: sets.reduce((sum, { reads, collections }) => sum + reads.length + sumOf(collections, 'reads'), 0),
        keysWritten: sets.reduce(
            (sum, { writes, collections }) => sum + writes.length + sumOf(collections, 'writes'),
            0,
        ),
    };
}

export function toTenths(milliseconds: number): number {
    return Math.round(milliseconds * 10) / 10;
}

function sumOf(
    collections: readonly Record<'reads' | 'writes', readonly unknown[]>[],
    what: 'reads' | 'writes',
): number {
    return collections.reduce((sum, one) => sum + one[what].length, 0);
}

export function outcomeOf(proposal: ObservedProposal, isTried: boolean, code: string | undefined): Outcome {
    const { purpose, result } = proposal;
    if (code !== undefined) return { kind: code === 'VALID' ? 'valid' : 'invalid', text: code };
    if (result === undefined) return { kind: 'refused', text: refusalText(proposal) };
    const { status, message } = result.response;
    if (isFailure(status)) return { kind: 'refused', text: `${status} ${codeOf(message) ?? ''}`.trim() };
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

function refusalText({ disagreement, demands, error }: ObservedProposal): string {
    if (disagreement?.between === 'runs') return 'not deterministic';
    if (disagreement !== undefined) return 'results differ';
    return demands.length > 0 || error?.includes('polic') === true ? 'not enough endorsers' : 'refused';
}

export function callOf(args: readonly Buffer[]): Summary['call'] {
    const [name = Buffer.alloc(0), ...rest] = args;
    const text = rest.map(shownArgument).join(', ');
    return { name: name.toString(), args: text.length > MOST_ARGS ? `${text.slice(0, MOST_ARGS - 1)}…` : text };
}

function shownArgument(arg: Buffer): string {
    return isUtf8(arg) ? argumentText(arg.toString()) : `<${arg.length} bytes>`;
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
