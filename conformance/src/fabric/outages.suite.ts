import { setTimeout as sleep } from 'node:timers/promises';
import { ChaincodeServer } from '@heddle/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GatewayTarget } from '../harness/gateway-target';
import { describeOutages, OUTAGE_TIMEOUT_SECONDS } from '../scenarios/describe-outages';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { script, submitSteps, valueOf } from '../scenarios/script';
import { ChaincodeProcess } from './chaincode-process';
import { networkOptionsOfRun } from './conformance-run';
import { chaincodeLogger, define, install, type Installed } from './deployment';
import { FabricNetwork } from './fabric-network';

const NAME = 'outages';

const options = networkOptionsOfRun();
let network: FabricNetwork;
let target: GatewayTarget;
let installed: Installed;

beforeAll(async () => {
    // To join a channel takes a peer with CouchDB longer than that; the state database has no part in an outage.
    const executeTimeout = `${OUTAGE_TIMEOUT_SECONDS}s`;
    network = await FabricNetwork.start({ ...options, couchDbUrl: undefined, executeTimeout });
    target = new GatewayTarget(network);
    installed = await install(network, { name: NAME });
    await define(network, { name: NAME }, installed);
});

afterAll(async () => {
    target.close();
    await network.close();
});

describeOutages(`a peer of Fabric ${options.binaries.version}`, () => ({
    target,
    chaincode: NAME,
    startServer: () => ChaincodeProcess.start(installed),
}));

describe(`beside a peer of Fabric ${options.binaries.version}`, () => {
    it('a restarted peer dials again by itself, and has what was committed', async () => {
        const { packageId, address } = installed;
        await using server = new ChaincodeServer(scenarioChaincode, {
            packageId,
            address,
            logger: chaincodeLogger(network),
        });
        await server.start();
        await submitSteps(target, [['putState', 'a', 'before']], { chaincode: NAME });
        await network.killPeer();
        while (server.sessionCount > 0) await sleep(20);
        await network.startPeer();
        while (server.sessionCount === 0) await sleep(20);
        using again = new GatewayTarget(network);
        expect(await valueOf(again, ['getState', 'a'], { chaincode: NAME })).toBe('before');
        await submitSteps(again, [['putState', 'a', 'after']], { chaincode: NAME });
    });

    it('a server with another id is told of in its log, and its callers fail when it ends the stream', async () => {
        const other = await install(network, { name: 'wrong' });
        const said: string[] = [];
        const logger = { ...chaincodeLogger(network), error: (_fields: object, text: string) => void said.push(text) };
        const wrong = { packageId: `${other.packageId.slice(0, -1)}x`, address: other.address };
        await using server = new ChaincodeServer(scenarioChaincode, { ...wrong, logger, registrationTimeoutMs: 1_000 });
        await server.start();
        await define(network, { name: 'wrong' }, other);
        const { status, message } = await target.evaluate({ ...script([]), chaincode: 'wrong' });
        expect(status).toBe(500);
        const reason = `did not accept package id ${wrong.packageId} within 1000 ms`;
        expect(said.join('\n')).toContain(reason);
        // From 3.0 on peers pass on the words with which the server ended the stream (fabric, extcc_handler.go).
        const ended = options.binaries.line === '2.5' ? /connection to wrong_1:\w+ terminated/ : new RegExp(reason);
        expect(message).toMatch(ended);
        expect(network.peerLog).toContain('peer will not accept external chaincode connection');
    });
});
