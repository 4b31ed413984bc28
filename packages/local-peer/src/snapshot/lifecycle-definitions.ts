import { bool, bytes, int64, message, repeatedStrings, string } from '@heddle/protocol/codec';
import type { ChaincodeDefinition } from '../definition/chaincode-definition';
import { decodeApplicationPolicy, decodeCollections, DEFAULT_POLICY } from '../definition/definition-codec';
import { LIFECYCLE_NAMESPACE } from '../definition/definition-state';
import type { SignaturePolicy } from '../definition/signature-policy';
import type { Scan, StateEntry } from '../ledger/ledger-store';

/** Definitions as peers keep them in the state (fabric, core/chaincode/lifecycle/serializer.go and lifecycle.pb). */

const METADATA = 'namespaces/metadata/';
const FIELDS = 'namespaces/fields/';
const AFTER = '0';
const CHAINCODE = 'ChaincodeDefinition';

const stateMetadata = message({ datatype: string(1), fields: repeatedStrings(2) });
/** One of them. */
const stateData = message({ int64: int64(1), bytes: bytes(2), string: string(3) });
const endorsementInfo = message({ version: string(1), initRequired: bool(2), endorsementPlugin: string(3) });
const validationInfo = message({ validationPlugin: string(1), validationParameter: bytes(2) });

/** What definitions are read from. */
export interface LifecycleState {
    state(namespace: string, key: string): Promise<{ readonly value: Buffer } | undefined>;
    scan(namespace: string, startKey: string, endKey: string): Scan<StateEntry>;
}

/**
 * The definitions of all chaincodes of a channel.
 * @param policyOf a policy of the channel's configuration, by its path
 * @throws ProtocolError, or Error for a policy that names identities by anything but their role
 */
export async function readDefinitions(
    source: LifecycleState,
    policyOf: (path: string) => SignaturePolicy | undefined,
): Promise<ChaincodeDefinition[]> {
    const definitions: ChaincodeDefinition[] = [];
    // A slash is followed by a zero.
    const end = `${METADATA.slice(0, -1)}${AFTER}`;
    const rows = source.scan(LIFECYCLE_NAMESPACE, METADATA, end);
    for (let row = await rows.next(); row !== undefined; row = await rows.next())
        if (stateMetadata.decode(row.value).datatype === CHAINCODE)
            definitions.push(await readDefinition(source, row.key.slice(METADATA.length), policyOf));
    await rows.close();
    return definitions;
}

async function readDefinition(
    source: LifecycleState,
    name: string,
    policyOf: (path: string) => SignaturePolicy | undefined,
): Promise<ChaincodeDefinition> {
    const field = async (field: string): Promise<ReturnType<typeof stateData.decode>> =>
        stateData.decode((await source.state(LIFECYCLE_NAMESPACE, `${FIELDS}${name}/${field}`))?.value ?? Buffer.of());
    const sequence = Number((await field('Sequence')).int64);
    const { version, initRequired } = endorsementInfo.decode((await field('EndorsementInfo')).bytes);
    const { validationParameter } = validationInfo.decode((await field('ValidationInfo')).bytes);
    const { policy, reference } = decodeApplicationPolicy(validationParameter);
    // What refers to the channel's default goes on to do so.
    const endorsementPolicy = policy ?? (reference === DEFAULT_POLICY ? undefined : policyOf(reference));
    return {
        name,
        packageId: `${name}:fork`,
        version,
        sequence,
        initRequired,
        collections: decodeCollections((await field('Collections')).bytes, policyOf),
        ...(endorsementPolicy !== undefined && { endorsementPolicy }),
    };
}
