import { expect, it } from '@jest/globals';
import { ChaincodeProcess } from '../fabric/chaincode-process';
import { freePorts } from '../fabric/free-ports';
import { killUnderLoad } from '../scenarios/kill-under-load';
import { LocalPeerNetwork } from './local-peer-network';

it.each([
    ['2.5', false],
    ['3.1', true],
])('a local peer as of Fabric %s loses nothing while a server is killed under a load', async (_line, takesBatches) => {
    await using network = await LocalPeerNetwork.start({ takesBatches, takesSelectors: false });
    const [port = 0] = await freePorts(1);
    const address = `127.0.0.1:${port}`;
    const packageId = network.define('load', address);
    const startServer = (): Promise<ChaincodeProcess> => ChaincodeProcess.start({ packageId, address });
    const counts = await killUnderLoad({ target: network.target, chaincode: 'load', startServer });
    expect(counts).toMatchObject({ committed: 120, kills: 3 });
    expect(counts.refused).toBeGreaterThan(0);
});
