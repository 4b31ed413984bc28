import { afterAll, beforeAll } from '@jest/globals';
import { SessionRunner } from '@heddle/core';
import type { MessageStream } from '@heddle/protocol';
import { describeWire } from '../scenarios/describe-wire';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { SCENARIO_CHAINCODE } from '../scenarios/target';
import { WIRE_CHAINCODE } from '../scenarios/wire-cases';
import { serveWireScripts } from '../scenarios/wire-script';
import { WireServer } from '../scenarios/wire-server';
import { networkOptionsOfRun } from './conformance-run';
import { chaincodeLogger, define, install } from './deployment';
import { FabricNetwork } from './fabric-network';
import { GatewayTarget } from './gateway-target';
import { SCENARIO_COLLECTIONS } from './scenario-collections';

const options = networkOptionsOfRun();
const traits = { takesBatches: options.binaries.line !== '2.5', takesSelectors: false };
const open: AsyncDisposable[] = [];
let target: GatewayTarget;
let recorded: WireServer;

async function serve(
    network: FabricNetwork,
    name: string,
    session: (stream: MessageStream, packageId: string) => Promise<void>,
): Promise<WireServer> {
    const definition = { name, collections: SCENARIO_COLLECTIONS };
    const installed = await install(network, definition);
    const server = new WireServer((stream) => session(stream, installed.packageId));
    open.unshift(server);
    await server.listen(installed.address);
    await define(network, definition, installed);
    return server;
}

beforeAll(async () => {
    const network = await FabricNetwork.start(options);
    open.push(network);
    const logger = chaincodeLogger(network);
    await serve(network, WIRE_CHAINCODE, serveWireScripts);
    recorded = await serve(network, SCENARIO_CHAINCODE, (stream, packageId) =>
        new SessionRunner(stream, { packageId, chaincode: scenarioChaincode, logger }).run(),
    );
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
