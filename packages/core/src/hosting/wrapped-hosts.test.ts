import { inspect } from 'node:util';
import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { type ChaincodeMessage, chaincodeSupportService, response, streamOfServerCall } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { deferred } from '../testing/deferred';
import { RecordedLog } from '../testing/recorded-log';
import { ScriptedPeer } from '../testing/scripted-peer';
import { createTestChaincode } from '../testing/test-chaincode';
import { WRAPPERS } from '../testing/wrapped';
import { ChaincodeClient } from './chaincode-client';
import { ChaincodeHost } from './chaincode-host';
import { ChaincodeServer } from './chaincode-server';

const OPTIONS = { packageId: 'cc:1', address: '127.0.0.1:0', logger: new RecordedLog() };
const chaincode = createTestChaincode({ echo: (_stub, text) => text });
const textOf = ({ payload }: ChaincodeMessage): string => response.decode(payload).payload.toString();

describe.each(WRAPPERS)('what hosts a chaincode, %s', (_, wrap) => {
    it('serves as a ChaincodeServer does, and both know of it', async () => {
        await using server = new ChaincodeServer(chaincode, OPTIONS);
        const wrapped = wrap(server);
        const { address } = await wrapped.start();
        {
            await using peer = ScriptedPeer.dial(address);
            await peer.register();
            expect(textOf(await peer.result({ args: ['echo', 'hello'] }))).toBe('hello');
            expect([wrapped.isReady, wrapped.sessionCount, wrapped.transactionsInFlight]).toEqual([true, 1, 0]);
        }
        await expect(server.start()).rejects.toThrow('it has been started already');
        await wrapped.close({ graceMs: 0 });
        await expect(server.start()).rejects.toThrow('it has been closed');
    });

    it('serves as a ChaincodeHost does', async () => {
        await using host = new ChaincodeHost({ logger: OPTIONS.logger });
        const wrapped = wrap(host);
        const { packageId, address } = OPTIONS;
        await wrapped.add({ packageId, address, chaincode });
        expect(wrapped.chaincodes).toMatchObject([{ packageId, isReady: false, isDraining: false }]);
        expect(() => {
            wrapped.reloadTls(packageId, { key: '', cert: '' });
        }).toThrow(/^tls\.key/);
        expect([await wrapped.remove(packageId), host.chaincodes]).toEqual([true, []]);
        await wrapped.close();
    });

    it('dials as a ChaincodeClient does', async () => {
        const accepted = deferred<ScriptedPeer>();
        const peerServer = new Server();
        peerServer.addService(chaincodeSupportService, {
            register: (call: ServerDuplexStream<Uint8Array, Uint8Array>) => {
                accepted.resolve(new ScriptedPeer(streamOfServerCall(call)));
            },
        });
        const port = await new Promise<number>((resolve) => {
            peerServer.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_error, bound) => {
                resolve(bound);
            });
        });
        await using client = new ChaincodeClient(chaincode, { ...OPTIONS, address: `localhost:${port}` });
        const wrapped = wrap(client);
        const running = wrapped.run();
        const peer = await accepted.promise;
        await peer.register();
        expect(textOf(await peer.result({ args: ['echo', 'hello'] }))).toBe('hello');
        expect([wrapped.isReady, wrapped.transactionsInFlight]).toEqual([true, 0]);
        await wrapped.close();
        await running;
        peerServer.forceShutdown();
    });
});

it('what hosts a chaincode is shown in a log by its name alone', () => {
    const client = new ChaincodeClient(chaincode, { ...OPTIONS, address: 'localhost:1' });
    const shown = [new ChaincodeServer(chaincode, OPTIONS), new ChaincodeHost(), client].map((one) => inspect(one));
    expect(shown).toEqual(['ChaincodeServer {}', 'ChaincodeHost {}', 'ChaincodeClient {}']);
});
