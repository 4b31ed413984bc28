import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type GatewayAddress, LocalPeer, LocalPeerError, type PeerObserver } from '@heddle/local-peer';
import { CommandError, ConfigurationError, reasonOf } from 'heddle/command';
import type { DevConnection, DevOrganization } from './connection/dev-connection';
import type { DevSettings } from './dev-settings';
import { type KeptOrganization, openOrganization } from './identities/organization-folder';

/** A local network that applications can reach. */
export interface DevNetwork {
    readonly peer: LocalPeer;
    readonly connection: DevConnection;
}

/** This machine alone; the name that certificates have, and both of its addresses. */
const HOST = 'localhost';

/** Starts a network with the identities and the ledger that are kept, if there are any. @throws CommandError */
export async function startNetwork(settings: DevSettings, observer: PeerObserver): Promise<DevNetwork> {
    await checkPort(settings.port);
    const organizations = openOrganizations(settings);
    const [own, ...others] = organizations;
    const { channel, queries, storeFolder } = settings;
    if (storeFolder !== undefined) mkdirSync(storeFolder, { recursive: true });
    const peer = await sayingWhatToDo(() =>
        LocalPeer.start({
            organization: own.organization,
            organizations: others.map(({ organization }) => organization),
            channels: [channel],
            queries,
            observer,
            ...(storeFolder !== undefined && { store: { path: join(storeFolder, 'ledger') } }),
        }),
    );
    try {
        const { port, isEncrypted } = settings;
        const tls = isEncrypted ? { tls: own.peerTls } : {};
        const { address } = await sayingWhatToDo(() => peer.listen({ host: HOST, port, ...tls }));
        return { peer, connection: connectionOf(settings, address, organizations) };
    } catch (error) {
        await peer.close();
        throw error;
    }
}

/** Before anything is opened: what a gRPC server says of a port in use is not for people. */
async function checkPort(port: number): Promise<void> {
    const server = createServer();
    try {
        await once(server.listen(port, HOST), 'listening');
    } catch (cause) {
        const remedy = 'give --port another one, or 0 for any that is free';
        throw new CommandError(1, `port ${port} cannot be listened at (${reasonOf(cause)}): ${remedy}`, { cause });
    }
    server.close();
    await once(server, 'close');
}

type Organizations = readonly [KeptOrganization, ...KeptOrganization[]];

function openOrganizations({ cryptoFolder, mspIds: [own, ...others] }: DevSettings): Organizations {
    try {
        const [first, ...more] = [own, ...others].map((mspId) => openOrganization(cryptoFolder, mspId));
        if (first === undefined) throw new Error('there is no organization');
        return [first, ...more];
    } catch (cause) {
        const remedy = 'delete it, and new identities are made, or give --crypto-dir another folder';
        const problem = `the identities in ${cryptoFolder} cannot be used (${reasonOf(cause)})`;
        throw new ConfigurationError(`${problem}: ${remedy}`, { cause });
    }
}

/** The peer's own texts name the remedy, but not the command's option. */
async function sayingWhatToDo<T>(start: () => Promise<T>): Promise<T> {
    try {
        return await start();
    } catch (error) {
        if (!LocalPeerError.is(error)) throw error;
        const { code, message } = error;
        const remedies: Partial<Record<typeof code, string>> = {
            STORE_UNUSABLE: '; --store says which',
        };
        throw new CommandError(code === 'OPTION_INVALID' ? 2 : 1, `${message}${remedies[code] ?? ''}`, {
            cause: error,
        });
    }
}

function connectionOf(
    { channel, chaincodeName, isEncrypted }: DevSettings,
    gateway: GatewayAddress['address'],
    [own, ...others]: Organizations,
): DevConnection {
    return {
        version: 1,
        processId: process.pid,
        gateway,
        ...(isEncrypted && { tlsRootCertPath: own.tlsRootCertPath }),
        channel,
        chaincode: chaincodeName,
        organizations: [userOf(own), ...others.map(userOf)],
    };
}

function userOf({ organization: { mspId }, user1 }: KeptOrganization): DevOrganization {
    return { mspId, ...user1 };
}
