import type { JSX } from 'preact';
import { callName, type ContractMetadata } from '../../model/schema';
import { linkTo } from '../state/navigation';

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
