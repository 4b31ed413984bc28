import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatAddress } from '../../model/address';
import { callName, type ContractMetadata, type Metadata } from '../../model/schema';
import { goTo, linkTo } from '../state/navigation';
import { network } from '../state/studio';

/** The transactions of a contract, by what they do. */
export function Functions(props: {
    contract: ContractMetadata;
    chaincode: string;
    selected: string | undefined;
}): JSX.Element {
    const { contract, chaincode, selected } = props;
    const group = (title: string, isEvaluated: boolean): JSX.Element | undefined => {
        const some = contract.transactions.filter((one) => one.isEvaluated === isEvaluated);
        if (some.length === 0) return undefined;
        return (
            <>
                <h3>{title}</h3>
                <ul>
                    {some.map((transaction) => {
                        const name = callName(contract, transaction);
                        return (
                            <li>
                                <a
                                    class={`mono ${name === selected ? 'selected' : ''}`}
                                    aria-current={name === selected ? 'page' : undefined}
                                    {...linkTo('contracts', [chaincode, name])}
                                >
                                    {transaction.name}
                                </a>
                            </li>
                        );
                    })}
                </ul>
            </>
        );
    };
    return (
        <section>
            <h2>{contract.name}</h2>
            {group('changes the ledger', false)}
            {group('only reads', true)}
        </section>
    );
}

/** Each chaincode has it, and it answers what the page has asked it already. */
const SYSTEM_CONTRACT = 'org.hyperledger.fabric';

/** The contracts that somebody has written. */
export function ownContracts({ contracts }: Metadata): readonly ContractMetadata[] {
    return contracts.filter(({ name }) => name !== SYSTEM_CONTRACT);
}

/** The chaincodes, where there are several. */
export function Chaincodes({ chosen }: { readonly chosen: string }): JSX.Element {
    const names = network.value?.chaincodes.map(({ name }) => name) ?? [];
    if (names.length < 2) return <></>;
    return (
        <div class="tabs">
            {names.map((one) => (
                <a aria-current={one === chosen ? 'page' : undefined} {...linkTo('contracts', [one])}>
                    {one}
                </a>
            ))}
        </div>
    );
}

/** A transaction that the metadata does not have: a chaincode of another language may have none. */
export function AnyFunction({ chaincode }: { readonly chaincode: string }): JSX.Element {
    const [name, setName] = useState('');
    return (
        <form
            class="any-function"
            onSubmit={(event) => {
                event.preventDefault();
                if (name !== '') goTo(formatAddress('contracts', [chaincode, name]));
            }}
        >
            <input
                class="mono"
                aria-label="Any other transaction, by its name"
                placeholder="Any other"
                spellcheck={false}
                value={name}
                onInput={({ currentTarget }) => {
                    setName(currentTarget.value);
                }}
            />
            <button>Open</button>
        </form>
    );
}
