import { X509Certificate } from 'node:crypto';
import { Organization, type SigningIdentity } from '@heddle/local-peer';

export const ORGANIZATIONS = ['Org1', 'Org2'] as const;
export type OrganizationName = (typeof ORGANIZATIONS)[number];

/** Two organizations with one client each: the same people call every network that is compared, by the same certificates. */
export class Members {
    readonly organizations: Readonly<Record<OrganizationName, Organization>> = {
        Org1: new Organization({ mspId: 'Org1MSP' }),
        Org2: new Organization({ mspId: 'Org2MSP' }),
    };
    readonly clients: Readonly<Record<OrganizationName, SigningIdentity>> = {
        Org1: this.organizations.Org1.createMember({ name: 'User1' }),
        Org2: this.organizations.Org2.createMember({ name: 'User1' }),
    };
}

/** What the reference's `getID()` says of the clients; that it does is among the calls. */
export const CLIENT_IDS: Readonly<Record<OrganizationName, string>> = {
    Org1: clientId('Org1MSP'),
    Org2: clientId('Org2MSP'),
};

/** What the reference's `getID()` says of a certificate. */
export function clientIdOf(certificate: string): string {
    const { subject, issuer } = new X509Certificate(certificate);
    return `x509::${[subject, issuer].map((name) => `/${name.split('\n').join('/')}`).join('::')}`;
}

function clientId(mspId: string): string {
    return `x509::/OU=client/CN=User1::/O=${mspId}/CN=ca.${mspId}`;
}
