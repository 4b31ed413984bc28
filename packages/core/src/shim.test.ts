import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { response } from '@heddle/protocol';
import { afterEach, describe, expect, it } from '@jest/globals';
import heddle, * as namespace from './index';
import { type ChaincodeServerOpts, RESPONSE_CODE, server, shim } from './shim';
import { ScriptedPeer } from './testing/scripted-peer';
import { createTestChaincode } from './testing/test-chaincode';

const CCID = 'mycc:fcbf8724572d42e859a7dd9a7cd8e2efb84058292017df6e3d89178b64e6c831';
/** Where `@heddle/core` is this package. */
const PACKAGE = join(__dirname, '..');

/** The Node.js sample of Fabric's document on external services, but for its import and its port. */
const SAMPLE = `
class SimpleChaincode extends shim.ChaincodeInterface {
    async Init(stub) {
        // ... Init code
    }
    async Invoke(stub) {
        // ... Invoke code
        return shim.success(Buffer.from(stub.getFunctionAndParameters().fcn));
    }
}

const server = shim.server(new SimpleChaincode(), {
    ccid: "${CCID}",
    address: "127.0.0.1:0"
});

server.start();
`;

describe('shim', () => {
    let child: ChildProcessByStdio<null, null, Readable> | undefined;
    afterEach(async () => {
        if (child?.kill() === true) await once(child, 'exit');
    });

    /** Runs a program, and gives the first line of its log that has this text. */
    async function lineOf(text: string, program: string, ...args: string[]): Promise<string> {
        child = spawn(process.execPath, [...args, '--eval', program], {
            cwd: PACKAGE,
            stdio: ['ignore', 'ignore', 'pipe'],
        });
        for await (const line of createInterface({ input: child.stderr })) if (line.includes(text)) return line;
        throw new Error(`the process ended without ${text}`);
    }

    it.each([
        ['CommonJS', "const shim = require('@heddle/core');", []],
        ['an ES module', "import shim from '@heddle/core';", ['--input-type=module']],
        ['an ES module, by name', "import { Shim as shim } from '@heddle/core';", ['--input-type=module']],
    ] as const)("runs the sample of Fabric's document as %s", async (_what, importing, args) => {
        const line = await lineOf('listening on', importing + SAMPLE, ...args);
        const { address } = JSON.parse(line) as { address: string };
        await using peer = ScriptedPeer.dial(address);
        expect(await peer.register()).toBe(CCID);
        const { payload } = await peer.result({ args: ['hello'] });
        expect(response.decode(payload)).toMatchObject({ status: 200, payload: Buffer.from('hello') });
    });

    it('dials the peer that the environment names, and says why it cannot', async () => {
        const variables =
            "process.env.CORE_PEER_ADDRESS = '127.0.0.1:1'; process.env.CORE_CHAINCODE_ID_NAME = 'mycc:1';";
        const program = "const shim = require('@heddle/core'); shim.start(new shim.ChaincodeInterface());";
        const line = await lineOf('no connection to the peer', variables + program);
        expect(JSON.parse(line)).toMatchObject({
            level: 'error',
            msg: expect.stringMatching(/^no connection to the peer at 127\.0\.0\.1:1: .*ECONNREFUSED/),
        });
    });

    it('has the same exports by name and by default', () => {
        expect(heddle).toBe(shim);
        for (const [name, value] of Object.entries(shim)) expect(namespace).toHaveProperty(name, value);
        expect(namespace.Shim).toBe(shim);
    });

    it('answers with the statuses that it names', async () => {
        expect(shim.success(Buffer.from('x'))).toEqual({ status: RESPONSE_CODE.OK, payload: Buffer.from('x') });
        expect(shim.error('no')).toEqual({ status: RESPONSE_CODE.ERROR, message: 'no' });
        const bare = new shim.ChaincodeInterface();
        const stub = undefined as never;
        expect(await bare.Init(stub)).toEqual({ status: 500, message: 'this chaincode has no Init' });
        expect(await bare.Invoke(stub)).toEqual({ status: 500, message: 'this chaincode has no Invoke' });
    });

    it.each([
        [undefined, 'ccid is missing from the options of shim.server: set it to the id that `peer lifecycle'],
        [{ address: '0.0.0.0:9999' }, 'ccid is missing from the options of shim.server'],
        [{ ccid: CCID }, 'address (CORE_CHAINCODE_ADDRESS, --chaincode-address) is missing'],
        [{ ccid: CCID, address: ':0', tlsProps: {} }, 'so TLS is set only in part'],
        [{ ccid: CCID, address: ':0', tlsProps: { clientCACerts: 'x' } }, 'so TLS is set only in part'],
        [{ ccid: CCID, address: ':0', 'grpc.keepalive_time_ms': -5 }, 'keepalive.timeMs is -5'],
    ])('refuses the options %j', (options, message) => {
        expect(() => server(createTestChaincode(), options as ChaincodeServerOpts)).toThrow(message);
    });

    it('takes null for what is left out of TLS', () => {
        expect(server(createTestChaincode(), { ccid: CCID, address: ':0', tlsProps: null })).toBeDefined();
    });
});
