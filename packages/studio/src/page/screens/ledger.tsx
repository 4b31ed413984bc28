import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { KeyState, KeyVersion, PrivateRow, StateRow } from '../../api/ledger';
import type { Page } from '../../api/value';
import { formatAddress } from '../../model/address';
import { keyText, prefixOf } from '../../model/keys';
import { sizeText } from '../../model/value-view';
import { idText, timeText } from '../parts/outcome';
import { Card, Empty, Facts, Failure, KeyName, Section, Shown } from '../parts/shown';
import { Diff, Value } from '../parts/value';
import { ask } from '../state/client';
import { address, goTo, linkTo } from '../state/navigation';
import { coverageText, isReal } from '../state/network-words';
import { useQuestion } from '../state/question';
import { network } from '../state/studio';

const PAGE = 100;
const prefix = signal('');

/** What is stored, what was it, who sees it? */
export function Ledger(): JSX.Element {
    const { path, query } = address.value;
    const [chaincode = network.value?.chaincodes[0]?.name ?? '', collection] = path;
    const key = query.get('key');
    const asOf = query.get('asOf');
    const place = { namespace: chaincode, collection };
    return (
        <div class={`screen ledger ${key === undefined ? '' : 'with-detail'}`}>
            <header class="bar">
                <h1>Ledger</h1>
                <Places chaincode={chaincode} collection={collection} />
                <label class="hidden" for="prefix">
                    Prefix
                </label>
                <input
                    id="prefix"
                    type="search"
                    placeholder="Beginning of a key"
                    value={prefix.value}
                    onInput={({ currentTarget }) => {
                        prefix.value = currentTarget.value;
                    }}
                />
            </header>
            {asOf !== undefined && <AsOf block={asOf} />}
            {asOf === undefined && <ReadBlocks />}
            <div class="columns">
                <Keys {...place} asOf={asOf} selected={key} />
                {key !== undefined && <KeyPane {...place} asOf={asOf} of={key} />}
            </div>
        </div>
    );
}

function Places({
    chaincode,
    collection,
}: {
    readonly chaincode: string;
    readonly collection: string | undefined;
}): JSX.Element {
    const places = (network.value?.chaincodes ?? []).flatMap(({ name, collections }) => [
        [name],
        ...collections.map((one) => [name, one]),
    ]);
    return (
        <div class="tabs">
            {places.map((place) => {
                const isHere = place[0] === chaincode && place[1] === collection;
                return (
                    <a aria-current={isHere ? 'page' : undefined} {...linkTo('ledger', place)}>
                        {place.at(-1)}
                    </a>
                );
            })}
        </div>
    );
}

function AsOf({ block }: { readonly block: string }): JSX.Element {
    const { query, path } = address.value;
    return (
        <div class="strip warn" role="status">
            You look at the ledger as it was after block {block}.
            <button
                onClick={() => {
                    goTo(formatAddress('ledger', path, { key: query.get('key') }));
                }}
            >
                Back to now
            </button>
        </div>
    );
}

/** Which part of somebody's ledger this is. */
function ReadBlocks(): JSX.Element {
    const { coverage } = network.value ?? {};
    if (coverage === undefined) return <></>;
    const isWhole = coverage.from === 0 && coverage.done && coverage.to === coverage.height - 1;
    return (
        <p class="ledge">
            {coverageText()} {isWhole ? 'That is all of the ledger.' : 'A key that is not here may exist.'}{' '}
            {coverage.notes.join(' ')}
        </p>
    );
}

/** Through the blocks: the arrow keys by block, with Alt by change of the key. */
function Rail({ changes }: { readonly changes: readonly number[] }): JSX.Element {
    const { query, path } = address.value;
    const { from: first = 0, to: last = (network.value?.height ?? 1) - 1 } = network.value?.coverage ?? {};
    const at = Number(query.get('asOf') ?? last);
    const goToBlock = (block: number): void => {
        const asOf = block >= last ? undefined : String(Math.max(first, block));
        goTo(formatAddress('ledger', path, { key: query.get('key'), asOf }), { replace: true });
    };
    const ordered = changes.toSorted((a, b) => a - b);
    return (
        <label class="rail">
            <span class="about">As of block {at}</span>
            <input
                type="range"
                min={first}
                max={last}
                value={at}
                list="changes"
                onChange={({ currentTarget }) => {
                    goToBlock(Number(currentTarget.value));
                }}
                onKeyDown={(event) => {
                    if (!event.altKey || !/^Arrow(Left|Right)$/.test(event.key)) return;
                    event.preventDefault();
                    const next =
                        event.key === 'ArrowLeft'
                            ? ordered.findLast((one) => one < at)
                            : ordered.find((one) => one > at);
                    if (next !== undefined) goToBlock(next);
                }}
            />
            <datalist id="changes">
                {ordered.map((block) => (
                    <option value={block} />
                ))}
            </datalist>
        </label>
    );
}

interface Place {
    readonly namespace: string;
    readonly collection: string | undefined;
    readonly asOf: string | undefined;
}

function Keys({ selected, ...place }: Place & { readonly selected: string | undefined }): JSX.Element {
    const query = { ...place, prefix: prefixOf(prefix.value), limit: PAGE };
    // Which chaincodes there are is known a little later.
    const asked = place.namespace === '' ? undefined : 'state';
    const { answer, failure, again } = useQuestion<Page<StateRow>>(asked, query, network.value?.height);
    const [more, setMore] = useState<readonly StateRow[]>([]);
    const [next, setNext] = useState<string | null>(null);
    useEffect(() => {
        setMore([]);
        setNext(answer?.next ?? null);
    }, [answer]);
    if (failure !== undefined) return <Failure of={failure} again={again} />;
    const items = [...(answer?.items ?? []), ...more];
    const path = place.collection === undefined ? [place.namespace] : [place.namespace, place.collection];
    return (
        <div class="list keys">
            {answer !== undefined && items.length === 0 && (
                <Empty>No key here{prefix.value === '' ? '' : ' with this prefix'}.</Empty>
            )}
            <ul>
                {items.map(({ key, size, version, preview }) => (
                    <li>
                        <a
                            class={`key-row ${key.text === selected ? 'selected' : ''}`}
                            aria-current={key.text === selected ? 'true' : undefined}
                            {...linkTo('ledger', path, { key: key.text, asOf: place.asOf })}
                        >
                            <span class="mono">{keyText(key)}</span>
                            <span class="preview mono">
                                <Shown text={preview} />
                            </span>
                            <span class="about">
                                {sizeText(size)} · {version}
                            </span>
                        </a>
                    </li>
                ))}
            </ul>
            {next !== null && (
                <button
                    class="quiet"
                    onClick={() => {
                        void ask<Page<StateRow>>('state', { ...query, after: next }).then((page) => {
                            setMore([...more, ...page.items]);
                            setNext(page.next);
                        });
                    }}
                >
                    More keys
                </button>
            )}
        </div>
    );
}

function KeyPane({ of, ...place }: Place & { readonly of: string }): JSX.Element {
    const query = { ...place, key: of };
    const height = network.value?.height;
    const { answer, failure, again } = useQuestion<KeyState>('state/key', query, height);
    return (
        <aside class="detail" aria-label="Key">
            <a
                class="back"
                {...linkTo(
                    'ledger',
                    place.collection === undefined ? [place.namespace] : [place.namespace, place.collection],
                )}
            >
                Keys
            </a>
            {failure !== undefined && <Failure of={failure} again={again} />}
            {answer !== undefined && (
                <>
                    <h2 class="mono">
                        <KeyName of={answer.key} />
                    </h2>
                    <KeyFacts of={answer} />
                    {answer.value === undefined ? (
                        <Empty>It does not exist{place.asOf === undefined ? '' : ' at this block'}.</Empty>
                    ) : (
                        <div class="card value-card">
                            <Value of={answer.value} />
                        </div>
                    )}
                </>
            )}
            {place.collection !== undefined && (
                <PrivateData namespace={place.namespace} collection={place.collection} of={of} />
            )}
            <History {...query} />
        </aside>
    );
}

function KeyFacts({ of: { version, value, writtenBy, policy } }: { readonly of: KeyState }): JSX.Element {
    return (
        <Facts
            rows={[
                ...(version === undefined ? [] : ([['version', version]] as const)),
                ...(value === undefined ? [] : ([['size', sizeText(value.size)]] as const)),
                ...(writtenBy === undefined
                    ? []
                    : ([
                          [
                              'written by',
                              <>
                                  <a {...linkTo('transactions', [writtenBy.id])}>{idText(writtenBy.id)}</a>{' '}
                                  <Shown text={writtenBy.call} /> by {writtenBy.by.user} of {writtenBy.by.mspId}
                              </>,
                          ],
                      ] as const)),
                ...(policy === undefined ? [] : ([['policy', policy]] as const)),
            ]}
        />
    );
}

const HAS = { value: 'has the value', hash: 'has the hash only', nothing: 'has nothing' };

/** A row per organization: what its peer has, and whether the hash is that of the value. */
function PrivateData({
    of,
    namespace,
    collection,
}: {
    of: string;
    namespace: string;
    collection: string;
}): JSX.Element {
    const query = { namespace, collection, key: of };
    const { answer } = useQuestion<readonly PrivateRow[]>('private', query, network.value?.height);
    return (
        <Section title="Who has it">
            {(answer ?? []).map(({ mspId, has, value, hash, matches }) => (
                <Card head={mspId} about={HAS[has]}>
                    {hash !== undefined && (
                        <div class="line">
                            <code title={hash}>{idText(hash)}</code>
                            {matches !== undefined && (
                                <span class={`about ${matches ? '' : 'bad'}`}>
                                    {matches ? 'the hash of the value: the same' : 'the hash of the value differs'}
                                </span>
                            )}
                        </div>
                    )}
                    {value !== undefined && <Value of={value} />}
                </Card>
            ))}
            {isReal() && <p class="note">What the peers of other organizations have is theirs to show.</p>}
        </Section>
    );
}

function History(query: Place & { readonly key: string }): JSX.Element {
    const { namespace, collection, asOf: _, key } = query;
    const { answer } = useQuestion<Page<KeyVersion>>(
        'history',
        { namespace, collection, key, limit: 50 },
        network.value?.height,
    );
    if (collection !== undefined || answer === undefined || answer.items.length === 0) return <></>;
    return (
        <Section title="History" about={`${answer.items.length} ${answer.items.length === 1 ? 'version' : 'versions'}`}>
            <Rail changes={answer.items.map(({ version }) => Number(version.split('.')[0]))} />
            {answer.items.map((one, index) => {
                const [block = ''] = one.version.split('.');
                return (
                    <Card
                        head={
                            <>
                                <code>{one.version}</code>{' '}
                                {one.by !== undefined && (
                                    <>
                                        <a {...linkTo('transactions', [one.by.id])}>
                                            <Shown text={one.by.call} />
                                        </a>{' '}
                                        by {one.by.by.user} of {one.by.by.mspId}
                                    </>
                                )}
                            </>
                        }
                        about={
                            <>
                                {timeText(one.time)} ·{' '}
                                <a {...linkTo('ledger', address.value.path, { key, asOf: block })}>as it was then</a>
                            </>
                        }
                    >
                        {one.isDelete ? (
                            <p class="note">deleted</p>
                        ) : (
                            <Diff before={answer.items[index + 1]?.value} after={one.value} onlyChanged />
                        )}
                    </Card>
                );
            })}
        </Section>
    );
}
