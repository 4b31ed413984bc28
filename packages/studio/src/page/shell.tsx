import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { StudioRecord } from '../api/record';
import { type Screen, SCREENS } from '../model/address';
import { Announced } from './announced';
import { GoTo, isGoToOpen } from './go-to';
import { KeysHelp } from './keys-help';
import { Icon, Mark } from './parts/icon';
import { timeText } from './parts/outcome';
import { Shown } from './parts/shown';
import { Blocks } from './screens/blocks';
import { Chaincode } from './screens/chaincode';
import { Contracts } from './screens/contracts';
import { Events } from './screens/events';
import { Identities } from './screens/identities';
import { Ledger } from './screens/ledger';
import { Transactions } from './screens/transactions';
import { isBusy } from './state/client';
import { address, linkTo } from './state/navigation';
import { coverageText, isReal, processName } from './state/network-words';
import { record } from './state/record-source';
import { chooseScheme, type Scheme, scheme, SCHEMES } from './state/scheme';
import { chaincode, connection, network, rows } from './state/studio';

const NAMES: Readonly<Record<Screen, string>> = {
    transactions: 'Transactions',
    contracts: 'Contracts',
    ledger: 'Ledger',
    blocks: 'Blocks',
    events: 'Events',
    identities: 'Identities',
    chaincode: 'Chaincode',
};

const VIEWS: Readonly<Record<Screen, () => JSX.Element>> = {
    transactions: Transactions,
    contracts: Contracts,
    ledger: Ledger,
    blocks: Blocks,
    events: Events,
    identities: Identities,
    chaincode: Chaincode,
};

/** The screens, and the one that is looked at. */
export function Shell(): JSX.Element {
    const { screen } = address.value;
    const View = VIEWS[screen];
    // What the other screens ask depends on what kind of network it is.
    const isKnown = network.value !== undefined || screen === 'transactions';
    const fork = network.value?.fork;
    useEffect(() => {
        document.title = `${NAMES[screen]} – ${fork ?? 'Heddle Studio'}`;
    }, [screen, fork]);
    return (
        <div class="shell">
            <nav class="side" aria-label="Screens">
                <p class="brand">
                    <Mark /> <b>Heddle</b> Studio
                </p>
                <button
                    class="go-to-button"
                    onClick={() => {
                        isGoToOpen.value = true;
                    }}
                >
                    Go to… <kbd>Ctrl K</kbd>
                </button>
                <ul>
                    {SCREENS.map((one) => (
                        <li>
                            <a aria-current={one === screen ? 'page' : undefined} {...linkTo(one)}>
                                <Icon of={one} /> {NAMES[one]}
                                <Count of={one} />
                            </a>
                        </li>
                    ))}
                </ul>
                <span class="grow" />
                <Status />
            </nav>
            <div class="content" aria-busy={isBusy.value}>
                <Strip />
                <Silent />
                {connection.value === 'refused' ? <WrongKey /> : isKnown ? <View /> : <></>}
            </div>
            <BottomBar screen={screen} />
            <GoTo />
            <KeysHelp />
            <Announced />
        </div>
    );
}

function Count({ of }: { readonly of: Screen }): JSX.Element {
    const counts: Partial<Record<Screen, number | undefined>> = {
        transactions: rows.value.length,
        blocks: network.value?.height,
    };
    const count = counts[of];
    return <span class="count">{count}</span>;
}

function Status(): JSX.Element {
    const known = network.value;
    return (
        <div class="status">
            <p>
                <span class={`lamp ${connection.value}`} /> <b>{known?.fork ?? known?.channel ?? '…'}</b>
            </p>
            {known !== undefined && (
                <p class="about">
                    {known.coverage === undefined ? `block ${known.height - 1}` : 'read only'} ·{' '}
                    {known.organizations.length} {known.organizations.length === 1 ? 'organization' : 'organizations'}
                </p>
            )}
            {known?.coverage !== undefined && <p class="about">{coverageText()}</p>}
            {chaincode.value.map(({ name, state, since }) => (
                <p>
                    <b>{name}</b>
                    <br />
                    <span class="about">
                        {state} since {timeText(since).slice(0, 8)}
                    </span>
                </p>
            ))}
            <Theme />
        </div>
    );
}

function Theme(): JSX.Element {
    return (
        <label class="about">
            Colours{' '}
            <select
                value={scheme.value}
                onChange={({ currentTarget }) => {
                    chooseScheme(currentTarget.value as Scheme);
                }}
            >
                {SCHEMES.map((one) => (
                    <option value={one}>{one}</option>
                ))}
            </select>
        </label>
    );
}

function Strip(): JSX.Element {
    if (record !== undefined) return <FailedTest of={record} />;
    if (connection.value === 'crowded') return <Crowded />;
    if (connection.value !== 'gone') return <></>;
    const after = isReal()
        ? 'Open the address that it prints when it runs again.'
        : 'The page connects by itself when it runs again.';
    return (
        <div class="strip warn" role="status">
            {processName()} has ended; this is what it had told. {after}
        </div>
    );
}

/** Browsers open so few connections to a server that one more page would hold up all of them. */
function Crowded(): JSX.Element {
    return (
        <div class="strip warn" role="status">
            As many other windows follow this network as can at once. This one looks every ten seconds what is new, and
            follows by itself when another one is closed, or behind others.
        </div>
    );
}

/** The process is there, and its peer is not. */
function Silent(): JSX.Element {
    const silent = network.value?.coverage?.silent;
    if (silent === undefined || connection.value !== 'live') return <></>;
    return (
        <div class="strip warn" role="status">
            <span>
                No block can come since {timeText(silent.since).slice(0, 8)}: <Shown text={silent.reason} />. It
                connects again by itself.
            </span>
        </div>
    );
}

/** What a record is of: the test, its error, the transaction that it is about. */
function FailedTest({ of: { test, leftOut } }: { readonly of: StudioRecord }): JSX.Element {
    const { name, file, message, transaction } = test;
    return (
        <section class="failed-test" aria-label="The test that failed">
            <p class="sentence">
                <Shown text={name} /> failed
            </p>
            <pre>
                <Shown text={message} isMultiline />
            </pre>
            <p class="about">
                {transaction !== undefined && <a {...linkTo('transactions', [transaction])}>the transaction</a>}{' '}
                {file !== undefined && <Shown text={file} />} {leftOut.join(' ')}
            </p>
        </section>
    );
}

function WrongKey(): JSX.Element {
    return (
        <div class="empty" role="alert">
            This page is not for this run: open the address that heddle dev, or heddle studio, prints.
        </div>
    );
}

const BAR: readonly Screen[] = ['transactions', 'contracts', 'ledger', 'blocks'];

/** Where there is no room at the side. */
function BottomBar({ screen }: { readonly screen: Screen }): JSX.Element {
    return (
        <nav class="bottom" aria-label="Screens, below">
            {BAR.map((one) => (
                <a aria-current={one === screen ? 'page' : undefined} {...linkTo(one)}>
                    <Icon of={one} />
                    {NAMES[one]}
                </a>
            ))}
            <button
                onClick={() => {
                    isGoToOpen.value = true;
                }}
            >
                <Icon of="more" />
                More
            </button>
        </nav>
    );
}
