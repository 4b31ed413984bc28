import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { type Member, memberOf } from '../../model/inputs';
import { callName, type Metadata } from '../../model/schema';
import { Empty, Facts, Failure, Section, Shown } from '../parts/shown';
import { address, linkTo } from '../state/navigation';
import { useQuestion } from '../state/question';
import { learnMetadata, metadata, network } from '../state/studio';
import { CallForm } from './call-form';
import { draftOf } from './draft';
import { Chaincodes, Functions, ownContracts } from './functions';
import { Results } from './results';

/** Objects in objects are told to this depth. */
const DEEPEST = 3;

/** What a chaincode of somebody's network can do: it is asked when somebody comes here, and nothing is called. */
export function ReadContracts(): JSX.Element {
    const [chaincode = network.value?.chaincodes[0]?.name ?? '', name] = address.value.path;
    const { answer, failure, again } = useQuestion<{ readonly document: unknown; readonly refused?: string }>(
        chaincode === '' ? undefined : 'contracts',
        { chaincode },
    );
    useEffect(() => {
        if (answer !== undefined && answer.refused === undefined) learnMetadata(chaincode, answer.document);
    }, [answer]);
    const known = metadata.value.get(chaincode);
    const canEvaluate = network.value?.can.evaluate === true;
    const contracts = known === undefined ? [] : ownContracts(known);
    return (
        <div class={`screen contracts reading ${name === undefined ? '' : 'with-detail'}`}>
            <header class="bar">
                <h1>Contracts</h1>
                <Chaincodes chosen={chaincode} />
            </header>
            <Asked of={chaincode} refused={answer?.refused} />
            {failure !== undefined && <Failure of={failure} again={again} />}
            <div class="columns two">
                <nav class="list functions" aria-label="Transactions">
                    {contracts.map((contract) => (
                        <Functions contract={contract} chaincode={chaincode} selected={name} />
                    ))}
                    {answer !== undefined && contracts.length === 0 && (
                        <Empty>
                            Its functions are known by their calls: see <a {...linkTo('transactions')}>Transactions</a>.
                        </Empty>
                    )}
                </nav>
                <main class="middle">
                    {known === undefined || name === undefined ? (
                        <Empty>Choose a transaction.</Empty>
                    ) : (
                        <>
                            <Signature name={name} known={known} />
                            {canEvaluate && known.find(name)?.transaction.isEvaluated === true && (
                                <Section title="Evaluate">
                                    <CallForm draft={draftOf(chaincode, name)} known={known} />
                                    <Results />
                                </Section>
                            )}
                        </>
                    )}
                </main>
            </div>
        </div>
    );
}

/** What the list is made of, and what the peer said where it is not. */
function Asked({ of, refused }: { readonly of: string; readonly refused: string | undefined }): JSX.Element {
    const canEvaluate = network.value?.can.evaluate === true;
    return (
        <p class="ledge">
            {refused === undefined ? (
                <>
                    Asked of {of === '' ? 'a chaincode' : of} by <code>GetMetadata</code>, which runs the
                    chaincode&rsquo;s own code.{' '}
                    {canEvaluate
                        ? 'What only reads can be evaluated from here, and nothing is submitted.'
                        : 'Nothing is called from here.'}
                </>
            ) : (
                <>
                    {of} does not tell of itself. <code>GetMetadata</code> runs the chaincode&rsquo;s own code, and the
                    peer says: <Shown text={refused} />
                </>
            )}
        </p>
    );
}

function Signature({ name, known }: { readonly name: string; readonly known: Metadata }): JSX.Element {
    const found = known.find(name);
    if (found === undefined) return <Empty>The chaincode has no transaction of this name.</Empty>;
    const { contract, transaction } = found;
    const members = transaction.parameters.flatMap((parameter) => linesOf(memberOf(parameter, known)));
    return (
        <>
            <a class="back" {...linkTo('contracts')}>
                Contracts
            </a>
            <h2 class="mono">{callName(contract, transaction)}</h2>
            <p class="about">{transaction.isEvaluated ? 'only reads' : 'changes the ledger'}</p>
            {transaction.description !== undefined && <p>{transaction.description}</p>}
            <Section title="Arguments">
                {members.length === 0 ? (
                    <p class="note">It takes none.</p>
                ) : (
                    <Facts
                        rows={members.map(({ name: parameter, input, about, isOptional, description }) => [
                            <code>{parameter}</code>,
                            <>
                                {aboutText(input, about)}
                                {isOptional && ', optional'}
                                {description !== undefined && <span class="about"> {description}</span>}
                            </>,
                        ])}
                    />
                )}
            </Section>
        </>
    );
}

function aboutText(input: Member['input'], about: string): string {
    if (input.kind === 'choice') return input.values.map((value) => JSON.stringify(value)).join(', ');
    return about === '' ? 'JSON' : about;
}

/** A value, and below it the members of an object, each by its path. */
function linesOf(member: Member, within = '', depth = 0): Member[] {
    const name = within + member.name;
    const { input } = member;
    const inner = input.kind === 'object' && depth < DEEPEST ? input.members : [];
    return [{ ...member, name }, ...inner.flatMap((one) => linesOf(one, `${name}.`, depth + 1))];
}
