import { createLogger, SessionRunner } from '@heddle/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeScenarios, SCENARIO_TITLES } from '../scenarios/describe-scenarios';
import { describeWire, type WireBench } from '../scenarios/describe-wire';
import { isLight } from '../scenarios/scenario';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { CALLED_CHAINCODE, INITIAL_CHAINCODE, SCENARIO_CHAINCODE, type TargetTraits } from '../scenarios/target';
import { WIRE_CHAINCODE } from '../scenarios/wire-cases';
import { serveWireScripts } from '../scenarios/wire-script';
import { KNOWN_DIFFERENCES } from './known-differences';
import { LocalPeerNetwork } from './local-peer-network';

/** Holds a local peer that behaves as a line of Fabric to everything that was measured on real peers of that line. */
export function describeLocalPeer(title: string, traits: TargetTraits): void {
    describeLocalScenarios(title, traits);
    describeLocalWire(title, traits);
}

/** The scenarios alone: what goes over the wire is the same on each state database. */
export function describeLocalScenarios(title: string, traits: TargetTraits): void {
    describe('scenarios', () => {
        let network: LocalPeerNetwork;
        beforeAll(async () => {
            network = await LocalPeerNetwork.start(traits);
            for (const name of [SCENARIO_CHAINCODE, CALLED_CHAINCODE, INITIAL_CHAINCODE])
                await network.deployForEach(name, scenarioChaincode);
        });
        afterAll(() => network[Symbol.asyncDispose]());
        describeScenarios(title, traits, () => network.target, KNOWN_DIFFERENCES, isLight);

        it('lists known differences of scenarios that there are', () => {
            expect(Object.keys(KNOWN_DIFFERENCES).filter((known) => !SCENARIO_TITLES.includes(known))).toEqual([]);
        });
    });
}

function describeLocalWire(title: string, traits: TargetTraits): void {
    describe('wire', () => {
        let network: LocalPeerNetwork;
        let bench: WireBench;
        beforeAll(async () => {
            network = await LocalPeerNetwork.startWithOnePeer(traits);
            const logger = createLogger('error', () => undefined);
            await network.serve(WIRE_CHAINCODE, serveWireScripts);
            const recorded = await network.serve(SCENARIO_CHAINCODE, (stream, packageId) =>
                new SessionRunner(stream, { packageId, chaincode: scenarioChaincode, logger }).run(),
            );
            bench = { target: network.target, recorded };
        });
        afterAll(() => network[Symbol.asyncDispose]());
        describeWire(title, traits, () => bench);
    });
}
