import { deployForEach, type Deployment } from '../fabric/deployment';
import type { FabricNetwork } from '../fabric/fabric-network';
import { untilAllEndorse } from '../fabric/until-all-endorse';
import type { GatewayTarget } from '../harness/gateway-target';
import type { Call } from '../scenarios/target';
import { FORK_CHAINCODE, forkChaincode, keyOf, OWN_COLLECTION, SHARED_COLLECTION } from './fork-chaincode';

/** How many plain keys there are; some of them are deleted, and one is bound to both organizations. */
export const KEY_COUNT = 400;
export const DELETED_KEY = keyOf(7);
export const BOUND_KEY = keyOf(8);
/** Private keys, by collection, and their values. */
export const PRIVATE_KEYS = { [SHARED_COLLECTION]: 'price', [OWN_COLLECTION]: 'cost' } as const;
export const PRIVATE_VALUE = '1200';
/** Of User1 of Org1. */
export const ASSET_ID = 'house';

const COLLECTION = { requiredPeerCount: 0, maxPeerCount: 1, blockToLive: 0 };

/** Deploys the chaincode whose ledger is forked. */
export function deployForkChaincode(network: FabricNetwork): Promise<Deployment> {
    return deployForEach(network, forkChaincode, {
        name: FORK_CHAINCODE,
        signaturePolicy: "OR('Org1MSP.peer','Org2MSP.peer')",
        collections: [
            { ...COLLECTION, name: SHARED_COLLECTION, policy: "OR('Org1MSP.member','Org2MSP.member')" },
            { ...COLLECTION, name: OWN_COLLECTION, policy: "OR('Org1MSP.member')", memberOnlyRead: true },
        ],
    });
}

/** Writes what the tests of forks read, in a dozen blocks. */
export async function writeForkLedger(target: GatewayTarget): Promise<void> {
    await untilAllEndorse(target, FORK_CHAINCODE);
    const submit = async (args: readonly string[], more: Partial<Call> = {}): Promise<void> => {
        const { validation, message } = await target.submit({ chaincode: FORK_CHAINCODE, args, ...more });
        if (validation !== 'VALID') throw new Error(`${args.join(' ')}: ${validation ?? message}`);
    };
    for (let first = 0; first < KEY_COUNT; first += 100) await submit(['putMany', String(first), '100']);
    await submit(['delete', DELETED_KEY]);
    await submit(['bindToBoth', BOUND_KEY]);
    await submit(['createAsset', ASSET_ID]);
    for (const [collection, key] of Object.entries(PRIVATE_KEYS))
        await submit(['putPrivate', collection, key], {
            transient: { value: PRIVATE_VALUE },
            endorsedBy: ['Org1MSP'],
        });
}
