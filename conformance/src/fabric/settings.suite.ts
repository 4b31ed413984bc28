import type { ChaincodeServer } from '@heddle/core';
import { afterAll, beforeAll } from '@jest/globals';
import { GatewayTarget } from '../harness/gateway-target';
import { describeSettings, SETTINGS, type SettingsBench } from '../scenarios/describe-settings';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { SCENARIO_CHAINCODE } from '../scenarios/target';
import { WIRE_CHAINCODE } from '../scenarios/wire-cases';
import { serveWireScripts } from '../scenarios/wire-script';
import { networkOptionsOfRun } from './conformance-run';
import { deploy } from './deployment';
import { FabricNetwork } from './fabric-network';
import { SCENARIO_COLLECTIONS } from './scenario-collections';
import { serveWire } from './serve-wire';

const options = networkOptionsOfRun();
let network: FabricNetwork;
let server: ChaincodeServer;
let target: GatewayTarget;
let bench: SettingsBench;

beforeAll(async () => {
    const { totalQueryLimit, applicationCapability, executeTimeoutSeconds, keepaliveSeconds: keepalive } = SETTINGS;
    const executeTimeout = `${executeTimeoutSeconds}s`;
    network = await FabricNetwork.start({
        ...options,
        couchDbUrl: undefined,
        totalQueryLimit,
        applicationCapability,
        executeTimeout,
        keepalive,
    });
    const collections = SCENARIO_COLLECTIONS;
    server = await deploy(network, scenarioChaincode, { name: SCENARIO_CHAINCODE, collections });
    const wire = await serveWire(network, { name: WIRE_CHAINCODE, collections }, serveWireScripts);
    target = new GatewayTarget(network);
    bench = { target, wire };
});

afterAll(async () => {
    target.close();
    await bench.wire[Symbol.asyncDispose]();
    await server.close();
    await network.close();
});

describeSettings(`a peer of Fabric ${options.binaries.version}`, () => bench);
