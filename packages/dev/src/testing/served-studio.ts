import { join } from 'node:path';
import { resolveUser } from '../dev/configuring/user-settings';
import { domainOf } from '../dev/identities/organization-domain';
import { addUser } from '../dev/identities/organization-folder';
import { PrintedLines } from '../studio/record/printed-lines';
import { Recorder } from '../studio/record/recorder';
import { openStudio, type Studio } from '../studio/studio';
import type { StudioNetwork } from '../studio/studio-network';
import { ListeningNetwork } from './listening-network';
import { type PlainAnswer, type PlainRequest, send } from './plain-request';

const MSP_ID = 'Org1MSP';

/** The page of a network with the chaincode `store` and the user `User1`, as `heddle dev` serves it. */
export class ServedStudio implements AsyncDisposable {
    readonly network: ListeningNetwork;
    readonly port: number;
    readonly key: string;
    readonly keyFile: string;
    /** Which chaincodes somebody wanted to run anew, and how. */
    readonly runs: readonly Parameters<StudioNetwork['runAgain']>[];
    readonly #studio: Studio;

    private constructor(network: ListeningNetwork, studio: Studio, runs: Parameters<StudioNetwork['runAgain']>[]) {
        this.network = network;
        this.runs = runs;
        this.port = Number(new URL(studio.address).port);
        this.key = studio.addressWithKey.slice(`${studio.address}/#k=`.length);
        this.keyFile = join(network.folder.path, 'studio-key');
        this.#studio = studio;
    }

    /** @param options of the network, besides its observer */
    static async start({
        keepsTransient = false,
        ...options
    }: NonNullable<Parameters<typeof ListeningNetwork.start>[0]> & {
        readonly keepsTransient?: boolean;
    } = {}): Promise<ServedStudio> {
        const runs: Parameters<StudioNetwork['runAgain']>[] = [];
        const recorder = new Recorder({ keepsTransient });
        recorder.setMaxListeners(0);
        const network = await ListeningNetwork.start({ ...options, observer: recorder });
        const { peer, folder } = network;
        writeUser(network, 'User1');
        const studio = await openStudio({
            network: {
                peer,
                channel: 'mychannel',
                cryptoFolder: folder.path,
                queries: 'leveldb',
                showsTransient: recorder.transient !== undefined,
                chaincodes: () => [{ name: 'store', collections: ['secrets'] }],
                metadataOf: () => Promise.resolve(null),
                runAgain: (...asked) => void runs.push(asked),
                createUser: (user) => {
                    addUser(folder.path, network.peer.organization, resolveUser(user, [MSP_ID]));
                },
            },
            recorder,
            folder: folder.path,
            port: 0,
            printed: new PrintedLines(),
        });
        if (studio === undefined) throw new Error('the page is not built: npm run build');
        return new ServedStudio(network, studio, runs);
    }

    /** A request as it is. */
    async send(path: string, sent: PlainRequest = {}): Promise<PlainAnswer> {
        return await send(this.port, path, sent);
    }

    /** A request of the page itself. */
    async ask(path: string, { headers, ...sent }: PlainRequest = {}): Promise<PlainAnswer> {
        const own = { authorization: `Bearer ${this.key}`, 'content-type': 'application/json', ...headers };
        return await this.send(`/api/v1/${path}`, { ...sent, headers: own });
    }

    /** What the page is told. */
    async read<Answer>(path: string, sent?: PlainRequest): Promise<Answer> {
        return JSON.parse((await this.ask(path, sent)).text) as Answer;
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.#studio.close();
        await this.network[Symbol.asyncDispose]();
    }
}

/** In cryptogen's layout. */
function writeUser({ peer, folder }: ListeningNetwork, user: string): void {
    const { certificate, privateKey } = peer.organization.createMember({ name: user });
    const domain = domainOf(MSP_ID);
    const msp = `peerOrganizations/${domain}/users/${user}@${domain}/msp`;
    folder.write(`${msp}/signcerts/${user}@${domain}-cert.pem`, certificate);
    folder.write(`${msp}/keystore/priv_sk`, privateKey.export({ format: 'pem', type: 'pkcs8' }));
}
