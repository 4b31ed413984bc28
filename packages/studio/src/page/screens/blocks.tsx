import type { JSX } from 'preact';
import type { BlockRow, EventRow, Finding, IdentityRow, Page } from '../../api';
import { sizeText } from '../../model/value-view';
import { idText, timeText, whoText } from '../parts/outcome';
import { Card, Empty, Facts, Failure, Section, Shown, Value } from '../parts/shown';
import { address, linkTo } from '../state/navigation';
import { isReal } from '../state/network-words';
import { useQuestion } from '../state/question';
import { chaincode, network, rows } from '../state/studio';
import { Channel } from './channel';
import { Differences } from './endorsements';

/** What came when, and is the chain whole? */
export function Blocks(): JSX.Element {
    const [selected] = address.value.path;
    const { answer, failure, again } = useQuestion<Page<BlockRow>>('blocks', { limit: 100 }, network.value?.height);
    return (
        <div class={`screen ${selected === undefined ? '' : 'with-detail'}`}>
            <header class="bar">
                <h1>Blocks</h1>
            </header>
            <div class="columns">
                <div class="list">
                    {failure !== undefined && <Failure of={failure} again={again} />}
                    <ul>
                        {answer?.items.map((block) => (
                            <li>
                                <a
                                    class={`key-row ${String(block.number) === selected ? 'selected' : ''}`}
                                    {...linkTo('blocks', [String(block.number)])}
                                >
                                    <span class="mono">{block.number}</span>
                                    <span class="preview">{countsText(block)}</span>
                                    <span class="about">
                                        {sizeText(block.size)} · {timeText(block.time)}
                                    </span>
                                </a>
                            </li>
                        ))}
                    </ul>
                </div>
                {selected !== undefined && <BlockPane number={selected} />}
            </div>
        </div>
    );
}

function countsText({ transactions }: BlockRow): string {
    const counts = new Map<string, number>();
    for (const { code } of transactions) counts.set(code, (counts.get(code) ?? 0) + 1);
    return [...counts].map(([code, count]) => `${count} ${code}`).join(', ');
}

function BlockPane({ number }: { readonly number: string }): JSX.Element {
    const { answer, failure, again } = useQuestion<BlockRow & { readonly isLinked: boolean }>(`blocks/${number}`);
    return (
        <aside class="detail" aria-label="Block">
            <a class="back" {...linkTo('blocks')}>
                Blocks
            </a>
            {failure !== undefined && <Failure of={failure} again={again} />}
            {answer !== undefined && (
                <>
                    <h2>Block {answer.number}</h2>
                    <Facts
                        rows={[
                            ['time', timeText(answer.time)],
                            ['size', sizeText(answer.size)],
                            ['hash', <code>{answer.hash}</code>],
                            ['of the data', <code>{answer.dataHash}</code>],
                            [
                                'before it',
                                <>
                                    <code>{answer.previousHash === '' ? 'none' : answer.previousHash}</code>{' '}
                                    {answer.number > 0 &&
                                        (answer.isLinked
                                            ? 'is the hash of the block before'
                                            : 'is not the hash of the block before')}
                                </>,
                            ],
                        ]}
                    />
                    <Section title="Transactions">
                        <Card>
                            {answer.transactions.map(({ id, code, call, by }) => (
                                <div class="line">
                                    <a {...linkTo('transactions', [id])}>
                                        <code>
                                            <Shown text={call} />
                                        </code>
                                    </a>
                                    <span class="about">
                                        {code} · {whoText(by)}
                                    </span>
                                </div>
                            ))}
                        </Card>
                    </Section>
                </>
            )}
        </aside>
    );
}

/** What do applications hear? */
export function Events(): JSX.Element {
    const { answer, failure, again } = useQuestion<Page<EventRow>>('events', { limit: 100 }, network.value?.height);
    return (
        <div class="screen">
            <header class="bar">
                <h1>Events</h1>
                <span class="about">Invalid transactions send none.</span>
            </header>
            <div class="scroll" tabIndex={0} role="region" aria-label="Content">
                {failure !== undefined && <Failure of={failure} again={again} />}
                {answer?.items.length === 0 && (
                    <Empty>
                        {isReal()
                            ? 'No event in the blocks that were read. New ones are shown as they come.'
                            : 'No event yet. A contract sends them by ctx.emit.'}
                    </Empty>
                )}
                {answer?.items.map(({ name, payload, id, block, chaincode: from }) => (
                    <Card
                        head={
                            <code>
                                <Shown text={name} />
                            </code>
                        }
                        about={
                            <>
                                {from} · block {block} · <a {...linkTo('transactions', [id])}>{idText(id)}</a>
                            </>
                        }
                    >
                        {payload.size > 0 && <Value of={payload} />}
                    </Card>
                ))}
            </div>
        </div>
    );
}

/** Whom can I be, and whom does the network know? */
export function Identities(): JSX.Element {
    const { answer, failure, again } = useQuestion<readonly IdentityRow[]>('identities');
    return (
        <div class="screen">
            <header class="bar">
                <h1>Identities</h1>
                {isReal() && <span class="about">Those who have called in the blocks that were read.</span>}
            </header>
            <div class="scroll" tabIndex={0} role="region" aria-label="Content">
                {failure !== undefined && <Failure of={failure} again={again} />}
                {answer?.map(({ user, mspId, roles, attributes, notAfter, certificatePath }) => (
                    <Card head={user} about={mspId}>
                        <Facts
                            rows={[
                                ['roles', roles.join(', ')],
                                [
                                    'attributes',
                                    Object.entries(attributes)
                                        .map(([name, value]) => `${name}=${value}`)
                                        .join(', ') || 'none',
                                ],
                                ['valid until', notAfter.slice(0, 10)],
                                ...(certificatePath === undefined
                                    ? []
                                    : ([['certificate', <code>{certificatePath}</code>]] as const)),
                            ]}
                        />
                    </Card>
                ))}
            </div>
        </div>
    );
}

const STATES = {
    building: 'is being built',
    'build-failed': 'does not build',
    starting: 'starts',
    'start-failed': 'does not start',
    running: 'runs',
    ended: 'has ended',
};

/** What two runs of a transaction did not do alike, and so would endorsers. */
function Findings(): JSX.Element {
    const { answer, failure, again } = useQuestion<readonly Finding[]>('chaincode/findings', {}, rows.value[0]?.seq);
    if (failure !== undefined) return <Failure of={failure} again={again} />;
    if (answer === undefined || answer.length === 0) return <></>;
    return (
        <Section title="Not deterministic" about="a transaction must do the same wherever it runs">
            {answer.map(({ function: name, chaincode: of, id, call, sinceBuild, times, disagreement }) => (
                <div class="finding">
                    <p>
                        <b class="mono">
                            {of}.<Shown text={name} />
                        </b>{' '}
                        <span class="about">
                            {times === 1 ? 'once' : `${times} times`}, since build {sinceBuild}; last{' '}
                            <a {...linkTo('transactions', [id])}>
                                <Shown text={call} />
                            </a>
                        </span>
                    </p>
                    <Differences of={disagreement} />
                </div>
            ))}
        </Section>
    );
}

/** Does my code run? Of somebody's network: what is defined there. */
export function Chaincode(): JSX.Element {
    return isReal() ? <Channel /> : <OwnChaincode />;
}

function OwnChaincode(): JSX.Element {
    const { answer: lines } = useQuestion<readonly string[]>('chaincode/log', {}, chaincode.value);
    return (
        <div class="screen">
            <header class="bar">
                <h1>Chaincode</h1>
            </header>
            <div class="scroll" tabIndex={0} role="region" aria-label="Content">
                {chaincode.value.map(({ name, state, since, ms, failure, oldCodeGoesOn, files }) => (
                    <Section
                        title={name}
                        about={`${STATES[state]} since ${timeText(since)}${ms === undefined ? '' : `, after ${Math.round(ms)} ms`}`}
                    >
                        {files.length > 0 && <p class="note">{files.join(', ')} changed</p>}
                        {failure !== undefined && (
                            <div class="reason">
                                <p class="sentence">
                                    {failure.file === undefined
                                        ? STATES[state]
                                        : `${failure.file}:${failure.line ?? ''}`}
                                    {oldCodeGoesOn && ': the old code goes on'}
                                </p>
                                <pre class="value">
                                    <Shown text={failure.text} isMultiline />
                                </pre>
                            </div>
                        )}
                    </Section>
                ))}
                <Findings />
                <Section title="Log">
                    <pre class="value log">
                        {(lines ?? []).map((line) => (
                            <div>
                                <Shown text={line} />
                            </div>
                        ))}
                    </pre>
                </Section>
            </div>
        </div>
    );
}
