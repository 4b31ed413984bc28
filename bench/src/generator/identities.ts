import { Organization, type SigningIdentity } from '@heddle/local-peer';

const CLIENTS = 10;

let organization: Organization | undefined;
let clients: readonly SigningIdentity[] | undefined;

/** Ten clients of one organization, with P-256 certificates and attributes as Fabric CA issues them. Made once. */
export function clientIdentities(): readonly SigningIdentity[] {
    return (clients ??= Array.from({ length: CLIENTS }, (_, index) =>
        theOrganization().createMember({
            name: `user${index}`,
            organizationalUnits: ['org1', 'department1'],
            attributes: { 'hf.Affiliation': 'org1.department1', 'hf.Type': 'client' },
        }),
    ));
}

/** What a server needs for TLS, and what its clients check it by; all in PEM. */
export interface TlsCredentials {
    readonly certificate: string;
    readonly privateKey: string;
    readonly authority: string;
}

/** Makes the certificate of a server. It names no host: the generator knows whom it has started. */
export function createTlsCredentials(): TlsCredentials {
    const { certificate, privateKey } = theOrganization().createMember({ name: 'chaincode', role: 'peer' });
    const [authority = ''] = theOrganization().authorities;
    return { certificate, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), authority };
}

function theOrganization(): Organization {
    return (organization ??= new Organization({ mspId: 'Org1MSP' }));
}
