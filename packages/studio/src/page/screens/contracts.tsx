import type { JSX } from 'preact';
import type { Call } from '../../model/copies';
import type { Metadata } from '../../model/schema';
import { Empty, Section } from '../parts/shown';
import { address, linkTo } from '../state/navigation';
import { isReal } from '../state/network-words';
import { canCall, metadata, network } from '../state/studio';
import { CallForm } from './call-form';
import { Copies } from './copies';
import { argumentsOf, type Draft, draftOf, results } from './draft';
import { AnyFunction, Chaincodes, Functions, ownContracts } from './functions';
import { HeldCalls } from './held-calls';
import { ReadContracts } from './read-contracts';
import { Results } from './results';

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
                <Chaincodes chosen={chaincode} />
            </header>
            <div class="columns three">
                <nav class="list functions" aria-label="Transactions">
                    {known !== undefined &&
                        ownContracts(known).map((contract) => (
                            <Functions contract={contract} chaincode={chaincode} selected={name} />
                        ))}
                    {known !== undefined && ownContracts(known).length === 0 && (
                        <p class="note">This chaincode says nothing of its transactions: call one by its name.</p>
                    )}
                    {canCall.value && <AnyFunction chaincode={chaincode} />}
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
                        <Results />
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
