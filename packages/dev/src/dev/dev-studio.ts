import { join } from 'node:path';
import type { LocalPeer, PeerObserver } from '@heddle/local-peer';
import type { ChaincodeState, NewUser } from '@heddle/studio';
import { askMetadata } from '../studio/record/ask-metadata';
import { PrintedLines } from '../studio/record/printed-lines';
import { Recorder } from '../studio/record/recorder';
import { openStudio, type Studio } from '../studio/studio';
import type { StudioNetwork } from '../studio/studio-network';
import { resolveUser } from './configuring/user-settings';
import { DEV_FOLDER } from './connection/connection-file';
import { debugCommandOf } from './debug-command';
import type { PackageState } from './dev-package';
import { addUser } from './identities/organization-folder';
import type { DevSettings } from './settings/dev-settings';

/** `src/asset.ts:12:5`, `src/asset.ts(12,5)` or `index.js:12`. */
const PLACE = /([\w./-]+\.[cm]?[jt]sx?)[:(](\d+)/;

/** The page of a `heddle dev`: what it shows is recorded from the start, also while nobody looks. */
export class DevStudio {
    readonly #settings: DevSettings;
    readonly #folder: string;
    readonly #recorder: Recorder;
    readonly #runAgain: StudioNetwork['runAgain'];
    readonly #printed = new PrintedLines();
    readonly #builds = new Map<string, number>();
    #studio: Studio | undefined;

    /** @param runAgain has a chaincode built, or started, anew */
    constructor(settings: DevSettings, folder: string, runAgain: StudioNetwork['runAgain']) {
        this.#settings = settings;
        this.#folder = folder;
        this.#runAgain = runAgain;
        this.#recorder = new Recorder({ keepsTransient: settings.showsTransient });
        this.#recorder.setMaxListeners(0);
    }

    get observer(): PeerObserver {
        return this.#recorder;
    }

    /** Undefined where the page is not built. @throws Error where the port cannot be had */
    async open(peer: LocalPeer): Promise<Studio | undefined> {
        const { channel, fork, cryptoFolder, queries, studioPort, showsTransient } = this.#settings;
        const network: StudioNetwork = {
            peer,
            channel,
            fork: fork?.label,
            cryptoFolder,
            queries,
            chaincodes: () => this.#chaincodes(peer),
            showsTransient,
            metadataOf: (chaincode) => askMetadata(peer, { chaincode }),
            runAgain: this.#runAgain,
            createUser: (user) => {
                this.#createUser(peer, user);
            },
        };
        this.#studio = await openStudio({
            network,
            recorder: this.#recorder,
            folder: join(this.#folder, DEV_FOLDER),
            port: studioPort,
            printed: this.#printed,
        });
        return this.#studio;
    }

    /** How a chaincode is from now on. */
    tell(chaincode: string, { failure, ...told }: PackageState): void {
        const isRunning = told.state === 'running';
        const build = (this.#builds.get(chaincode) ?? 0) + (isRunning ? 1 : 0);
        this.#builds.set(chaincode, build);
        this.#recorder.chaincode({
            ...told,
            name: chaincode,
            since: new Date().toISOString(),
            build,
            ...(failure !== undefined && { failure: failureOf(failure) }),
        });
        if (isRunning) this.#studio?.refresh();
    }

    /** A line that a chaincode has printed. */
    printed(chaincode: string, line: string): void {
        this.#printed.add(chaincode, line);
    }

    async close(): Promise<void> {
        await this.#studio?.close();
    }

    #createUser(peer: LocalPeer, user: NewUser): void {
        const { mspIds, cryptoFolder } = this.#settings;
        const wanted = resolveUser(user, mspIds);
        const organization = peer.organizations.find(({ mspId }) => mspId === wanted.mspId);
        if (organization !== undefined) addUser(cryptoFolder, organization, wanted);
    }

    #chaincodes(peer: LocalPeer): ReturnType<StudioNetwork['chaincodes']> {
        const reader = peer.ledger({ channel: this.#settings.channel });
        return this.#settings.chaincodes.map(({ name }) => {
            const debug = debugCommandOf(name, this.#settings, this.#folder);
            return { name, collections: reader.collectionsOf(name), ...(debug !== undefined && { debug }) };
        });
    }
}

/** With the first place that it names. */
function failureOf(text: string): NonNullable<ChaincodeState['failure']> {
    const [, file, line] = PLACE.exec(text) ?? [];
    return { text, ...(file !== undefined && { file, line: Number(line) }) };
}
