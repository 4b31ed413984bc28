import type { JSX } from 'preact';
import type { ChannelFacts, DefinitionRow, Told } from '../../api/channel';
import { ledgerVersion } from '../../model/ledger-version';
import { Card, Empty, Facts, Failure, Section, Shown } from '../parts/shown';
import { linkTo } from '../state/navigation';
import { useQuestion } from '../state/question';
import { network } from '../state/studio';
import { Configuration } from './configuration';

/** What is defined on somebody's channel; each thing that the peer does not tell, in its words. */
export function Channel(): JSX.Element {
    const { answer, failure, again } = useQuestion<ChannelFacts>('channel', {}, ledgerVersion(network.value));
    return (
        <div class="screen">
            <header class="bar">
                <h1>Chaincode</h1>
                <span class="about">What the peer tells of {network.value?.channel ?? 'the channel'}.</span>
            </header>
            <div class="scroll" tabIndex={0} role="region" aria-label="Content">
                {failure !== undefined && <Failure of={failure} again={again} />}
                {answer !== undefined && (
                    <>
                        <Definitions of={answer.definitions} />
                        {answer.privateData !== undefined && (
                            <Section title="Private data">
                                <Refusal words={answer.privateData} />
                            </Section>
                        )}
                        {'told' in answer.configuration ? (
                            <Configuration of={answer.configuration.told} />
                        ) : (
                            <Section title="Configuration">
                                <Refusal words={answer.configuration.refused} />
                            </Section>
                        )}
                    </>
                )}
            </div>
        </div>
    );
}

function Refusal({ words }: { readonly words: string }): JSX.Element {
    return (
        <p class="note">
            The peer does not tell: <Shown text={words} />
        </p>
    );
}

function Definitions({ of }: { readonly of: Told<readonly DefinitionRow[]> }): JSX.Element {
    if ('told' in of)
        return (
            <Section title="Definitions">
                {of.told.length === 0 && <Empty>No chaincode is defined on this channel.</Empty>}
                {of.told.map((definition) => (
                    <Definition of={definition} />
                ))}
            </Section>
        );
    const called = network.value?.chaincodes ?? [];
    return (
        <Section title="Definitions">
            <Refusal words={of.refused} />
            {called.length > 0 && (
                <p>Called in the blocks that were read: {called.map(({ name }) => name).join(', ')}</p>
            )}
        </Section>
    );
}

/** A chaincode as it is defined on the channel. */
export function Definition({
    of: { name, packageId, version, sequence, initRequired, endorsementPolicy, collections },
}: {
    readonly of: DefinitionRow;
}): JSX.Element {
    return (
        <Card
            head={<a {...linkTo('contracts', [name])}>{name}</a>}
            about={`version ${version}, sequence ${sequence}${initRequired ? ', init required' : ''}`}
        >
            <Facts
                rows={[
                    ['policy', <code>{endorsementPolicy}</code>],
                    ...(packageId === undefined ? [] : [['package', <code>{packageId}</code>] as const]),
                    ...collections.map((one): [JSX.Element, JSX.Element] => [
                        <a {...linkTo('ledger', [name, one.name])}>{one.name}</a>,
                        <>
                            <code>{one.policy}</code>
                            <span class="about"> {collectionText(one)}</span>
                        </>,
                    ]),
                ]}
            />
        </Card>
    );
}

/** `lives for ever, only members read`. */
export function collectionText({
    blockToLive,
    memberOnlyRead,
    memberOnlyWrite,
}: DefinitionRow['collections'][number]): string {
    return [
        blockToLive === 0 ? 'lives for ever' : `lives ${blockToLive} blocks`,
        ...(memberOnlyRead ? ['only members read'] : []),
        ...(memberOnlyWrite ? ['only members write'] : []),
    ].join(', ');
}
