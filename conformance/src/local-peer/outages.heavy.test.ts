import { afterAll, beforeAll, describe } from '@jest/globals';
import { ChaincodeProcess } from '../fabric/chaincode-process';
import { freePorts } from '../fabric/free-ports';
import { describeOutages, OUTAGE_TIMEOUT_SECONDS, type OutageBench } from '../scenarios/describe-outages';
import { LocalPeerNetwork } from './local-peer-network';

const NAME = 'outages';

describe.each([
    ['2.5', false],
    ['3.1', true],
])('as of Fabric %s', (_line, takesBatches) => {
    let network: LocalPeerNetwork;
    let bench: OutageBench;

    beforeAll(async () => {
        const executeTimeoutMs = OUTAGE_TIMEOUT_SECONDS * 1000;
        network = await LocalPeerNetwork.startWithOnePeer(
            { takesBatches, takesSelectors: false },
            { executeTimeoutMs },
        );
        const [port = 0] = await freePorts(1);
        const address = `127.0.0.1:${port}`;
        const packageId = network.define(NAME, address);
        const startServer = (): Promise<ChaincodeProcess> => ChaincodeProcess.start({ packageId, address });
        bench = { target: network.target, chaincode: NAME, startServer };
    });

    afterAll(() => network[Symbol.asyncDispose]());

    describeOutages('a local peer', () => bench);
});
