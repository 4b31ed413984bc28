import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The organizations of the network. */
export type OrganizationName = 'Org1' | 'Org2';

/** A client's certificate and key, as files and as text. */
export interface UserFiles {
    readonly mspId: string;
    readonly mspFolder: string;
    readonly certificate: string;
    readonly key: string;
}

/** Where a network's files are: configuration at the root, `crypto` from cryptogen, `data` of the processes. */
export class NetworkFolder implements Disposable {
    readonly root = mkdtempSync(join(tmpdir(), 'heddle-fabric-'));
    readonly crypto = join(this.root, 'crypto');
    readonly data = join(this.root, 'data');
    readonly orderer = join(this.crypto, 'ordererOrganizations/orderer.test/orderers/orderer.orderer.test');
    readonly ordererCa = join(this.orderer, 'tls/ca.crt');

    constructor() {
        mkdirSync(this.data);
    }

    /** A peer's certificates. */
    peer(organization: OrganizationName = 'Org1'): string {
        const domain = `${organization.toLowerCase()}.test`;
        return join(this.crypto, 'peerOrganizations', domain, 'peers', `peer0.${domain}`);
    }

    peerCa(organization: OrganizationName = 'Org1'): string {
        return join(this.peer(organization), 'tls/ca.crt');
    }

    /** Where a peer finds its core.yaml, and leaves its ledger. */
    peerHome(organization: OrganizationName): string {
        return join(this.data, organization);
    }

    genesisBlock(channel: string): string {
        return join(this.root, `${channel}.block`);
    }

    user(organization: OrganizationName, name: 'Admin' | 'User1'): UserFiles {
        const domain = `${organization.toLowerCase()}.test`;
        const mspFolder = join(this.crypto, 'peerOrganizations', domain, 'users', `${name}@${domain}`, 'msp');
        return {
            mspId: `${organization}MSP`,
            mspFolder,
            certificate: onlyFileIn(join(mspFolder, 'signcerts')),
            key: onlyFileIn(join(mspFolder, 'keystore')),
        };
    }

    /** Removes all of it. */
    [Symbol.dispose](): void {
        rmSync(this.root, { recursive: true, force: true });
    }
}

function onlyFileIn(folder: string): string {
    const [name, ...more] = readdirSync(folder);
    if (name === undefined || more.length > 0) throw new Error(`expected one file in ${folder}`);
    return readFileSync(join(folder, name), 'utf8');
}
