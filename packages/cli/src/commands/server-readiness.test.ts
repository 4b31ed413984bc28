import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { LocalPeer } from '@heddle/local-peer';
import { describe, expect, it } from '@jest/globals';
import { chaincodeCalled } from '../testing/chaincode-package';

describe('the readiness of heddle server', () => {
    it('is lost when a peer refuses the package id, and stays lost until one accepts it', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': chaincodeCalled('one') });
        const variables = {
            CORE_CHAINCODE_ID: 'one:1',
            CORE_CHAINCODE_ADDRESS: '127.0.0.1:0',
            CORE_OPERATIONS_ADDRESS: '127.0.0.1:0',
            CORE_REGISTRATION_TIMEOUT_MS: '200',
        };
        await using heddle = new HeddleProcess(['server'], { cwd: folder.path, variables });
        const { address: operations } = await heddle.logged(/^\/healthz/);
        const { address } = await heddle.logged(/^listening/);
        const readiness = async (): Promise<readonly [number, unknown]> => {
            const response = await fetch(`http://${String(operations)}/readyz`);
            return [response.status, await response.json()];
        };
        await using peer = await LocalPeer.start();
        const connect = { address: String(address) };
        expect((await readiness())[0]).toBe(200);

        peer.install({ name: 'wrong', packageId: 'one:2', connect });
        for (let call = 0; call < 2; call++) {
            expect((await peer.evaluate({ chaincode: 'wrong', function: 'name' })).status).toBe(500);
            const refused = { status: 'not ready', phase: 'serving', streams: 0, registered: false };
            expect(await readiness()).toEqual([
                503,
                {
                    ...refused,
                    refused: expect.stringMatching(/^the peer at .* did not accept package id one:1 within/),
                },
            ]);
        }

        peer.install({ name: 'right', packageId: 'one:1', connect });
        expect((await peer.evaluate({ chaincode: 'right', function: 'name' })).status).toBe(200);
        expect(await readiness()).toEqual([200, { status: 'ready', phase: 'serving', streams: 1, registered: true }]);
    });
});
