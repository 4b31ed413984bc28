import type { JSX } from 'preact';
import type { ChannelFacts, DefinitionRow } from '../../api/channel';
import type { PrivateRow } from '../../api/ledger';
import { ledgerVersion } from '../../model/ledger-version';
import { idText } from '../parts/outcome';
import { Card, Failure, Section } from '../parts/shown';
import { Value } from '../parts/value';
import { isReal } from '../state/network-words';
import { useQuestion } from '../state/question';
import { record } from '../state/record-source';
import { chaincode, network } from '../state/studio';
import { collectionText } from './channel';

const HAS = { value: 'has the value', hash: 'has the hash only', nothing: 'has nothing' };

/** A row per organization: what its peer has, and whether the hash is that of the value. */
export function PrivateData({
    of,
    namespace,
    collection,
}: {
    of: string;
    namespace: string;
    collection: string;
}): JSX.Element {
    const query = { namespace, collection, key: of };
    const { answer, failure, again } = useQuestion<readonly PrivateRow[]>(
        'private',
        query,
        ledgerVersion(network.value),
    );
    return (
        <Section title="Who has it">
            <Collection namespace={namespace} name={collection} />
            {failure !== undefined && <Failure of={failure} again={again} />}
            {(answer ?? []).map(({ mspId, has, value, hash, matches }) => (
                <Card head={mspId} about={HAS[has]}>
                    {hash !== undefined && (
                        <div class="line">
                            <code title={hash}>{idText(hash)}</code>
                            {matches !== undefined && (
                                <span class={`about ${matches ? '' : 'bad'}`}>
                                    {matches ? 'the hash of the value: the same' : 'the hash of the value differs'}
                                </span>
                            )}
                        </div>
                    )}
                    {value !== undefined && <Value key={hash} of={value} />}
                </Card>
            ))}
            {isReal() && <p class="note">What the peers of other organizations have is theirs to show.</p>}
        </Section>
    );
}

/** What the definition says of who may have it, and for how long. */
function Collection({ namespace, name }: { readonly namespace: string; readonly name: string }): JSX.Element {
    const path = record === undefined ? (isReal() ? 'channel' : 'chaincode/definitions') : undefined;
    const { answer } = useQuestion<ChannelFacts | readonly DefinitionRow[]>(path, {}, chaincode.value);
    const collection = definitionsIn(answer)
        .find((one) => one.name === namespace)
        ?.collections.find((one) => one.name === name);
    if (collection === undefined) return <></>;
    return (
        <p class="note">
            Members are <code>{collection.policy}</code>; {collectionText(collection)}.
        </p>
    );
}

function definitionsIn(answer: ChannelFacts | readonly DefinitionRow[] | undefined): readonly DefinitionRow[] {
    if (answer === undefined) return [];
    if (!('definitions' in answer)) return answer;
    return 'told' in answer.definitions ? answer.definitions.told : [];
}
