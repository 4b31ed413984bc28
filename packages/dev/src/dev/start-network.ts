import { once } from 'node:events';
import { createServer } from 'node:net';
import {
    LocalPeer,
    LocalPeerError,
    type LocalPeerOptions,
    type MembershipRoot,
    type PeerObserver,
} from '@heddle/local-peer';
import { CommandError, ConfigurationError, makeNamedFolder, reasonOf } from 'heddle/command';
import type { DevConnection, DevOrganization } from './connection/dev-connection';
import { type KeptOrganization, openOrganization } from './identities/organization-folder';
import { ledgerFolder } from './ledger-folder';
import type { DevSettings } from './settings/dev-settings';
import type { SecondRuns } from './trapping/second-runs';

/** A local network that applications can reach. */
export interface DevNetwork {
    readonly peer: LocalPeer;
    readonly connection: DevConnection;
}

/** This machine alone; the name that certificates have, and both of its addresses. */
const HOST = 'localhost';

/** Starts a network with the identities and the ledger that are kept, if there are any. @throws CommandError */
export async function startNetwork(
    settings: DevSettings,
    observer: PeerObserver,
    secondRuns: SecondRuns | undefined,
): Promise<DevNetwork> {
    for (const port of settings.ports) await checkPort(port);
    const organizations = openOrganizations(settings);
    const [own, ...others] = organizations;
    const { channel, queries, determinism, executeTimeoutMs, blockWaitMs, storeFolder } = settings;
    if (storeFolder !== undefined) makeNamedFolder('--store', storeFolder);
    const peer = await sayingWhatToDo(() =>
        LocalPeer.start({
            organization: own.organization,
            organizations: [...others.map(({ organization }) => organization), ...withoutPeer(settings)],
            channels: [channel],
            ...settings.fork?.ledger,
            queries,
            determinism: determinism === 'off' ? 'off' : 'check',
            ...(secondRuns !== undefined && { secondRuns }),
            executeTimeoutMs,
            batch: { timeoutMs: blockWaitMs },
            observer,
            ...storeOf(settings),
        }),
    );
    try {
        const listening = await listen(peer, settings, organizations);
        return { peer, connection: connectionOf(settings, listening) };
    } catch (error) {
        await peer.close();
        throw error;
    }
}

/** A ledger that is made of blocks has a store already. */
function storeOf({ storeFolder, fork }: DevSettings): Pick<LocalPeerOptions, 'store'> {
    const isKept = fork !== undefined && 'blocks' in fork.ledger;
    return storeFolder === undefined || isKept ? {} : { store: { path: ledgerFolder(storeFolder) } };
}

/** Opens a gateway for each organization. */
async function listen(
    peer: LocalPeer,
    { ports, isEncrypted }: DevSettings,
    organizations: Organizations,
): Promise<DevOrganization[]> {
    const listening: DevOrganization[] = [];
    for (const [index, { organization, user1, peerTls, tlsRootCertPath }] of organizations.entries()) {
        const { mspId } = organization;
        const where = { organization: mspId, host: HOST, port: ports[index] ?? 0, tools: true };
        const tls = isEncrypted ? { tls: peerTls } : {};
        const { address: gateway } = await sayingWhatToDo(() => peer.listen({ ...where, ...tls }));
        listening.push({ mspId, gateway, ...(isEncrypted && { tlsRootCertPath }), ...user1 });
    }
    return listening;
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

/** Organizations of a fork that were not chosen: their clients are members all the same. */
function withoutPeer({ fork, mspIds }: DevSettings): MembershipRoot[] {
    return (fork?.mspIds ?? [])
        .filter((mspId) => !mspIds.includes(mspId))
        .flatMap((mspId) => fork?.rootOf(mspId) ?? []);
}

type Organizations = readonly [KeptOrganization, ...KeptOrganization[]];

function openOrganizations({ cryptoFolder, mspIds: [own, ...others], users, fork }: DevSettings): Organizations {
    try {
        const [first, ...more] = [own, ...others].map((mspId) =>
            openOrganization(
                cryptoFolder,
                mspId,
                users.filter((user) => user.mspId === mspId),
                fork?.rootOf(mspId),
            ),
        );
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
    { channel, chaincodes, inspectPort }: DevSettings,
    [own, ...others]: readonly DevOrganization[],
): DevConnection {
    if (own === undefined) throw new Error('there is no organization');
    const { gateway, tlsRootCertPath } = own;
    return {
        version: 1,
        processId: process.pid,
        gateway,
        ...(tlsRootCertPath !== undefined && { tlsRootCertPath }),
        channel,
        chaincode: chaincodes[0].name,
        ...(chaincodes.length > 1 && { chaincodes: chaincodes.map(({ name, folder }) => ({ name, folder })) }),
        ...(inspectPort !== undefined && { isDebugged: true }),
        organizations: [own, ...others],
    };
}
