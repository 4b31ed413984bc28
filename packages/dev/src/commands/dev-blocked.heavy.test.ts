import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client, credentials } from '@grpc/grpc-js';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { connect, type Contract, type GatewayError, signers } from '@hyperledger/fabric-gateway';
import { describe, expect, it } from '@jest/globals';
import { findConnection } from '../dev/connection/connection-file';

const VARIABLES = { PATH: process.env['PATH'] ?? '' };
const READY = /ready after \d+ ms/;

/** A chaincode whose functions block its event loop, or do not. */
function contract(version: string): string {
    return `
console.log('${version} in', process.pid);
function spin(until) { while (Date.now() < until) Math.random(); }
exports.chaincode = {
    Init: async () => ({ status: 200 }),
    Invoke: async (stub) => {
        const { fcn, params } = stub.getFunctionAndParameters();
        if (fcn === 'spin') spin(params[0] === undefined ? Infinity : Date.now() + Number(params[0]));
        if (fcn === 'wait') await new Promise(() => undefined);
        if (fcn === 'exit') process.exit(3);
        if (fcn === 'sleep') require('node:child_process').execSync('sleep 5');
        return { status: 200, payload: '${version} ' + fcn };
    },
};`;
}

function start(folder: TemporaryFolder, args: readonly string[] = []): HeddleProcess {
    return new HeddleProcess(['dev', '--port', '0', ...args], { cwd: folder.path, variables: VARIABLES });
}

function client(folder: TemporaryFolder, ...args: readonly string[]): HeddleProcess {
    return new HeddleProcess(args, { cwd: folder.path, variables: VARIABLES });
}

const WHERE = /the chaincode is blocked: spin \(index\.js:3:\d+\) runs without a pause/;

describe('heddle dev, where a transaction blocks the event loop', () => {
    it('tells in which function, tells the calls behind it, and ends the process with the next change', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one') });
        await using heddle = start(folder);
        await heddle.printed(READY);
        await using looping = client(folder, 'invoke', 'spin');
        await heddle.printed(WHERE);
        await heddle.printed(
            /no call is answered meanwhile; if it is an endless loop, correct it: the next change ends/,
        );
        await using behind = client(folder, 'query', 'other', '--timeout-ms', '3000');
        expect(await behind.exited).toBe(1);
        const [waits, ...failed] = behind.lines;
        expect(waits).toMatch(/^the call waits: the chaincode is blocked: spin \(index\.js:3:\d+\) runs without a/);
        expect(failed.join('\n')).toMatch(
            /DEADLINE_EXCEEDED.*\n {4}the chaincode is blocked: spin .*: correct that code$/,
        );
        expect(failed.join('\n')).not.toContain('--timeout-ms');

        folder.write('index.js', contract('two'));
        await heddle.printed(/the old chaincode was blocked, and is ended with the calls that it had/);
        expect(await looping.exited).toBe(1);
        await using next = client(folder, 'query', 'other');
        expect([await next.exited, next.stdout]).toEqual([0, 'two other']);
        expect(next.lines).toEqual([]);
    });

    it('tells when it goes on, and lets a long calculation end, also one in native code', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one') });
        await using heddle = start(folder);
        await heddle.printed(READY);
        await using long = client(folder, 'query', 'spin', '4000');
        await heddle.printed(WHERE);
        await heddle.printed(/the chaincode goes on, after about \d+\.\d s/);
        expect([await long.exited, long.stdout]).toEqual([0, 'one spin']);
        const from = heddle.stdout.length;
        await using native = client(folder, 'query', 'sleep');
        await heddle.printed(/the chaincode is blocked: native code, as of execSync/, from);
        await heddle.printed(/the chaincode goes on, after/, from);
        expect([await native.exited, native.stdout]).toEqual([0, 'one sleep']);
    });

    it('ends at the first signal', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one') });
        await using heddle = start(folder);
        await heddle.printed(READY);
        await using looping = client(folder, 'invoke', 'spin');
        await heddle.printed(WHERE);
        const begin = performance.now();
        heddle.signal('SIGINT');
        expect(await heddle.exited).toBe(0);
        // Sooner than the grace time of what could end by itself, however slow the machine is.
        expect(performance.now() - begin).toBeLessThan(3000);
        expect(await looping.exited).toBe(1);
    });
});

/** An application on the gateway client of Fabric, which names no deadlines. */
class Application implements Disposable {
    readonly contract: Contract;
    readonly #close: () => void;

    constructor(folder: TemporaryFolder) {
        const connection = findConnection(folder.path);
        const [user] = connection?.organizations ?? [];
        if (connection === undefined || user === undefined) throw new Error('there is no network');
        const client = new Client(connection.gateway, credentials.createInsecure());
        const identity = { mspId: user.mspId, credentials: readFileSync(user.certificatePath) };
        const signer = signers.newPrivateKeySigner(createPrivateKey(readFileSync(user.privateKeyPath)));
        const gateway = connect({ client, identity, signer });
        this.contract = gateway.getNetwork(connection.channel).getContract(connection.chaincode);
        this.#close = () => {
            gateway.close();
            client.close();
        };
    }

    [Symbol.dispose](): void {
        this.#close();
    }
}

/** What a peer of Fabric answers: a status, and its own words in the details. */
async function failureOf(call: Promise<Uint8Array>): Promise<{ message: string; details: string[] }> {
    try {
        await call;
    } catch (error) {
        const { message, details } = error as GatewayError;
        return { message, details: details.map((detail) => detail.message) };
    }
    throw new Error('it was answered');
}

describe('an application on the gateway client', () => {
    it('is told as by a peer of Fabric that a blocked chaincode does not answer, and heddle dev says why', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one') });
        await using heddle = start(folder, ['--execute-timeout-ms', '5000']);
        await heddle.printed(READY);
        using application = new Application(folder);
        const looping = failureOf(application.contract.submitTransaction('spin'));
        const behind = failureOf(application.contract.evaluateTransaction('other'));
        const timeout = expect.stringMatching(
            /^error in simulation: failed to execute transaction \w{64}: error sending: timeout expired while executing transaction$/,
        );
        expect(await looping).toEqual({
            message: '10 ABORTED: failed to endorse transaction, see attached details for more info',
            details: [timeout],
        });
        expect(await behind).toEqual({
            message: '10 ABORTED: failed to evaluate transaction, see attached details for more info',
            details: [timeout],
        });
        for (const name of ['submit   chaincode\\.spin', 'evaluate chaincode\\.other'])
            await heddle.printed(
                new RegExp(
                    `${name}.*\\n.*timeout expired.*\\n +hint +the chaincode is blocked: spin \\(index.*correct that code`,
                ),
            );
    });

    it('is told as by a peer of Fabric of a chaincode that waits, and of one that is gone', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': contract('one') });
        await using heddle = start(folder, ['--execute-timeout-ms', '2000']);
        await heddle.printed(READY);
        using application = new Application(folder);
        const { details: waited } = await failureOf(application.contract.evaluateTransaction('wait'));
        expect(waited).toEqual([expect.stringMatching(/: timeout expired while executing transaction$/)]);
        await heddle.printed(/hint {5}the chaincode has not answered in time: it takes long, or waits for what does/);
        const { details: ended } = await failureOf(application.contract.submitTransaction('exit'));
        expect(ended).toEqual([expect.stringMatching(/: error sending: chaincode stream terminated$/)]);
        await heddle.printed(/hint {5}the chaincode's process ended while the transaction ran/);
        await heddle.printed(/the chaincode runs again/);
        expect(Buffer.from(await application.contract.evaluateTransaction('other')).toString()).toBe('one other');
    });
});
