import type { JSX } from 'preact';
import type { Outcome } from '../../api/transaction';
import type { Call } from '../../model/copies';
import type { Metadata } from '../../model/schema';
import { Badge, idText, millisecondsText } from '../parts/outcome';
import { Card, Empty, KeyName, Section, Shown } from '../parts/shown';
import { Diff, Value } from '../parts/value';
import { address, linkTo } from '../state/navigation';
import { isReal } from '../state/network-words';
import { canCall, metadata, network, rows } from '../state/studio';
import { argumentsOf, CallForm, type Draft, draftOf, type Result, results } from './call-form';
import { Copies } from './copies';
import { Functions } from './functions';
import { HeldCalls } from './held-calls';
import { Messages } from './messages';
import { ReadContracts } from './read-contracts';

/** What can I call, and what would it do? */
export function Contracts(): JSX.Element {
    return isReal() ? <ReadContracts /> : <CallContracts />;
}

function CallContracts(): JSX.Element {
    const [chaincode = network.value?.chaincodes[0]?.name ?? '', name] = address.value.path;
    const known = metadata.value.get(chaincode);
    const found = name === undefined ? undefined : known?.find(name);
    return (
        <div class={`screen contracts ${name === undefined ? '' : 'with-detail'}`}>
            <header class="bar">
                <h1>Contracts</h1>
            </header>
            <div class="columns three">
                <nav class="list functions" aria-label="Transactions">
                    {known?.contracts.map((contract) => (
                        <Functions contract={contract} chaincode={chaincode} selected={name} />
                    ))}
                    {known?.contracts.length === 0 && (
                        <Empty>This chaincode says nothing of its functions. Give one its name.</Empty>
                    )}
                </nav>
                <main class="middle">
                    {known === undefined || name === undefined ? (
                        <Empty>Choose a transaction.</Empty>
                    ) : (
                        <>
                            <a class="back" {...linkTo('contracts')}>
                                Contracts
                            </a>
                            <h2 class="mono">{name}</h2>
                            {found?.transaction.description !== undefined && <p>{found.transaction.description}</p>}
                            <CallForm draft={draftOf(chaincode, name)} known={known} />
                            <Section title="The same call as">
                                <Copies call={callOf(draftOf(chaincode, name), known)} />
                            </Section>
                        </>
                    )}
                </main>
                <aside class="detail" aria-label="Results">
                    <HeldCalls />
                    {results.value.length === 0 ? (
                        <Empty>
                            {canCall.value ? 'What comes of your calls is shown here.' : 'Nothing can be called here.'}
                        </Empty>
                    ) : (
                        results.value.map((result) => <ResultCard key={result.callId} result={result} />)
                    )}
                </aside>
            </div>
        </div>
    );
}

function callOf(draft: Draft, known: Metadata): Call {
    const [user = '', mspId = ''] = draft.by.split('@');
    const [own] = network.value?.organizations ?? [];
    const isDefault = own?.mspId === mspId && own.users[0] === user;
    return {
        name: draft.name,
        args: argumentsOf(draft),
        isEvaluated: known.find(draft.name)?.transaction.isEvaluated ?? false,
        chaincode: draft.chaincode,
        transient: draft.transient.map(([name]) => name),
        ...(draft.endorsers.length > 0 && { endorsers: draft.endorsers }),
        ...(!isDefault && { user, ...(own?.mspId !== mspId && { mspId }) }),
    };
}

const MODES = { submit: 'Submitted', evaluate: 'Evaluated', try: 'Not submitted: nothing has changed', hold: 'Held' };

/** What was held is committed later, or not. */
function modeText(mode: Result['mode'], { kind }: Outcome): string {
    return mode === 'hold' && (kind === 'valid' || kind === 'invalid') ? 'Held, then submitted' : MODES[mode];
}

function ResultCard({ result: { mode, name, transaction, failure } }: { readonly result: Result }): JSX.Element {
    if (transaction === undefined)
        return (
            <Card head={<code>{name}</code>} about="not run">
                <p class="mistake">
                    <Shown text={failure?.message ?? ''} />
                </p>
                <p class="note">{failure?.remedy}</p>
            </Card>
        );
    const { response, refusal, changes, event, ms, id } = transaction;
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
