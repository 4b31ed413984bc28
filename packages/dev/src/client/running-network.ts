import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ConfigurationError, readGivenFile } from 'heddle/command';
import type { DevConnection, DevOrganization } from '../dev/connection/dev-connection';
import type { KnownClients, NetworkSource, UserSource } from './network-source';

const NAME = 'the network of heddle dev';

/** Who is to call, if it is not the user of the network's first organization. */
export interface DevUser {
    readonly mspId: string | undefined;
    /** `Admin`, or the whole name of a folder of users. */
    readonly as: string | undefined;
}

/**
 * The network that `heddle dev` runs, as a client sees it.
 *
 * @throws ConfigurationError if it has no such organization or user
 */
export function toNetworkSource(dev: DevConnection, { mspId, as }: DevUser, folder: string): NetworkSource {
    const organization = findOrganization(dev, mspId ?? mspIdOf(dev, as));
    return {
        address: organization.gateway,
        tls: tlsOf(organization),
        mspId: organization.mspId,
        user:
            as === undefined
                ? userOf(organization)
                : findUser(organization, as, mspId === undefined ? dev.organizations : [organization]),
        channel: dev.channel,
        chaincode: dev.chaincode,
        dev: {
            folder,
            chaincodes: dev.chaincodes ?? [],
            isDebugged: dev.isDebugged ?? false,
            clients: () => dev.organizations.map(clientsOf),
        },
    };
}

function clientsOf(organization: DevOrganization): KnownClients {
    const users = userFolders(organization).names.map((name) => name.replace(/@.*$/, ''));
    return { mspId: organization.mspId, users };
}

/** Its address is a number, of which Node warns as the name of a server; the certificate has both. */
function tlsOf({ tlsRootCertPath: root }: DevOrganization): NetworkSource['tls'] {
    if (root === undefined) return undefined;
    return { rootCert: readGivenFile({ value: root, source: NAME }), hostOverride: 'localhost' };
}

/** A user that the first organization does not have is one of the other that does. */
function mspIdOf({ organizations }: DevConnection, as: string | undefined): string | undefined {
    if (as === undefined) return undefined;
    return organizations.find((organization) => folderOf(userFolders(organization).names, as) !== undefined)?.mspId;
}

/** By a whole name or by what is before its @. */
function folderOf(names: readonly string[], as: string): string | undefined {
    return names.find((name) => name === as || name.startsWith(`${as}@`));
}

function findOrganization({ organizations }: DevConnection, mspId: string | undefined): DevOrganization {
    if (mspId === undefined) return organizations[0];
    const found = organizations.find((organization) => organization.mspId === mspId);
    if (found !== undefined) return found;
    const known = organizations.map((organization) => organization.mspId).join(', ');
    throw new ConfigurationError(`--msp-id ${mspId} is no organization of ${NAME}: choose one of ${known}`);
}

function userOf({ certificatePath, privateKeyPath }: DevOrganization): UserSource {
    return { cert: { value: certificatePath, source: NAME }, key: { value: privateKeyPath, source: NAME } };
}

/** Another user beside the one of the connection, in cryptogen's layout: users/User1@org1.example.com/msp/signcerts. */
function findUser(organization: DevOrganization, as: string, searched: readonly DevOrganization[]): UserSource {
    const { users, names } = userFolders(organization);
    const found = folderOf(names, as);
    if (found !== undefined) return { mspDir: { value: join(users, found, 'msp'), source: `--as ${as}` } };
    const all = searched.flatMap((one) => userFolders(one).names);
    const known = all.length === 0 ? 'it has one user, so leave out --as' : `choose one of ${all.join(', ')}`;
    const owners = searched.map(({ mspId }) => mspId).join(', ');
    throw new ConfigurationError(`--as ${as} is no user of ${owners} in ${NAME}: ${known}`);
}

function userFolders({ certificatePath }: DevOrganization): { readonly users: string; readonly names: string[] } {
    const users = dirname(dirname(dirname(dirname(certificatePath))));
    return { users, names: basename(users) === 'users' ? readdirSync(users).sort() : [] };
}
