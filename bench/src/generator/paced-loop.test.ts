import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { ChaincodeServer, createLogger } from '@heddle/core';
import { afterEach, describe, expect, it } from '@jest/globals';
import { RawChaincode } from '../chaincode/raw-chaincode';
import { workloads } from '../workloads';
import { LoadPeer } from './peer';

const PREFACE_BYTES = 24;
const FRAME_HEADER_BYTES = 9;
const TYPE_AT = 3;
const DATA = 0;
const PING = 6;
const WINDOW_UPDATE = 8;
const TRANSACTIONS = 20;

describe('a paced load', () => {
    const closing: (() => unknown)[] = [];

    afterEach(async () => {
        for (const close of closing.splice(0).reverse()) await close();
    });

    async function serve(): Promise<string> {
        const server = new ChaincodeServer(new RawChaincode(), {
            packageId: `bench:${'0'.repeat(64)}`,
            address: '127.0.0.1:0',
            logger: createLogger('error', () => undefined),
        });
        closing.push(() => server.close({ graceMs: 0 }));
        return (await server.start()).address;
    }

    /** Listens before a server; `sent` is what the peer has sent. */
    async function listenBefore(address: string): Promise<{ address: string; sent: Buffer[] }> {
        const [host = '', port = ''] = address.split(':');
        const sent: Buffer[] = [];
        const proxy = createServer((peer: Socket) => {
            const chaincode = connect(Number(port), host);
            for (const socket of [peer, chaincode]) socket.on('error', () => undefined);
            peer.on('data', (chunk: Buffer) => sent.push(chunk));
            peer.pipe(chaincode).pipe(peer);
        }).listen(0, '127.0.0.1');
        await once(proxy, 'listening');
        closing.push(() => proxy.close());
        return { address: `127.0.0.1:${(proxy.address() as AddressInfo).port}`, sent };
    }

    it.each(['noop', 'getput'] as const)(
        'begins each %s alone, and probes the bandwidth as grpc-go does',
        async (name) => {
            const { address, sent } = await listenBefore(await serve());
            const peer = await LoadPeer.dial({ address, fabric: '2.5' });
            closing.push(() => {
                peer.close();
            });
            const options = { perSecond: 1000, milliseconds: 60_000, transactions: TRANSACTIONS };
            expect((await peer.run(workloads[name], options)).transactions).toBe(TRANSACTIONS);
            const types = frameTypesOf(Buffer.concat(sent));
            expect(types.filter((type) => type === DATA).length).toBeGreaterThanOrEqual(TRANSACTIONS);
            expect(types.filter((type) => type === PING).length).toBeGreaterThan(0);
            // They leave together; nghttp2 puts the PING first.
            expect(types.every((type, at) => type !== PING || types[at + 1] === WINDOW_UPDATE)).toBe(true);
        },
    );

    it('ends with the time, however few were begun', async () => {
        const peer = await LoadPeer.dial({ address: await serve(), fabric: '2.5' });
        closing.push(() => {
            peer.close();
        });
        const { transactions, seconds } = await peer.run(workloads.noop, { perSecond: 10, milliseconds: 250 });
        expect(transactions).toBeGreaterThan(0);
        expect(transactions / seconds).toBeLessThanOrEqual(13);
    });
});

/** The types of the frames of a client; answers to a PING of the server are left out. */
function frameTypesOf(bytes: Buffer): number[] {
    const types: number[] = [];
    for (let at = PREFACE_BYTES; at + FRAME_HEADER_BYTES <= bytes.length;) {
        const type = bytes.readUInt8(at + TYPE_AT);
        const isAnswer = type === PING && bytes.readUInt8(at + TYPE_AT + 1) === 1;
        if (!isAnswer) types.push(type);
        at += FRAME_HEADER_BYTES + bytes.readUIntBE(at, 3);
    }
    return types;
}
