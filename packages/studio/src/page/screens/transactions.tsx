import { computed, signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Summary } from '../../api/transaction';
import { shellCopy } from '../../model/copies';
import { withMarks } from '../../model/list-rows';
import { callName } from '../../model/schema';
import { sparkPath } from '../../model/window';
import { isBad } from '../parts/outcome';
import { Empty } from '../parts/shown';
import { address, linkTo } from '../state/navigation';
import { coverageText, isReal } from '../state/network-words';
import { record } from '../state/record-source';
import { connection, isPaused, marks, metadata, network, pause, rates, shown, waiting } from '../state/studio';
import { argumentsOf, draftOf } from './draft';
import { TransactionPane } from './transaction';
import { TransactionList } from './transaction-list';

type Show = 'all' | 'submitted' | 'evaluated' | 'failed';

const show = signal<Show>('all');
export const filter = signal('');
/** Of several chaincodes the one whose transactions are shown; empty for all. */
const ofChaincode = signal('');

const IS_SHOWN: Readonly<Record<Show, (row: Summary) => boolean>> = {
    all: () => true,
    submitted: ({ kind }) => kind === 'submit',
    evaluated: ({ kind }) => kind === 'evaluate',
    failed: ({ outcome }) => isBad(outcome),
};

const found = computed(() => {
    const words = filter.value.toLowerCase();
    const name = ofChaincode.value;
    if (words === '' && name === '') return shown.value;
    return shown.value.filter((row) => (name === '' || row.chaincode === name) && textOf(row).includes(words));
});
const listed = computed(() => {
    const some = found.value.filter(IS_SHOWN[show.value]);
    // Among what somebody looks for, they are in the way.
    return filter.value === '' ? withMarks(some, marks.value) : some;
});

function textOf({ id, call, by, outcome, chaincode }: Summary): string {
    return [id, chaincode, call.name, call.args, by.user, by.mspId, outcome.text].join(' ').toLowerCase();
}

/** What is happening? */
export function Transactions(): JSX.Element {
    const [selected] = address.value.path;
    return (
        <div class={`screen transactions ${selected === undefined ? '' : 'with-detail'}`}>
            <header class="bar">
                <h1>
                    Transactions <Live />
                </h1>
                {record === undefined && <Rate />}
                <label class="hidden" for="filter">
                    Filter
                </label>
                <input
                    id="filter"
                    type="search"
                    placeholder="Function, key, caller, id"
                    value={filter.value}
                    onInput={({ currentTarget }) => {
                        filter.value = currentTarget.value;
                    }}
                />
                <ChaincodeChoice />
                <Tabs />
                {record === undefined && <Pause />}
            </header>
            <div class="columns">
                <div class="list">
                    <div class="row head" aria-hidden="true">
                        <span class="block-number">Block</span>
                        <span class="thread" />
                        <span class="call">Call</span>
                        <span class="outcome">Outcome</span>
                        <span class="by">By</span>
                        <span class="at">Time</span>
                        <span class="keys">Read, written</span>
                        <span class="took">{isReal() ? 'Time' : 'Took'}</span>
                    </div>
                    {listed.value.length === 0 ? (
                        <Nothing />
                    ) : (
                        <TransactionList
                            rows={listed.value}
                            selected={selected}
                            onScroll={(isAtTop) => {
                                if (isAtTop === isPaused.value) pause(!isAtTop);
                            }}
                        />
                    )}
                </div>
                {selected !== undefined && <TransactionPane id={selected} />}
            </div>
        </div>
    );
}

function ChaincodeChoice(): JSX.Element {
    const names = network.value?.chaincodes.map(({ name }) => name) ?? [];
    if (names.length < 2) return <></>;
    return (
        <select
            aria-label="Chaincode"
            value={ofChaincode.value}
            onChange={({ currentTarget }) => {
                ofChaincode.value = currentTarget.value;
            }}
        >
            <option value="">all chaincodes</option>
            {names.map((name) => (
                <option>{name}</option>
            ))}
        </select>
    );
}

function Pause(): JSX.Element {
    return (
        <button
            aria-pressed={isPaused.value}
            onClick={() => {
                pause(!isPaused.value);
            }}
        >
            {isPaused.value ? `Go on${waiting.value > 0 ? ` (${waiting.value} new)` : ''}` : 'Pause'}
        </button>
    );
}

function Nothing(): JSX.Element {
    if (connection.value === 'connecting') return <Bars />;
    if (connection.value === 'recorded' && filter.value === '') return <Empty>The test has called nothing.</Empty>;
    if (filter.value !== '' || show.value !== 'all') return <Empty>No transaction of these is kept.</Empty>;
    return (
        <Empty>
            {isReal() ? (
                <>{coverageText()} No transaction so far; new ones are shown as they come.</>
            ) : (
                <>
                    No transaction yet. Call one under <a {...linkTo('contracts')}>Contracts</a>, or by <FirstCall />
                </>
            )}
        </Empty>
    );
}

/** A command that calls the first transaction that changes the ledger, as far as one is known. */
function FirstCall(): JSX.Element {
    const [chaincode, known] = [...metadata.value][0] ?? [];
    const contract = known?.contracts[0];
    const transaction = contract?.transactions.find(({ isEvaluated }) => !isEvaluated);
    if (chaincode === undefined || contract === undefined || transaction === undefined)
        return <code>heddle invoke</code>;
    const name = callName(contract, transaction);
    const args = argumentsOf(draftOf(chaincode, name));
    const { text } = shellCopy({ name, args, isEvaluated: false, chaincode, transient: [] });
    return (
        <>
            <code>{text}</code>{' '}
            <button
                class="quiet"
                onClick={() => {
                    void navigator.clipboard.writeText(text);
                }}
            >
                Copy
            </button>
        </>
    );
}

/** What stands where rows will be. */
function Bars(): JSX.Element {
    return (
        <div class="bars" aria-hidden="true">
            {Array.from({ length: 8 }, () => (
                <div />
            ))}
        </div>
    );
}

function Live(): JSX.Element {
    const isLive = connection.value === 'live' && !isPaused.value;
    return <span class={`state-mark ${isLive ? '' : 'off'}`}>{isPaused.value ? 'paused' : connection.value}</span>;
}

function Rate(): JSX.Element {
    const values = rates.value;
    const perSecond = values.slice(-10).reduce((sum, one) => sum + one, 0) / 10;
    return (
        <span class="rate">
            {perSecond.toFixed(1)} per second
            <svg width="92" height="20" viewBox="0 0 92 20" aria-hidden="true">
                <path d={sparkPath(values, 92, 18)} />
            </svg>
        </span>
    );
}

/** Of a real network there are submitted ones alone, but where somebody may evaluate. */
const TABS: readonly (readonly [Show, string])[] = [
    ['all', 'All'],
    ['submitted', 'Submitted'],
    ['evaluated', 'Evaluated'],
    ['failed', 'Failed'],
];

function Tabs(): JSX.Element {
    const tabs =
        isReal() && network.value?.can.evaluate !== true
            ? TABS.filter(([name]) => name === 'all' || name === 'failed')
            : TABS;
    return (
        <div class="tabs" role="group" aria-label="Show">
            {tabs.map(([name, label]) => (
                <button
                    aria-pressed={show.value === name}
                    onClick={() => {
                        show.value = name;
                    }}
                >
                    {label} <span class="count">{found.value.filter(IS_SHOWN[name]).length}</span>
                </button>
            ))}
        </div>
    );
}
