import { SessionRunner } from '@heddle/core';
import { afterAll, beforeAll } from '@jest/globals';
import { GatewayTarget } from '../harness/gateway-target';
import { describeWire } from '../scenarios/describe-wire';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { SCENARIO_CHAINCODE } from '../scenarios/target';
import { WIRE_CHAINCODE } from '../scenarios/wire-cases';
import { serveWireScripts } from '../scenarios/wire-script';
import type { WireServer } from '../scenarios/wire-server';
import { networkOptionsOfRun } from './conformance-run';
import { chaincodeLogger } from './deployment';
import { FabricNetwork } from './fabric-network';
import { SCENARIO_COLLECTIONS } from './scenario-collections';
import { serveWire } from './serve-wire';

const options = networkOptionsOfRun();
const traits = { takesBatches: options.binaries.line !== '2.5', takesSelectors: false };
const open: AsyncDisposable[] = [];
let target: GatewayTarget;
let recorded: WireServer;

beforeAll(async () => {
    const network = await FabricNetwork.start({ ...options, couchDbUrl: undefined });
    open.push(network);
    const logger = chaincodeLogger(network);
    const collections = SCENARIO_COLLECTIONS;
    open.unshift(await serveWire(network, { name: WIRE_CHAINCODE, collections }, serveWireScripts));
    recorded = await serveWire(network, { name: SCENARIO_CHAINCODE, collections }, (stream, packageId) =>
        new SessionRunner(stream, { packageId, chaincode: scenarioChaincode, logger }).run(),
    );
    open.unshift(recorded);
    target = new GatewayTarget(network);
    open.unshift({
        [Symbol.asyncDispose]: () => {
            target.close();
            return Promise.resolve();
        },
    });
});

afterAll(async () => {
    for (const one of open) await one[Symbol.asyncDispose]();
});

describeWire(`a peer of Fabric ${options.binaries.version}`, traits, () => ({ target, recorded }));
