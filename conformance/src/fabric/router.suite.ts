import { HeddleProcess } from '@heddle/command-testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GatewayTarget } from '../harness/gateway-target';
import { describeScenarios } from '../scenarios/describe-scenarios';
import { killBehindRouter } from '../scenarios/kill-behind-router';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { SCENARIO_INDEXES } from '../scenarios/scenario-indexes';
import { CALLED_CHAINCODE, INITIAL_CHAINCODE, OTHER_CHANNEL, SCENARIO_CHAINCODE } from '../scenarios/target';
import { ChaincodeProcess } from './chaincode-process';
import { networkOptionsOfRun } from './conformance-run';
import { define, deployForEach, type Deployment, install } from './deployment';
import { FabricNetwork } from './fabric-network';
import { freePorts } from './free-ports';
import { SCENARIO_COLLECTIONS } from './scenario-collections';
import { untilAllEndorse } from './until-all-endorse';

const SERVERS = 4;
const LOAD_MS = Number(process.env['HEDDLE_ROUTER_LOAD_MS'] ?? 12_000);

const options = networkOptionsOfRun();
const deployments: Deployment[] = [];
let network: FabricNetwork;
let target: GatewayTarget;

beforeAll(async () => {
    network = await FabricNetwork.start(options);
    await network.addChannel(OTHER_CHANNEL);
    for (const name of [SCENARIO_CHAINCODE, CALLED_CHAINCODE, INITIAL_CHAINCODE]) {
        const initRequired = name === INITIAL_CHAINCODE;
        const definition = { name, initRequired, collections: SCENARIO_COLLECTIONS, files: SCENARIO_INDEXES };
        const deployment = await deployForEach(network, scenarioChaincode, { ...definition, routedServers: 2 });
        deployments.push(deployment);
        if (name === CALLED_CHAINCODE)
            await define(network, { ...definition, channel: OTHER_CHANNEL }, ...deployment.packages);
    }
    target = new GatewayTarget(network);
    await untilAllEndorse(target, SCENARIO_CHAINCODE);
});

afterAll(async () => {
    target.close();
    for (const one of deployments) await one[Symbol.asyncDispose]();
    await network.close();
});

describeScenarios(
    `two servers behind a router, on a peer of Fabric ${options.binaries.version}`,
    { takesBatches: options.binaries.line !== '2.5', takesSelectors: options.couchDbUrl !== undefined },
    () => target,
);

describe(`heddle router beside a peer of Fabric ${options.binaries.version}, before servers that are killed`, () => {
    it('fails what ran on those that were killed and had asked for something, and nothing else', async () => {
        const installed = await install(network, { name: 'routed' });
        const { packageId } = installed;
        await define(network, { name: 'routed' }, installed);
        const addresses = (await freePorts(SERVERS)).map((port) => `127.0.0.1:${port}`);
        const listening = ['--chaincode-address', installed.address, '--chaincode-id', packageId];
        const servers = addresses.flatMap((address) => ['--server', address]);
        await using router = new HeddleProcess(['router', ...listening, ...servers]);
        await router.logged(/listening on/);
        const counts = await killBehindRouter({
            target,
            chaincode: 'routed',
            startServer: (place) => ChaincodeProcess.start({ packageId, address: addresses[place] ?? '' }),
            addresses,
            milliseconds: LOAD_MS,
        });
        expect(counts.kills).toBeGreaterThan(1);
        expect(counts.committed).toBeGreaterThan(0);
        // The peer has seen nothing of it.
        expect(router.log.filter(({ msg }) => msg.includes('has opened a stream'))).toHaveLength(1);
        expect(router.log.filter(({ msg }) => msg.includes('has ended'))).toEqual([]);
    });
});
