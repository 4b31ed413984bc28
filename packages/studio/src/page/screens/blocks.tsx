import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { BlockFacts, BlockRow } from '../../api/ledger';
import type { Bytes, Page } from '../../api/value';
import { chainOf } from '../../model/chain-rows';
import { blockVersion, eraOf, ledgerVersion } from '../../model/ledger-version';
import { sizeText } from '../../model/value-view';
import { idText, timeText, whoText } from '../parts/outcome';
import { Card, Facts, Failure, Section, Shown } from '../parts/shown';
import { Diff } from '../parts/value';
import { ask } from '../state/client';
import { address, linkTo } from '../state/navigation';
import { isReal } from '../state/network-words';
import { useQuestion } from '../state/question';
import { network } from '../state/studio';
import { Configuration } from './configuration';

const PAGE = 100;

/** What came when, and is the chain whole? */
export function Blocks(): JSX.Element {
    const [selected] = address.value.path;
    const { answer, failure, again } = useQuestion<Page<BlockRow>>(
        'blocks',
        { limit: PAGE },
        ledgerVersion(network.value),
    );
    const [older, setOlder] = useState<{ readonly era: string; readonly blocks: readonly BlockRow[] }>();
    const era = eraOf(network.value);
    const blocks = chainOf(older?.era === era ? older.blocks : [], answer?.items ?? []);
    const last = blocks.at(-1)?.number ?? 0;
    const first = network.value?.coverage?.from ?? 0;
    return (
        <div class={`screen ${selected === undefined ? '' : 'with-detail'}`}>
            <header class="bar">
                <h1>Blocks</h1>
            </header>
            <div class="columns">
                <div class="list">
                    {failure !== undefined && <Failure of={failure} again={again} />}
                    <ul>
                        {blocks.map((block) => (
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
                                    <code class="about hash">{idText(block.hash)}</code>
                                </a>
                            </li>
                        ))}
                    </ul>
                    {last > first && (
                        <button
                            class="quiet"
                            onClick={() => {
                                void ask<Page<BlockRow>>('blocks', { before: last, limit: PAGE }).then(({ items }) => {
                                    setOlder({ era, blocks: [...blocks, ...items] });
                                });
                            }}
                        >
                            Older blocks
                        </button>
                    )}
                </div>
                {selected !== undefined && <BlockPane number={selected} />}
            </div>
        </div>
    );
}

function countsText({ transactions }: BlockRow): string {
    const counts = new Map<string, number>();
    if (transactions.length === 1 && transactions[0]?.id === '') return 'configuration';
    for (const { code } of transactions) counts.set(code, (counts.get(code) ?? 0) + 1);
    return [...counts].map(([code, count]) => `${count} ${code}`).join(', ');
}

function BlockPane({ number }: { readonly number: string }): JSX.Element {
    const { answer, failure, again } = useQuestion<ShownBlock>(
        `blocks/${number}`,
        {},
        blockVersion(network.value, Number(number)),
    );
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
                            ['signed by', signersText(answer)],
                        ]}
                    />
                    {answer.changed !== undefined && <Changed of={answer.changed} />}
                    {answer.configuration !== undefined && <Configuration of={answer.configuration} />}
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

/** A record of a test has no signatures: its network is an embedded one. */
type ShownBlock = Omit<BlockFacts, 'signedBy'> & Partial<Pick<BlockFacts, 'signedBy'>>;

function signersText({ signedBy = [] }: ShownBlock): string {
    if (signedBy.length === 0) return isReal() ? 'no orderer' : 'no orderer: the embedded one signs no blocks';
    return signedBy.map(({ user, mspId }) => (mspId === '' ? user : `${user} of ${mspId}`)).join(', ');
}

/** What a configuration has changed, beside what was before. */
function Changed({ of: { since, isKnown, rows } }: { readonly of: NonNullable<BlockFacts['changed']> }): JSX.Element {
    if (since === null) return <></>;
    const before = <a {...linkTo('blocks', [String(since)])}>{since}</a>;
    return (
        <Section title="What it changes">
            <p class="note">
                {isKnown ? <>Compared with block {before}</> : <>Block {before}, with the one before, was not read</>}
                {isKnown && rows.length === 0 && ': nothing that is shown here'}
            </p>
            {rows.map(({ what, before: old, after }) => (
                <Card head={what} about={old === undefined ? 'new' : after === undefined ? 'gone' : 'changed'}>
                    <Diff before={bytesOf(old)} after={bytesOf(after)} />
                </Card>
            ))}
        </Section>
    );
}

function bytesOf(text: string | undefined): Bytes | undefined {
    return text === undefined ? undefined : { size: text.length, text };
}
