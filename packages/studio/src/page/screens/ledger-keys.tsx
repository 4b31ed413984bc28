import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { StateRow } from '../../api/ledger';
import { keyText, prefixOf } from '../../model/keys';
import { ledgerVersion } from '../../model/ledger-version';
import { sizeText } from '../../model/value-view';
import { Empty, Failure, Shown } from '../parts/shown';
import { linkTo } from '../state/navigation';
import { usePages } from '../state/pages';
import { network } from '../state/studio';

const PAGE = 100;

/** What the keys that are shown begin with, as somebody types it. */
export const prefix = signal('');

/** A chaincode's public keys or those of a collection, now or as they were after a block. */
export interface Place {
    readonly namespace: string;
    readonly collection: string | undefined;
    readonly asOf: string | undefined;
}

/** The address of a place, without its block. */
export function pathOf({ namespace, collection }: Place): string[] {
    return collection === undefined ? [namespace] : [namespace, collection];
}

/** The keys in the order of the ledger. */
export function Keys({ selected, ...place }: Place & { readonly selected: string | undefined }): JSX.Element {
    const query = { ...place, prefix: prefixOf(prefix.value) };
    // Which chaincodes there are is known a little later.
    const asked = place.namespace === '' ? undefined : 'state';
    const by = { page: PAGE, version: ledgerVersion(network.value) };
    const { answer: items, failure, again, more } = usePages<StateRow>(asked, query, by);
    if (failure !== undefined) return <Failure of={failure} again={again} />;
    const path = pathOf(place);
    return (
        <div class="list keys">
            {items?.length === 0 && <Empty>No key here{prefix.value === '' ? '' : ' with this prefix'}.</Empty>}
            <ul>
                {items?.map(({ key, size, version, preview }) => (
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
            {more !== undefined && (
                <button class="quiet" onClick={more}>
                    More keys
                </button>
            )}
        </div>
    );
}
