import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FABRIC_LINES, type FabricLine, findFabricBinaries } from '../fabric/fabric-binaries';
import { FabricNetwork } from '../fabric/fabric-network';
import { GatewayTarget } from '../harness/gateway-target';
import { deployForkChaincode, writeForkLedger } from './fork-ledger';

/** Where the snapshot of a line's peer is kept. */
export function snapshotFolder(line: FabricLine): string {
    return join(__dirname, '../../golden', `snapshot-${line}`);
}

/**
 * Records the snapshots of all lines of Fabric anew.
 * @returns the exit code: 1 where a line's binaries are missing
 */
export async function recordSnapshots(print: (line: string) => void): Promise<number> {
    let code = 0;
    for (const line of FABRIC_LINES) if (!(await recordSnapshot(line, print))) code = 1;
    return code;
}

async function recordSnapshot(line: FabricLine, print: (line: string) => void): Promise<boolean> {
    const found = findFabricBinaries(line);
    if ('missing' in found) {
        print(`Fabric ${line}: not recorded: ${found.missing}`);
        return false;
    }
    await using network = await FabricNetwork.start({ binaries: found.binaries });
    await using _deployment = await deployForkChaincode(network);
    using target = new GatewayTarget(network);
    await writeForkLedger(target);
    const folder = snapshotFolder(line);
    rmSync(folder, { recursive: true, force: true });
    cpSync(await network.snapshot(), folder, { recursive: true });
    print(`Fabric ${found.binaries.version}: ${folder}`);
    return true;
}
