import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Chaincode, ChaincodeServer, type ChaincodeServerOptions, createLogger } from '@heddle/core';
import { type FrameTap, withFrameTap } from '@heddle/core/internal';
import { type JournalOptions, JournalWriter } from '@heddle/journal';
import { LocalPeer } from '@heddle/local-peer';
import { decodeMessage, MessageType } from '@heddle/protocol';

export const SILENT = createLogger('error', () => undefined);

export interface RecordedNetworkOptions {
    readonly chaincode: Chaincode;
    readonly journal?: Partial<JournalOptions>;
    readonly server?: Partial<ChaincodeServerOptions>;
    /** Of the code, in the headers of sessions. */
    readonly digest?: string;
    /** Default: recorded:1. */
    readonly packageId?: string;
    /** A journal that others write, too. Default: one of its own. */
    readonly folder?: string;
}

const PACKAGE_ID = 'recorded:1';

/** A chaincode that is served with a journal, and peers for it. */
export class RecordedNetwork {
    /** Where the journal is. */
    readonly folder: string;
    /** Ids of the transactions whose answers were handed to the transport. */
    readonly answered: string[] = [];
    readonly #server: ChaincodeServer;
    readonly #writer: JournalWriter;
    readonly #home: string;
    readonly #packageId: string;
    #address = '';

    private constructor(given: RecordedNetworkOptions) {
        const { chaincode, journal, server, digest, packageId = PACKAGE_ID } = given;
        this.#packageId = packageId;
        this.#home = mkdtempSync(join(tmpdir(), 'heddle-recorded-'));
        this.folder = given.folder ?? join(this.#home, 'journal');
        this.#writer = new JournalWriter({ folder: this.folder, heddle: '0.0.0', warn: () => undefined, ...journal });
        const options = { packageId, address: '127.0.0.1:0', logger: SILENT, ...server };
        this.#server = new ChaincodeServer(
            chaincode,
            withFrameTap(options, (session) => this.#counting(this.#writer.tap({ ...session, digest }))),
        );
    }

    static async start(options: RecordedNetworkOptions): Promise<RecordedNetwork> {
        const network = new RecordedNetwork(options);
        const { address } = await network.#server.start();
        network.#address = address;
        return network;
    }

    get lostBytes(): number {
        return this.#writer.lostBytes;
    }

    /** A peer that dials the server. The caller has to close it. */
    async peer(options: Parameters<typeof LocalPeer.start>[0] = {}): Promise<LocalPeer> {
        const peer = await LocalPeer.start({ executeTimeoutMs: 300_000, ...options });
        this.install(peer, 'cc');
        return peer;
    }

    /** Has a peer of another network call this chaincode by a name. */
    install(peer: LocalPeer, name: string): void {
        peer.install({ name, packageId: this.#packageId, connect: { address: this.#address } });
    }

    /** Ends the server, and writes the rest of the journal, which stays. */
    async stop(): Promise<void> {
        await this.#server.close({ graceMs: 0 });
        await this.#writer.close();
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.stop();
        rmSync(this.#home, { recursive: true, force: true });
    }

    #counting(tap: FrameTap): FrameTap {
        return {
            received: (frame) => {
                tap.received(frame);
            },
            sent: (frame) => {
                tap.sent(frame);
                const { type, txId } = decodeMessage(frame);
                if (type === MessageType.COMPLETED) this.answered.push(txId);
            },
            ended: (reason) => {
                tap.ended(reason);
            },
        };
    }
}
