import type { FabricNetwork } from '../fabric/fabric-network';
import { CHANNEL } from '../harness/channel';
import { type Ended, HEDDLE, runProgram } from '../harness/run-program';

/** Fetches a network's blocks by the command, as User1 of Org1. */
export function fetchHistory(network: FabricNetwork, folder: string, ...args: readonly string[]): Promise<Ended> {
    return runProgram([HEDDLE, 'blocks', 'fetch', folder, ...args], {
        cwd: network.folder.root,
        env: {
            CHANNEL_NAME: CHANNEL,
            CORE_PEER_ADDRESS: network.peerAddress,
            CORE_PEER_LOCALMSPID: 'Org1MSP',
            CORE_PEER_MSPCONFIGPATH: network.folder.user('Org1', 'User1').mspFolder,
            CORE_PEER_TLS_ROOTCERT_FILE: network.folder.peerCa(),
            CORE_PEER_TLS_SERVERHOSTOVERRIDE: 'localhost',
        },
    });
}
