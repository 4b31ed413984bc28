import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyPairFiles } from './key-pair-files';
import { domainOf } from './organization-domain';

/** Where an organization is kept, in cryptogen's layout. */
export interface OrganizationPlace {
    readonly folder: string;
    readonly domain: string;
}

/** @param cryptoFolder of all organizations */
export function placeOf(cryptoFolder: string, mspId: string): OrganizationPlace {
    const domain = domainOf(mspId);
    return { folder: join(cryptoFolder, 'peerOrganizations', domain), domain };
}

/** Of a user, whether or not there is one with this name. */
export function userFiles({ folder, domain }: OrganizationPlace, name: string): KeyPairFiles {
    const msp = join(folder, 'users', `${name}@${domain}`, 'msp');
    return {
        certificatePath: join(msp, 'signcerts', `${name}@${domain}-cert.pem`),
        privateKeyPath: join(msp, 'keystore', 'priv_sk'),
    };
}

/** The users of an organization, User1 first. What else is in their folder is passed over. */
export function usersOf(cryptoFolder: string, mspId: string): ({ readonly user: string } & KeyPairFiles)[] {
    const place = placeOf(cryptoFolder, mspId);
    const users = join(place.folder, 'users');
    const ending = `@${place.domain}`;
    const names = (existsSync(users) ? readdirSync(users) : [])
        .filter((name) => name.endsWith(ending))
        .map((name) => name.slice(0, -ending.length));
    const [first, others] = [names.filter((name) => name === 'User1'), names.filter((name) => name !== 'User1')];
    return [...first, ...others.sort()].map((user) => ({ user, ...userFiles(place, user) }));
}
