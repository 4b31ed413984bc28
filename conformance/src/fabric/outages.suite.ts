import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChaincodeServer } from '@heddle/core';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { killUnderLoad } from '../scenarios/kill-under-load';
import { script, submitSteps, valueOf } from '../scenarios/script';
import { ChaincodeProcess } from './chaincode-process';
import { networkOptionsOfRun } from './conformance-run';
import { chaincodeLogger, define, install, type Installed } from './deployment';
import { FabricNetwork } from './fabric-network';
import { GatewayTarget } from './gateway-target';

const NAME = 'outages';

const options = networkOptionsOfRun();
let network: FabricNetwork;
let target: GatewayTarget;
let installed: Installed;

beforeAll(async () => {
    network = await FabricNetwork.start({ ...options, executeTimeout: '4s' });
    target = new GatewayTarget(network);
    installed = await install(network, { name: NAME });
    await define(network, { name: NAME }, installed);
});

afterAll(async () => {
    target.close();
    await network.close();
});

function read(): Promise<unknown> {
    return valueOf(target, ['getState', 'a'], { chaincode: NAME });
}

async function failure(milliseconds = 0): Promise<string> {
    const { status, message } = await target.evaluate({ ...script([['sleep', milliseconds]]), chaincode: NAME });
    return status === 200 ? 'none' : message;
}

describe(`with a peer of Fabric ${options.binaries.version}`, () => {
    it('calls fail at once while nothing listens, and work when something does', async () => {
        expect(await failure()).toMatch(/could not launch chaincode .*connection refused/s);
        await using _server = await ChaincodeProcess.start(installed);
        expect(await read()).toBe('');
    });

    it('a killed server fails what was under way, and the next call goes to the next server', async () => {
        await using server = await ChaincodeProcess.start(installed);
        await read();
        const underWay = failure(3_000);
        await sleep(300);
        await server.end('SIGKILL');
        expect(await underWay).toContain('error sending: chaincode stream terminated');
        await using _next = await ChaincodeProcess.start(installed);
        expect(await failure()).toBe('none');
    });

    it('a server that is told to end finishes what is under way', async () => {
        await using server = await ChaincodeProcess.start(installed);
        await read();
        const underWay = failure(1_000);
        await sleep(300);
        await server.end('SIGTERM');
        expect(await underWay).toBe('none');
        await using _next = await ChaincodeProcess.start(installed);
        expect(await failure()).toBe('none');
    });

    it('a frozen server fails at the time limit, and goes on where it was', async () => {
        await using server = await ChaincodeProcess.start(installed);
        await read();
        server.signal('SIGSTOP');
        expect(await failure()).toContain('timeout expired while executing transaction');
        server.signal('SIGCONT');
        expect(await failure()).toBe('none');
    });

    it('no committed transaction is lost while a server is killed and started again under a load', async () => {
        const startServer = (): Promise<ChaincodeProcess> => ChaincodeProcess.start(installed);
        const counts = await killUnderLoad({ target, chaincode: NAME, startServer });
        expect(counts).toMatchObject({ committed: 120, kills: 3 });
        expect(counts.refused).toBeGreaterThan(0);
    });

    it('a restarted peer dials again by itself, and has what was committed', async () => {
        await using server = new ChaincodeServer(scenarioChaincode, { ...installed, logger: chaincodeLogger(network) });
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
