import type { JSX } from 'preact';
import type { BlockRow } from '../../api/ledger';
import { formatAddress } from '../../model/address';
import { partsOf } from '../../model/keys';
import { blockVersion } from '../../model/ledger-version';
import { shownText } from '../../model/shown-text';
import { timeText } from '../parts/outcome';
import { Shown } from '../parts/shown';
import { address, goTo, linkTo } from '../state/navigation';
import { coverageText } from '../state/network-words';
import { useQuestion } from '../state/question';
import { network } from '../state/studio';
import { blockOf, useHistory } from './key-history';
import { KeyPane } from './key-pane';
import { Keys, prefix } from './ledger-keys';
import { Rail } from './rail';

/** What is stored, what was it, who sees it? */
export function Ledger(): JSX.Element {
    const { path, query } = address.value;
    const [chaincode = network.value?.chaincodes[0]?.name ?? '', collection] = path;
    const key = query.get('key');
    const block = query.get('asOf');
    const asOf = collection === undefined ? block : undefined;
    const place = { namespace: chaincode, collection };
    const past = useHistory(chaincode, collection === undefined ? key : undefined);
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
            {collection !== undefined && <AsNow insteadOf={block} />}
            {asOf === undefined && <ReadBlocks />}
            {collection === undefined && (
                <Rail changes={past.versions.map(blockOf)} name={key === undefined ? undefined : nameOf(key)} />
            )}
            <div class="columns">
                <Keys {...place} asOf={asOf} selected={key} />
                {key !== undefined && <KeyPane {...place} asOf={asOf} of={key} past={past} />}
            </div>
        </div>
    );
}

/** What tells it from its neighbours: of a composite key the last part. */
function nameOf(key: string): string {
    return shownText(partsOf(key)?.at(-1) ?? key);
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
    const { answer } = useQuestion<BlockRow>(
        /^\d+$/.test(block) ? `blocks/${block}` : undefined,
        {},
        blockVersion(network.value, Number(block)),
    );
    return (
        <div class="strip warn" role="status">
            You look at the ledger as it was after block {block}
            {answer !== undefined && `, ${timeText(answer.time).slice(0, 8)}`}.
            <span class="grow" />
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

/** Of private data the past is nowhere: a block of an address is not what is shown. */
function AsNow({ insteadOf }: { readonly insteadOf: string | undefined }): JSX.Element {
    const reason = 'blocks have hashes of what they were, and peers keep no history of them.';
    if (insteadOf === undefined) return <p class="ledge">Private data are shown as they are now: {reason}</p>;
    return (
        <div class="strip warn" role="status">
            <span>
                Private data are shown as they are now, not as of block <Shown text={insteadOf} />: {reason}
            </span>
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
