import type { OptionNames } from '@heddle/protocol/internal';
import type { Channel } from '../channel/channel';
import type { Connect } from '../channel/connect-options';
import type { InstallOptions } from '../channel/install-options';
import type { ChaincodeDefinition } from '../definition/chaincode-definition';
import { checkNames, errorText, LocalPeerError } from '../errors';
import type { PeerLogger } from '../logger';
import { isTime, TIME_REMEDY } from '../wait-time';
import { type ChaincodeLaunchers, isForAll } from './chaincode-launchers';
import type { ChaincodeRunner } from './chaincode-runner';

export interface ChaincodePackagesOptions {
    readonly launchers: ChaincodeLaunchers;
    readonly runner: ChaincodeRunner;
    readonly channels: ReadonlyMap<string, Channel>;
    /** The organizations that have a peer. */
    readonly mspIds: readonly string[];
    readonly logger: PeerLogger;
}

const INSTALL_NAMES: OptionNames<InstallOptions> = {
    channel: true,
    collections: true,
    connect: true,
    endorsementPolicy: true,
    indexes: true,
    inherits: true,
    initRequired: true,
    name: true,
    packageId: true,
    version: true,
};

/** The packages of chaincodes: where their servers are, and which of them a channel's definitions run in. */
export class ChaincodePackages {
    readonly #options: ChaincodePackagesOptions;
    /** The last upgrade to each package that is under way. */
    readonly #upgrading = new Map<string, Promise<unknown>>();

    constructor(options: ChaincodePackagesOptions) {
        this.#options = options;
    }

    /** Defines a chaincode, and dials its servers in the background. @throws LocalPeerError OPTION_INVALID */
    install(channel: Channel, options: InstallOptions): ChaincodeDefinition {
        checkNames('LocalPeer.install', options, INSTALL_NAMES);
        this.#checkConnect(options);
        const definition = channel.define(options);
        this.#options.launchers.install(definition.packageId, options.connect);
        // Reports only to the log: calls of the chaincode get the error.
        void this.#launchInBackground(definition.packageId);
        return definition;
    }

    /**
     * Defines a chaincode when its servers have registered. Upgrades to the same package go one after the other: two at once would
     * wait for the server that the first one names, and each would take the other's for the one that was there before.
     * @param channel throws where there is none, or none any more
     * @throws LocalPeerError LAUNCH_FAILED, OPTION_INVALID
     */
    async upgrade(
        channel: () => Channel,
        options: InstallOptions & { readonly packageId: string },
    ): Promise<ChaincodeDefinition> {
        checkNames('LocalPeer.upgrade', options, INSTALL_NAMES);
        const { packageId } = options;
        this.#checkConnect(options);
        // What is wrong with it does not have to wait for a server.
        channel().check(options);
        const upgraded = this.#upgradeBehind(this.#upgrading.get(packageId), channel, options);
        this.#upgrading.set(packageId, upgraded);
        try {
            return await upgraded;
        } finally {
            if (this.#upgrading.get(packageId) === upgraded) this.#upgrading.delete(packageId);
        }
    }

    async #upgradeBehind(
        other: Promise<unknown> | undefined,
        channel: () => Channel,
        options: InstallOptions & { readonly packageId: string },
    ): Promise<ChaincodeDefinition> {
        const { packageId, connect } = options;
        // Its own caller is told how it ends.
        if (other !== undefined) await other.catch(() => undefined);
        const undo = this.#options.launchers.install(packageId, connect);
        try {
            await this.launch(packageId);
            return channel().repackage(options);
        } catch (error) {
            // The package may be in use: by this chaincode as it was, or by another one.
            await undo();
            throw error;
        }
    }

    /** Ends a package's streams when its transactions have ended. @throws LocalPeerError OPTION_INVALID where it is in use */
    async uninstall(packageId: string): Promise<void> {
        const { launchers, runner, channels } = this.#options;
        for (const { id, chaincodes } of channels.values()) {
            const user = [...chaincodes.values()].find((definition) => definition.packageId === packageId);
            if (user === undefined) continue;
            const text = `package '${packageId}' still runs chaincode '${user.name}' on channel '${id}'`;
            throw new LocalPeerError('OPTION_INVALID', `${text}: upgrade the chaincode first`);
        }
        await runner.callsEnded(packageId);
        await launchers.uninstall(packageId);
    }

    /** Waits until a package's servers have registered. @throws LocalPeerError LAUNCH_FAILED with the peer's text */
    async launch(packageId: string): Promise<void> {
        try {
            await this.#options.launchers.launchAll(packageId);
        } catch (error) {
            throw new LocalPeerError('LAUNCH_FAILED', errorText(error), { cause: error });
        }
    }

    async #launchInBackground(packageId: string): Promise<void> {
        try {
            await this.launch(packageId);
        } catch (error) {
            this.#options.logger.warn({ packageId }, errorText(error));
        }
    }

    #checkConnect({ name, connect }: InstallOptions): void {
        if (isForAll(connect)) {
            checkDialTimeout(name, connect);
            return;
        }
        const { mspIds: needed } = this.#options;
        // In JavaScript one may be undefined.
        const given = Object.keys(connect).filter((mspId) => connect[mspId] !== undefined);
        if (given.length !== needed.length || !needed.every((mspId) => given.includes(mspId)))
            throw new LocalPeerError(
                'OPTION_INVALID',
                `connect of chaincode '${name}' is for ${given.join(', ') || 'none'}: give a server for each organization with a peer, ` +
                    `${needed.join(', ')}, or one for all`,
            );
        for (const one of Object.values<Connect | undefined>(connect)) checkDialTimeout(name, one);
    }
}

function checkDialTimeout(name: string, connect: Connect | undefined): void {
    const milliseconds = typeof connect === 'object' ? connect.dialTimeoutMs : undefined;
    if (milliseconds === undefined || isTime(milliseconds)) return;
    const text = `dialTimeoutMs of chaincode '${name}' is ${milliseconds}: ${TIME_REMEDY}`;
    throw new LocalPeerError('OPTION_INVALID', text);
}
