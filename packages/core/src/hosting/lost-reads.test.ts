import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { MessageType, requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { RecordedLog } from '../testing/recorded-log';
import { ScriptedPeer } from '../testing/scripted-peer';
import { batches } from '../testing/served-session';
import { createTestChaincode } from '../testing/test-chaincode';
import { ChaincodeServer } from './chaincode-server';

const chaincode = createTestChaincode({
    readMany: (stub) => Promise.all(Array.from({ length: 100 }, (_, index) => stub.getState(`k${index}`))),
});

/** A wire to a server that can be cut, as the end of a peer's process cuts it. */
class Wire implements AsyncDisposable {
    readonly #sockets: Socket[] = [];
    readonly #server = createServer();

    async open(port: number): Promise<string> {
        this.#server.on('connection', (socket) => {
            const onward = connect(port, '127.0.0.1');
            this.#sockets.push(socket, onward);
            for (const end of [socket, onward]) end.on('error', () => undefined);
            socket.pipe(onward).pipe(socket);
        });
        this.#server.listen(0, '127.0.0.1');
        await once(this.#server, 'listening');
        return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    }

    cut(how: 'closes' | 'resets'): void {
        for (const socket of this.#sockets.splice(0)) {
            if (how === 'closes') socket.destroy();
            else socket.resetAndDestroy();
        }
    }

    async [Symbol.asyncDispose](): Promise<void> {
        this.cut('closes');
        this.#server.close();
        await once(this.#server, 'close');
    }
}

describe('a read of many keys that a peer does not answer', () => {
    it.each(['closes', 'resets'] as const)(
        'is asked for as before when the peer %s its connection, as one that restarts, and smaller when that comes again',
        async (how) => {
            const log = new RecordedLog();
            await using server = new ChaincodeServer(chaincode, {
                packageId: 'cc:1',
                address: '127.0.0.1:0',
                logger: log,
            });
            const { port } = await server.start();
            await using wire = new Wire();
            const address = await wire.open(port);
            const asked: number[] = [];
            for (const said of ['the peer may have restarted', 'fewer at a time help', '']) {
                await using peer = ScriptedPeer.dial(address);
                await peer.register(batches());
                await peer.invoke({ args: ['readMany'] });
                const { payload } = await peer.next({ type: MessageType.GET_STATE_MULTIPLE });
                asked.push(requests.getStateMultiple.query.decode(payload).keys.length);
                wire.cut(how);
                await log.line(said);
            }
            expect(asked).toEqual([100, 100, 32]);
        },
    );
});
