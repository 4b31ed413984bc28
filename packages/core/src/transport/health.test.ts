import { once } from 'node:events';
import { Client, type ClientReadableStream, credentials, status as Status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ChaincodeServer } from '../hosting/chaincode-server';
import { createLogger } from '../logger';
import { deferred } from '../testing/deferred';
import { ScriptedPeer } from '../testing/scripted-peer';
import { createTestChaincode } from '../testing/test-chaincode';
import { TRANSPORTS } from '../testing/transports';
import { healthService } from './health';

const SERVING = 1;
const NOT_SERVING = 2;
const SERVICE_UNKNOWN = 3;

describe.each(TRANSPORTS)('grpc.health.v1.Health on %s', (_name, transport) => {
    let server: ChaincodeServer;
    let client: Client;
    let address: string;
    const gate = deferred();

    beforeEach(async () => {
        server = new ChaincodeServer(createTestChaincode({ wait: () => gate.promise }), {
            packageId: 'cc:1',
            address: '127.0.0.1:0',
            logger: createLogger('error'),
            transport,
        });
        ({ address } = await server.start());
        client = new Client(address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
    });
    afterEach(async () => {
        client.close();
        await server.close({ graceMs: 0 });
    });

    function check(service: string): Promise<{ status: number } | undefined> {
        const { path, requestSerialize, responseDeserialize } = healthService.check;
        return new Promise((resolve, reject) => {
            client.makeUnaryRequest(path, requestSerialize, responseDeserialize, { service }, (error, answer) => {
                if (error === null) resolve(answer);
                else reject(error);
            });
        });
    }

    function watch(service: string): ClientReadableStream<{ status: number }> {
        const { path, requestSerialize, responseDeserialize } = healthService.watch;
        return client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, { service });
    }

    it.each(['', 'protos.Chaincode'])('serves %j', async (service) => {
        expect(await check(service)).toEqual({ status: SERVING });
    });

    it('does not know other services', async () => {
        await expect(check('other')).rejects.toMatchObject({ code: Status.NOT_FOUND });
        const watching = watch('other');
        expect(await once(watching, 'data')).toEqual([{ status: SERVICE_UNKNOWN }]);
        watching.on('error', () => undefined).cancel();
    });

    it('tells who watches that the server drains, and then that it is gone', async () => {
        await using peer = ScriptedPeer.dial(address);
        await peer.register();
        await peer.invoke({ args: ['wait'] });
        const watching = watch('');
        expect(await once(watching, 'data')).toEqual([{ status: SERVING }]);

        const closed = server.close();
        expect(await once(watching, 'data')).toEqual([{ status: NOT_SERVING }]);
        // The connection is to be used for nothing new, and the port is closed.
        await expect(check('')).rejects.toMatchObject({ code: Status.UNAVAILABLE });
        gate.resolve();
        const [error] = await once(
            watching.on('data', () => undefined),
            'error',
        ).catch((thrown: unknown) => [thrown]);
        expect(error).toMatchObject({ code: Status.UNAVAILABLE });
        await closed;
    });
});
