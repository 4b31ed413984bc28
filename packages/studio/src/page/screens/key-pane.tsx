import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { KeyState } from '../../api/ledger';
import type { Bytes, Key } from '../../api/value';
import { eraOf, ledgerVersion } from '../../model/ledger-version';
import { kindText, sizeText } from '../../model/value-view';
import { idText } from '../parts/outcome';
import { Empty, Facts, Failure, KeyName, Shown } from '../parts/shown';
import { Value } from '../parts/value';
import { linkTo } from '../state/navigation';
import { useQuestion } from '../state/question';
import { metadata, network } from '../state/studio';
import { openForm } from './draft';
import { History, type KeyPast } from './key-history';
import { pathOf, type Place } from './ledger-keys';
import { PrivateData } from './private-data';

/** One key: what it holds, who wrote it, who has it, what it was. */
export function KeyPane({ of, past, ...place }: Place & { readonly of: string; readonly past: KeyPast }): JSX.Element {
    const query = { ...place, key: of };
    const { answer, failure, again } = useQuestion<KeyState>('state/key', query, ledgerVersion(network.value));
    const { namespace, collection, asOf } = place;
    return (
        <aside class="detail" aria-label="Key">
            <a class="back" {...linkTo('ledger', pathOf(place), { asOf })}>
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
                        <Empty>It does not exist{asOf === undefined ? '' : ' at this block'}.</Empty>
                    ) : (
                        <ShownValue
                            key={of}
                            of={answer.value}
                            version={`${eraOf(network.value)} ${answer.version ?? ''}`}
                        />
                    )}
                    {collection === undefined && <EvaluateWith chaincode={namespace} of={answer.key} />}
                </>
            )}
            {collection !== undefined && <PrivateData namespace={namespace} collection={collection} of={of} />}
            {collection === undefined && <History of={past} name={of} asOf={asOf} />}
        </aside>
    );
}

/** A value as what it is, or as its bytes. */
function ShownValue({ of, version }: { readonly of: Bytes; readonly version: string }): JSX.Element {
    const [isHex, setHex] = useState(false);
    return (
        <>
            <div class="actions">
                <span class="about">
                    {kindText(of)}, {sizeText(of.size)}
                </span>
                <span class="grow" />
                {of.text !== undefined && of.cut !== true && (
                    <button
                        class="quiet"
                        onClick={() => {
                            void navigator.clipboard.writeText(of.text ?? '');
                        }}
                    >
                        Copy
                    </button>
                )}
                {of.text !== undefined && of.size > 0 && (
                    <button
                        class="quiet"
                        aria-pressed={isHex}
                        onClick={() => {
                            setHex(!isHex);
                        }}
                    >
                        Bytes
                    </button>
                )}
            </div>
            <div class="card value-card">
                <Value key={version} of={of} isHex={isHex} />
            </div>
        </>
    );
}

function KeyFacts({ of: { version, writtenBy, policy } }: { readonly of: KeyState }): JSX.Element {
    return (
        <Facts
            rows={[
                ...(version === undefined ? [] : ([['version', version]] as const)),
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

/** Transactions that only read, and take one text: that of a key, or the last part of a composite one. */
function EvaluateWith({ chaincode, of }: { readonly chaincode: string; readonly of: Key }): JSX.Element {
    const names = network.value?.can.evaluate === true ? (metadata.value.get(chaincode)?.readersOfOne ?? []) : [];
    if (names.length === 0) return <></>;
    return (
        <div class="actions">
            <span class="about">Evaluate with</span>
            {names.map((name) => (
                <button
                    class="quiet mono"
                    onClick={() => {
                        openForm(chaincode, name, [of.parts?.at(-1) ?? of.text]);
                    }}
                >
                    {name}
                </button>
            ))}
        </div>
    );
}
