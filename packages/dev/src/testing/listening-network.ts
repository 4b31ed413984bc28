import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import {
    type Chaincode,
    ChaincodeServer,
    type ChaincodeStub,
    createLogger,
    error,
    KeyEndorsementPolicy,
    success,
} from '@heddle/core';
import { LocalPeer, type LocalPeerOptions, type Organization, type PeerObserver } from '@heddle/local-peer';

/** A user's files, as the options of clients take them. */
export interface UserFiles {
    readonly cert: string;
    readonly key: string;
    /** A folder `msp`, as cryptogen writes it. */
    readonly mspDir: string;
}

const PACKAGE_ID = 'store:1';

/** Another one each time, which no transaction should depend on. */
let numbers = 0;

let goOn: (() => void) | undefined;

/** Resolves when it has been called twice. */
async function meetAnother(): Promise<void> {
    if (goOn !== undefined) {
        goOn();
        goOn = undefined;
        return;
    }
    await new Promise<void>((resolve) => {
        goOn = resolve;
    });
}

type StoreFunction = (
    stub: ChaincodeStub,
    key: string,
    value: string,
) => Promise<Uint8Array | string> | Uint8Array | string;

/** What the chaincode answers: a store of texts, and whatever else a client may get to see. */
const FUNCTIONS: Readonly<Record<string, StoreFunction>> = {
    async put(stub, key, value) {
        await stub.putState(key, value);
        stub.setEvent('Put', stub.getBufferArgs()[2] ?? '');
        return `put ${key}`;
    },
    /** Keys `many-0` and so on, each with that many characters. */
    async putMany(stub, count, size) {
        for (let index = 0; index < Number(count); index++)
            await stub.putState(`many-${index}`, 'x'.repeat(Number(size)));
        return '';
    },
    async getMany(stub, count) {
        for (let index = 0; index < Number(count); index++) await stub.getState(`many-${index}`);
        return '';
    },
    /** Two calls are needed: each goes on when the other one has read, too. */
    async appendAtOnce(stub, key, value) {
        const before = await stub.getState(key);
        await meetAnother();
        await stub.putState(key, Buffer.concat([before, Buffer.from(value)]));
        return '';
    },
    get: (stub, key) => stub.getState(key),
    arguments: (stub) => JSON.stringify(stub.getBufferArgs().map((arg) => Buffer.from(arg).toString('latin1'))),
    transient: (stub, key) => stub.getTransient().get(key) ?? '',
    async keyPolicy(stub, key, mspId) {
        const policy = new KeyEndorsementPolicy();
        policy.addOrgs('PEER', mspId);
        await stub.putState(key, 'v');
        await stub.setStateValidationParameter(key, policy.getPolicy());
        return '';
    },
    async putNumber(stub, key) {
        await stub.putState(key, JSON.stringify({ number: ++numbers }));
        return '';
    },
    bytes: (_stub, key) => Buffer.from(key, 'hex'),
    mspId: (stub) => stub.getCreator().mspid,
    name: (stub) => /^CN=(.*)$/m.exec(new X509Certificate(stub.getCreator().idBytes).subject)?.[1] ?? '',
};

const STORE: Chaincode = {
    Init: () => Promise.resolve(success()),
    async Invoke(stub) {
        const { fcn, params } = stub.getFunctionAndParameters();
        const [key = '', value = ''] = params;
        const run = FUNCTIONS[fcn];
        return run === undefined ? error(`no function ${fcn}`) : success(await run(stub, key, value));
    },
};

/** A local peer with the chaincode `store`, which listens for clients. */
export class ListeningNetwork implements AsyncDisposable {
    readonly folder = new TemporaryFolder();
    readonly peer: LocalPeer;
    /** Of the gateway. */
    readonly address: string;
    readonly #server: ChaincodeServer;

    private constructor(peer: LocalPeer, server: ChaincodeServer, address: string) {
        this.peer = peer;
        this.address = address;
        this.#server = server;
    }

    /**
     * @param options.chaincode what is called `store`
     * @param options.tools whether the ledger can be read and turned back, as that of `heddle dev`
     * @param options.observer is told what the peer does
     * @param options.network what else the peer is started with
     */
    static async start({
        chaincode = STORE,
        tools = false,
        observer = {},
        network = {},
        endorsementPolicy,
    }: {
        readonly chaincode?: Chaincode;
        readonly tools?: boolean;
        readonly observer?: PeerObserver;
        readonly network?: LocalPeerOptions;
        readonly endorsementPolicy?: string;
    } = {}): Promise<ListeningNetwork> {
        const logger = createLogger('error', () => undefined);
        const server = new ChaincodeServer(chaincode, { packageId: PACKAGE_ID, address: '127.0.0.1:0', logger });
        const { port } = await server.start();
        const peer = await LocalPeer.start({ channels: ['mychannel'], observer, ...network });
        const connect = { address: `127.0.0.1:${port}` };
        const collections = [{ name: 'secrets', policy: ['Org1MSP'] }];
        const policy = endorsementPolicy === undefined ? {} : { endorsementPolicy };
        peer.install({ name: 'store', packageId: PACKAGE_ID, connect, collections, ...policy });
        const { address } = await peer.listen({ tools });
        return new ListeningNetwork(peer, server, address);
    }

    /** Makes a user of the network's organization, or of another. */
    user(name: string, organization: Organization = this.peer.organization): UserFiles {
        const identity = organization.createMember({ name });
        const mspDir = `users/${name}@org1/msp`;
        const cert = this.folder.write(`${mspDir}/signcerts/${name}.pem`, identity.certificate);
        const pem = identity.privateKey.export({ format: 'pem', type: 'pkcs8' });
        const key = this.folder.write(`${mspDir}/keystore/priv_sk`, pem);
        return { cert, key, mspDir: join(this.folder.path, mspDir) };
    }

    /** Has a transaction committed with an event of this payload. @returns its id */
    async put(payload: string): Promise<string> {
        const { txId, commit } = await this.peer.submit({
            chaincode: 'store',
            function: 'put',
            args: ['key', payload],
        });
        if (commit?.status !== 'VALID') throw new Error(`transaction ${txId} is ${String(commit?.status)}`);
        return txId;
    }

    /** The options by which a client finds it. */
    options({ mspDir }: UserFiles): string[] {
        const names = ['--channel', 'mychannel', '--chaincode', 'store'];
        return ['--gateway', this.address, ...names, '--msp-id', 'Org1MSP', '--msp-dir', mspDir];
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.peer.close();
        await this.#server.close();
        this.folder[Symbol.dispose]();
    }
}
