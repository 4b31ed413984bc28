import type { JSX } from 'preact';
import type { Transaction, Why, WhyKey } from '../../api';
import { idText } from '../parts/outcome';
import { Card, Facts, KeyName, Shown } from '../parts/shown';
import { linkTo } from '../state/navigation';

const IS_CONFLICT = new Set(['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT']);

/** The reason as a sentence, before anything else; of a conflict, the other transaction as well. */
export function WhyView({ why, of }: { readonly why: Why; readonly of: Transaction }): JSX.Element {
    const [first] = why.keys;
    const other = first?.writtenBy;
    return (
        <>
            <div class="reason" role="note">
                <p class="sentence">
                    <Shown text={why.sentence} isMultiline />
                </p>
                {IS_CONFLICT.has(why.kind) && (
                    <p>
                        So it has changed nothing.{' '}
                        {other !== undefined && (
                            <>
                                The other one is <a {...linkTo('transactions', [other.id])}>{idText(other.id)}</a>,{' '}
                                <Shown text={other.call} /> by {other.by.user} of {other.by.mspId}, {placeText(other, of)}.
                            </>
                        )}{' '}
                        A new run reads what is there now: "Run again" submits it as a new transaction.
                    </p>
                )}
            </div>
            {IS_CONFLICT.has(why.kind) && other !== undefined && first !== undefined && <Threads key_={first} of={of} />}
            {why.keys.map((key) => (
                <KeyFacts of={key} />
            ))}
        </>
    );
}

function placeText(other: NonNullable<WhyKey['writtenBy']>, { commit }: Transaction): string {
    if (commit?.block !== other.block) return `in block ${other.block}`;
    return other.txNumber === 0 ? 'first in the same block' : `before it in the same block`;
}

/** Both transactions on a time line: what each read, and where they meet. */
function Threads({ key_, of }: { readonly key_: WhyKey; readonly of: Transaction }): JSX.Element {
    const other = key_.writtenBy;
    const name = key_.key === undefined ? 'the key' : key_.key.text;
    const label = `${other?.call ?? 'another transaction'} wrote ${name} first; ${of.call.name} had read it before, at version ${key_.read ?? 'none'}`;
    return (
        <figure class="threads" role="img" aria-label={label}>
            <svg viewBox="0 0 640 150" width="640" height="150">
                <text x="8" y="20" class="thread-call">{`${idText(other?.id ?? '')}  ${other?.call ?? ''}`}</text>
                <path class="thread-line" d="M40 44H460" />
                <circle class="thread-dot" cx="40" cy="44" r="5" />
                <circle class="thread-dot full" cx="460" cy="44" r="6" />
                <text x="476" y="48">{`wrote it, now ${key_.found ?? 'gone'}`}</text>
                <text x="8" y="94" class="thread-call">{`${idText(of.id)}  ${of.call.name}`}</text>
                <path class="thread-line bad" d="M110 118H460" />
                <circle class="thread-dot bad" cx="110" cy="118" r="5" />
                <circle class="thread-dot bad" cx="460" cy="118" r="6" />
                <path class="thread-meet" d="M460 50V112" />
                <text x="100" y="142">{`read at ${key_.read ?? 'nothing'}`}</text>
                <text x="476" y="122" class="bad">{`${key_.read ?? 'nothing'} is stale, invalid`}</text>
            </svg>
        </figure>
    );
}

function KeyFacts({ of }: { readonly of: WhyKey }): JSX.Element {
    const { key, keyHash, read, found, writtenBy } = of;
    return (
        <Card head={key === undefined ? <code>{idText(keyHash ?? '')}</code> : <KeyName of={key} />} about={<span class="badge bad">stale</span>}>
            <Facts
                rows={[
                    ['read at', read ?? 'it did not exist'],
                    ['at commit', found ?? 'it did not exist any more'],
                    ...(writtenBy === undefined
                        ? []
                        : ([['written by', <a {...linkTo('transactions', [writtenBy.id])}>{idText(writtenBy.id)}</a>]] as const)),
                ]}
            />
        </Card>
    );
}
