import { message, repeatedStrings, string } from '@heddle/protocol/codec';
import type { ChaincodeDefinition } from '../definition/chaincode-definition';
import { definitionInState, keysOfDefinition } from '../definition/definition-in-state';
import { LIFECYCLE_NAMESPACE } from '../definition/definition-state';
import type { SignaturePolicy } from '../definition/signature-policy';
import type { Scan, StateEntry } from '../ledger/ledger-store';

/** Which definitions there are in the state (fabric, core/chaincode/lifecycle/serializer.go). */

const METADATA = 'namespaces/metadata/';
const AFTER = '0';
const CHAINCODE = 'ChaincodeDefinition';

const stateMetadata = message({ datatype: string(1), fields: repeatedStrings(2) });

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
    for (const name of await definedChaincodes(source))
        definitions.push(...(await readDefinition(source, name, policyOf)));
    return definitions;
}

/** The names of the chaincodes that are defined. @throws ProtocolError */
export async function definedChaincodes(source: Pick<LifecycleState, 'scan'>): Promise<string[]> {
    const names: string[] = [];
    // A slash is followed by a zero.
    const end = `${METADATA.slice(0, -1)}${AFTER}`;
    const rows = source.scan(LIFECYCLE_NAMESPACE, METADATA, end);
    try {
        for (let row = await rows.next(); row !== undefined; row = await rows.next()) names.push(...namesIn(row));
    } finally {
        await rows.close();
    }
    return names;
}

/** None where something else is defined there. */
function namesIn({ key, value }: StateEntry): string[] {
    return stateMetadata.decode(value).datatype === CHAINCODE ? [key.slice(METADATA.length)] : [];
}

/**
 * The definition of one of them, or none.
 * @param policyOf a policy of the channel's configuration, by its path
 * @throws ProtocolError, or Error for a policy that names identities by anything but their role
 */
export async function readDefinition(
    source: LifecycleState,
    name: string,
    policyOf: (path: string) => SignaturePolicy | undefined,
): Promise<ChaincodeDefinition[]> {
    const values = new Map<string, Buffer | undefined>();
    for (const key of keysOfDefinition(name)) values.set(key, (await source.state(LIFECYCLE_NAMESPACE, key))?.value);
    const definition = definitionInState(name, (key) => values.get(key), policyOf);
    return definition === undefined ? [] : [{ ...definition, packageId: `${name}:fork` }];
}
