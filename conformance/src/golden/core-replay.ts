import { Client, credentials } from '@grpc/grpc-js';
import { ChaincodeServer, createLogger } from '@heddle/core';
import { chaincodeId, chaincodeService, decodeMessage, streamOfClientCall } from '@heddle/protocol';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import type { Frame } from './transcript';

/** The peer's end of a stream to a server of the scenarios' chaincode, on a port of its own. */
class Dialled {
    readonly #server: ChaincodeServer;
    readonly #client: Client;
    readonly #stream: ReturnType<typeof streamOfClientCall>;
    readonly #incoming: AsyncIterator<Uint8Array>;

    private constructor(server: ChaincodeServer, address: string) {
        this.#server = server;
        this.#client = new Client(address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
        const { path, requestSerialize, responseDeserialize } = chaincodeService.connect;
        const call = this.#client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
        this.#stream = streamOfClientCall(call);
        this.#incoming = this.#stream.incoming[Symbol.asyncIterator]();
    }

    static async open(packageId: string): Promise<Dialled> {
        const server = new ChaincodeServer(scenarioChaincode, {
            packageId,
            address: '127.0.0.1:0',
            mspId: 'Org1MSP',
            logger: createLogger('error', () => undefined),
        });
        const { address } = await server.start();
        return new Dialled(server, address);
    }

    async send(bytes: Uint8Array): Promise<void> {
        await this.#stream.send(bytes);
    }

    /** @throws Error where the stream ends instead */
    async next(): Promise<Buffer> {
        const next = await this.#incoming.next();
        if (next.done === true) throw new Error('the chaincode has ended its stream');
        return Buffer.from(next.value);
    }

    async close(): Promise<void> {
        await this.#stream.close();
        this.#client.close();
        await this.#server.close();
    }
}

/** Plays the peer of a transcript to servers of the scenarios' chaincode, one for each name that it has there. */
export class CoreReplay implements AsyncDisposable {
    readonly #streams: ReadonlyMap<string, Dialled>;

    private constructor(streams: ReadonlyMap<string, Dialled>) {
        this.#streams = streams;
    }

    /** Serves each chaincode that registers, under the package id with which it does. */
    static async start(registrations: readonly Frame[]): Promise<CoreReplay> {
        const streams = new Map<string, Dialled>();
        for (const { chaincode, from, bytes } of registrations) {
            if (from === 'peer') continue;
            const { name } = chaincodeId.decode(decodeMessage(bytes).payload);
            streams.set(chaincode, await Dialled.open(name));
        }
        return new CoreReplay(streams);
    }

    /** Sends the peer's messages, and takes the chaincode's. @returns what took place */
    async play(frames: readonly Frame[]): Promise<Frame[]> {
        const played: Frame[] = [];
        for (const frame of frames) {
            const stream = this.#streams.get(frame.chaincode);
            if (stream === undefined) throw new Error(`${frame.chaincode} has not registered`);
            if (frame.from === 'peer') await stream.send(frame.bytes);
            played.push(frame.from === 'peer' ? frame : { ...frame, bytes: await stream.next() });
        }
        return played;
    }

    async [Symbol.asyncDispose](): Promise<void> {
        for (const stream of this.#streams.values()) await stream.close();
    }
}
