import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Transaction, Why } from '../../api/transaction';
import type { Bytes } from '../../api/value';
import { formatAddress } from '../../model/address';
import { argumentText } from '../../model/call-text';
import { sizeText } from '../../model/value-view';
import { Badge, idText, isBad, millisecondsText, outcomeText, timeText } from '../parts/outcome';
import { Card, Facts, Failure, LeftOut, Section, Shown } from '../parts/shown';
import { Value } from '../parts/value';
import { goTo, linkTo } from '../state/navigation';
import { isReal } from '../state/network-words';
import { useQuestion } from '../state/question';
import { canCall, network, rows } from '../state/studio';
import { Caller } from './caller';
import { Changes } from './changes';
import { CopyAs } from './copy-as';
import { callAgain } from './draft';
import { Endorsements } from './endorsements';
import { PrintedLines } from './printed';
import { Raw } from './raw';
import { Reads } from './reads';
import { WhyView } from './why';

/** What did it do, and why did it fail? */
export function TransactionPane({ id }: { readonly id: string }): JSX.Element {
    // Its row changes when its block comes.
    const outcome = rows.value.find((row) => row.id === id)?.outcome.text;
    const { answer, failure, again } = useQuestion<Transaction>(`transactions/${encodeURIComponent(id)}`, {}, outcome);
    return (
        <aside class="detail" aria-label="Transaction">
            <a class="back" {...linkTo('transactions')}>
                Transactions
            </a>
            {failure !== undefined && <Failure of={failure} again={again} />}
            {answer?.id === id && <TransactionView of={answer} />}
        </aside>
    );
}

function TransactionView({ of }: { readonly of: Transaction }): JSX.Element {
    return (
        <article>
            <Head of={of} />
            {isBad(of.outcome) && <Reason of={of} />}
            {of.changes.length > 0 && <Changes of={of} />}
            <Section
                title="Arguments and result"
                about={
                    isReal() && of.parameters.some((name) => name !== null) ? "names as of today's metadata" : undefined
                }
            >
                <Facts rows={factsOf(of)} />
                <LeftOut count={of.leftOut?.args} what="arguments" />
            </Section>
            {of.event !== undefined && <EventCard event={of.event} />}
            {of.reads.length + of.ranges.length + (of.queries ?? []).length > 0 && <Reads of={of} />}
            <Endorsements of={of} />
            {of.log !== undefined && of.log.length > 0 && (
                <Section title="Printed" about={of.log.length === 1 ? '1 line' : `${of.log.length} lines`}>
                    <PrintedLines of={of.log} />
                </Section>
            )}
            <CopyAs of={of} />
            {of.certificate !== undefined && <Caller of={of.certificate} />}
            <Raw id={of.id} />
        </article>
    );
}

function Head({ of }: { readonly of: Transaction }): JSX.Element {
    const { outcome, call, by, commit, id, at, args } = of;
    const { debug } = network.value?.chaincodes.find(({ name }) => name === of.chaincode) ?? {};
    return (
        <header class="transaction-head">
            <div class="actions">
                <Badge outcome={{ ...outcome, text: outcomeText(outcome, at) }} />
                <span class="grow" />
                {canCall.value && of.leftOut?.args === undefined && (
                    <button
                        class="quiet"
                        onClick={() => {
                            callAgain(of);
                        }}
                    >
                        Run again
                    </button>
                )}
                {debug !== undefined && (
                    <button
                        class="quiet"
                        title={`${debug} ${idText(id)}: runs it again without a peer, under a debugger with --break`}
                        onClick={() => {
                            void navigator.clipboard.writeText(`${debug} ${id}`);
                        }}
                    >
                        Copy debug
                    </button>
                )}
                <button
                    class="quiet"
                    onClick={() => {
                        void navigator.clipboard.writeText(
                            new URL(linkTo('transactions', [id]).href, location.href).href,
                        );
                    }}
                >
                    Copy link
                </button>
            </div>
            <h2 class="mono">
                <b>
                    <Shown text={call.name} />
                </b>
                (
                <Shown
                    text={args
                        .map((arg) => (arg.text === undefined ? `<${sizeText(arg.size)}>` : argumentText(arg.text)))
                        .join(', ')}
                />
                )
            </h2>
            <p class="about">
                <b>{by.user}</b> of <b>{by.mspId}</b>
                {commit !== undefined && (
                    <>
                        {' · block '}
                        <a {...linkTo('blocks', [String(commit.block)])}>{commit.block}</a>, {commit.txNumber + 1} of{' '}
                        {commit.of}
                    </>
                )}
                {' · '}
                <code title={id}>{idText(id)}</code> · <span title={at}>{timeText(at)}</span>
                {of.ms !== undefined && ` · ${millisecondsText(of.ms)}`}
            </p>
        </header>
    );
}

function Reason({ of }: { readonly of: Transaction }): JSX.Element {
    const { answer, failure, again } = useQuestion<Why>(`transactions/${encodeURIComponent(of.id)}/why`);
    if (failure !== undefined) return <Failure of={failure} again={again} />;
    return answer === undefined ? <div class="bars one" aria-hidden="true" /> : <WhyView why={answer} of={of} />;
}

function factsOf(of: Transaction): [string, JSX.Element][] {
    const { args, parameters, response, refusal } = of;
    return [
        ...args.map((arg, index): [string, JSX.Element] => [
            parameters[index] ?? `argument ${index + 1}`,
            <Argument of={arg} />,
        ]),
        ['transient', <Transient of={of} />],
        ...(response === undefined ? [] : [['returned', <Argument of={response.payload} />] as [string, JSX.Element]]),
        ...(refusal === undefined || of.disagreement !== undefined
            ? []
            : [['refused', <Shown text={refusal} isMultiline />] as [string, JSX.Element]]),
    ];
}

/** By their names; a value is asked for by a click, where values are kept. */
function Transient({ of }: { readonly of: Transaction }): JSX.Element {
    const { id, transient } = of;
    if (transient.length === 0 || network.value?.can.transientValues !== true) return <>{transientText(of)}</>;
    return (
        <ul>
            {transient.map((name) => (
                <li key={`${id} ${name}`}>
                    <TransientValue id={id} name={name} />
                </li>
            ))}
        </ul>
    );
}

function TransientValue({ id, name }: { readonly id: string; readonly name: string }): JSX.Element {
    const [isShown, setShown] = useState(false);
    const path = `transactions/${encodeURIComponent(id)}/transient`;
    const { answer, failure, again } = useQuestion<Bytes>(isShown ? path : undefined, { key: name });
    return (
        <>
            <Shown text={name} />{' '}
            {!isShown && (
                <button
                    class="quiet"
                    onClick={() => {
                        setShown(true);
                    }}
                >
                    Show
                </button>
            )}
            {isShown && failure !== undefined && <Failure of={failure} again={again} />}
            {isShown && answer !== undefined && <Argument of={answer} />}
        </>
    );
}

/** What is only in its block has left nothing of it there. */
function transientText({ transient, seq, kind }: Transaction): string {
    if (transient.length > 0) return `${transient.join(', ')} (values are not kept)`;
    return kind !== 'evaluate' && (isReal() || seq === 0) ? 'in no block' : 'none sent';
}

function Argument({ of }: { readonly of: Transaction['args'][number] }): JSX.Element {
    if (of.size === 0) return <span class="note">nothing</span>;
    if (of.text !== undefined && of.text.length <= 80)
        return (
            <code>
                <Shown text={argumentText(of.text)} />
            </code>
        );
    return <Value of={of} />;
}

function EventCard({
    event: { name, payload, sent },
}: {
    readonly event: NonNullable<Transaction['event']>;
}): JSX.Element {
    return (
        <Section title="Event">
            <Card
                head={
                    <code>
                        <Shown text={name} />
                    </code>
                }
                about={sent ? sizeText(payload.size) : 'not sent: the transaction is not valid'}
            >
                {payload.size > 0 && <Value of={payload} />}
            </Card>
        </Section>
    );
}

/** Opens a transaction by a link in a text. */
export function openTransaction(id: string): void {
    goTo(formatAddress('transactions', [id]));
}
