import type { JSX } from 'preact';
import type { Outcome } from '../../api/transaction';
import { Badge, idText, millisecondsText } from '../parts/outcome';
import { Card, KeyName, LeftOut, Shown } from '../parts/shown';
import { Diff, Value } from '../parts/value';
import { linkTo } from '../state/navigation';
import { rows } from '../state/studio';
import { type Result, results } from './draft';
import { Messages } from './messages';

/** What came of the calls of this tab, the newest first. */
export function Results(): JSX.Element {
    return (
        <>
            {results.value.map((result) => (
                <ResultCard key={result.callId} result={result} />
            ))}
        </>
    );
}

const MODES = { submit: 'Submitted', evaluate: 'Evaluated', try: 'Not submitted: nothing has changed', hold: 'Held' };

/** What was held is committed later, or not. */
function modeText(mode: Result['mode'], { kind }: Outcome): string {
    return mode === 'hold' && (kind === 'valid' || kind === 'invalid') ? 'Held, then submitted' : MODES[mode];
}

/** Nothing has come of the call, as far as the page knows. */
function FailedCard({ of: { name, failure } }: { readonly of: Result }): JSX.Element {
    const { message = '', remedy, mayHaveRun = false } = failure ?? {};
    return (
        <Card head={<code>{name}</code>} about={mayHaveRun ? 'no answer' : 'not run'}>
            <p class="mistake">
                <Shown text={message} />
            </p>
            <p class="note">{remedy}</p>
            {mayHaveRun && (
                <p class="note">
                    It may have run: <a {...linkTo('transactions')}>Transactions</a> has it then.
                </p>
            )}
        </Card>
    );
}

function ResultCard({ result }: { readonly result: Result }): JSX.Element {
    const { mode, name, transaction } = result;
    if (transaction === undefined) return <FailedCard of={result} />;
    const { response, refusal, changes, event, ms, id, leftOut } = transaction;
    // What was held gets another outcome when it is committed.
    const { outcome } = rows.value.find((row) => row.id === id) ?? transaction;
    return (
        <Card
            head={
                <>
                    <Badge outcome={outcome} /> <code>{name}</code>
                </>
            }
            about={
                <>
                    {modeText(mode, outcome)} · {millisecondsText(ms)} ·{' '}
                    <a {...linkTo('transactions', [id])}>{idText(id)}</a>
                </>
            }
        >
            {outcome.kind === 'invalid' && (
                <p class="mistake">
                    It is in a block, and has changed nothing. <a {...linkTo('transactions', [id])}>See why</a>
                </p>
            )}
            {(response?.message ?? '') !== '' && <Messages text={response?.message ?? ''} />}
            {refusal !== undefined && <Messages text={refusal} />}
            {outcome.kind === 'invalid' && changes.length > 0 && <h4>would have changed</h4>}
            {changes.map(({ key, before, after }) => (
                <div class="changed-key">
                    {key !== undefined && <KeyName of={key} />}
                    {(before?.size ?? 0) + (after?.size ?? 0) > 1 && <Diff before={before} after={after} />}
                </div>
            ))}
            <LeftOut count={leftOut?.changes} what="changes" />
            {response !== undefined && response.payload.size > 0 && (
                <>
                    <h4>returned</h4>
                    <Value of={response.payload} />
                </>
            )}
            {event !== undefined && (
                <p class="note">
                    event <code>{event.name}</code>
                    {outcome.kind === 'invalid' && ', which nobody was sent'}
                </p>
            )}
        </Card>
    );
}
