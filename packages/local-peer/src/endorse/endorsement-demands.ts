import type { Channel } from '../channel/channel';
import { changedMetadata, changedValues, ownPolicyOf, type WrittenKey } from '../commit/written-keys';
import { decodePolicy } from '../definition/policy-codec';
import type { SignaturePolicy } from '../definition/signature-policy';
import { errorText } from '../errors';
import { chaincodeSets } from '../records/chaincode-sets';
import type { NamespaceReadWriteSet } from '../records/read-write-set';
import type { ProposalOutcome } from './endorser';
import { NotEndorsedError } from './not-endorsed-error';

/** Of the public state, among the names of collections. */
const PUBLIC = '';

/**
 * What a gateway lets a transaction be endorsed by: the policies of the namespaces in its read-write set, of the
 * collections, and of single keys (fabric, core/endorser/endorser.go, buildChaincodeInterest). That the called chaincode's
 * own policy is among them is not said: a commit looks at that one, too.
 *
 * @throws NotEndorsedError where a key's own policy was cleared: nobody can fulfil one that is empty
 */
export async function endorsementDemands(
    outcome: ProposalOutcome,
    channel: Pick<Channel, 'policies' | 'store'>,
): Promise<SignaturePolicy[]> {
    const demands: SignaturePolicy[] = [];
    for (const set of chaincodeSets(outcome.readWriteSet)) demands.push(...(await demandsOf(set, outcome, channel)));
    if (demands.length > 0) return demands;
    const policy = channel.policies.ofChaincode(outcome.chaincode);
    return policy === undefined ? [] : [policy];
}

async function demandsOf(
    set: NamespaceReadWriteSet,
    { txId, privateReads }: ProposalOutcome,
    { policies, store }: Pick<Channel, 'policies' | 'store'>,
): Promise<SignaturePolicy[]> {
    const { namespace } = set;
    const keys = [...changedValues(set), ...changedMetadata(set)];
    const read = privateReads.filter((one) => one.namespace === namespace).map(({ collection }) => collection);
    // What only reads is the chaincode's, and what reads values is their collection's, too.
    const collections = new Set(keys.length === 0 ? [PUBLIC, ...read] : read);
    const own: SignaturePolicy[] = [];
    for (const written of keys) {
        const policy = ownPolicyOf(await store.state(written.stateNamespace, written.key));
        if (policy === undefined) collections.add(written.collection);
        else own.push(readKeyPolicy(policy, txId, written));
    }
    const ofChaincode = policies.ofChaincode(namespace);
    const demanded = Array.from(collections, (one) => policies.ofCollection(namespace, one) ?? ofChaincode);
    return [...demanded.flatMap((policy) => policy ?? []), ...own];
}

function readKeyPolicy(encoded: Uint8Array, txId: string, { collection, key }: WrittenKey): SignaturePolicy {
    try {
        return decodePolicy(encoded);
    } catch (cause) {
        const which = collection === PUBLIC ? `key '${key}'` : `a key of collection '${collection}'`;
        const what = encoded.length === 0 ? 'was cleared' : `cannot be read (${errorText(cause)})`;
        throw new NotEndorsedError(
            { kind: 'key-policy' },
            `transaction ${txId}: the endorsement policy of ${which} ${what}, and no peers can fulfil that: name the ` +
                'endorsing organizations in each transaction that writes it, or give it a new policy',
        );
    }
}
