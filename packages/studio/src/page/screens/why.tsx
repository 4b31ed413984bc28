import type { JSX } from 'preact';
import type { Transaction, Why, WhyKey } from '../../api/transaction';
import { idText } from '../parts/outcome';
import { Card, Facts, KeyName, LeftOut, Shown } from '../parts/shown';
import { linkTo } from '../state/navigation';
import { canCall } from '../state/studio';
import { callAgain } from './draft';
import { Differences } from './endorsements';
import { Messages } from './messages';
import { Thrown } from './printed';

const IS_CONFLICT = new Set(['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT']);

/** The reason as a sentence, before anything else; of a conflict, the other transaction as well. */
export function WhyView({ why, of }: { readonly why: Why; readonly of: Transaction }): JSX.Element {
    const [first] = why.keys;
    const other = first?.writtenBy;
    const thrown = of.log?.find((line) => line.thrown !== undefined)?.thrown;
    return (
        <>
            <div class="reason" role="note">
                {why.kind === 'VALIDATION_FAILED' ? (
                    <Mistakes of={of} sentence={why.sentence} />
                ) : (
                    <p class="sentence">
                        <Shown text={why.sentence} isMultiline />
                    </p>
                )}
                {IS_CONFLICT.has(why.kind) && (
                    <p>
                        So it has changed nothing.{' '}
                        {other !== undefined && (
                            <>
                                The other one is <a {...linkTo('transactions', [other.id])}>{idText(other.id)}</a>,{' '}
                                <Shown text={other.call} /> by {other.by.user} of {other.by.mspId},{' '}
                                {placeText(other, of)}.
                            </>
                        )}{' '}
                        {canCall.value
                            ? 'A new run reads what is there now: "Run again" opens the form with the same values.'
                            : 'Submitted anew, it reads what is there now.'}
                    </p>
                )}
            </div>
            {thrown !== undefined && (
                <div class="card">
                    <Thrown text={thrown} />
                </div>
            )}
            {IS_CONFLICT.has(why.kind) && other !== undefined && first !== undefined && (
                <Threads key_={first} of={of} />
            )}
            {why.disagreement !== undefined && <Differences of={why.disagreement} />}
            {why.keys.map((key) => (
                <KeyFacts of={key} />
            ))}
            <LeftOut count={why.keysLeftOut} what="keys" />
        </>
    );
}

/** A line for each argument that is not as its type asks. */
function Mistakes({ of, sentence }: { readonly of: Transaction; readonly sentence: string }): JSX.Element {
    return (
        <>
            <p class="sentence">The arguments are not as the contract asks</p>
            <Messages
                text={sentence}
                openForm={() => {
                    callAgain(of);
                }}
            />
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
            <svg viewBox="0 0 440 168" width="440" height="168">
                <text x="4" y="16" class="thread-call">{`${idText(other?.id ?? '')} ${other?.call ?? ''}`}</text>
                <path class="thread-line" d="M24 40H340" />
                <circle class="thread-dot" cx="24" cy="40" r="5" />
                <circle class="thread-dot full" cx="340" cy="40" r="6" />
                <text x="340" y="62" text-anchor="middle">{`wrote it, now ${key_.found ?? 'gone'}`}</text>
                <path class="thread-line bad" d="M72 124H340" />
                <circle class="thread-dot bad" cx="72" cy="124" r="5" />
                <circle class="thread-dot bad" cx="340" cy="124" r="6" />
                <path class="thread-meet" d="M340 70V116" />
                <text x="4" y="100" class="thread-call">{`${idText(of.id)} ${of.call.name}(${of.call.args})`}</text>
                <text x="72" y="146" text-anchor="middle">{`read at ${key_.read ?? 'nothing'}`}</text>
                <text
                    x="340"
                    y="146"
                    text-anchor="middle"
                    class="bad"
                >{`${key_.read ?? 'nothing'} is stale: invalid`}</text>
                <text x="340" y="164" text-anchor="middle">{`block ${of.commit?.block ?? ''}`}</text>
            </svg>
        </figure>
    );
}

function KeyFacts({ of }: { readonly of: WhyKey }): JSX.Element {
    const { key, keyHash, read, found, writtenBy } = of;
    return (
        <Card
            head={key === undefined ? <code>{idText(keyHash ?? '')}</code> : <KeyName of={key} />}
            about={<span class="badge bad">stale</span>}
        >
            <Facts
                rows={[
                    ['read at', read ?? 'it did not exist'],
                    ['at commit', found ?? 'it did not exist any more'],
                    ...(writtenBy === undefined
                        ? []
                        : ([
                              ['written by', <a {...linkTo('transactions', [writtenBy.id])}>{idText(writtenBy.id)}</a>],
                          ] as const)),
                ]}
            />
        </Card>
    );
}
