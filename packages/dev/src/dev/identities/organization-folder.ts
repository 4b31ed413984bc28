import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { CertificateAuthority, createSigningIdentity, type MemberRole, Organization } from '@heddle/local-peer';
import { type KeyPairFiles, readKeyPair, writeFile, writeKeyPair } from './key-pair-files';
import { domainOf } from './organization-domain';

/** An organization whose authorities and users are kept in files. */
export interface KeptOrganization {
    readonly organization: Organization;
    /** The user in whose name applications act, as in Fabric's samples. */
    readonly user1: KeyPairFiles;
    /** What its peer's TLS certificate is trusted by. */
    readonly tlsRootCertPath: string;
    /** What its peer shows to TLS clients. */
    readonly peerTls: { readonly cert: string; readonly key: string };
}

/** A user that an organization is to have. */
export interface WantedUser {
    readonly name: string;
    readonly role: MemberRole;
    /** What the certificate is to say. Default: what it says already. */
    readonly attributes?: Readonly<Record<string, string>>;
}

/** Users that cryptogen makes, with the names that Fabric's samples look for. */
const USERS: readonly WantedUser[] = [
    { name: 'User1', role: 'client' },
    { name: 'Admin', role: 'admin' },
];

/**
 * Opens an organization's folder in cryptogen's layout (fabric, cmd/cryptogen/main.go, generatePeerOrg). What is there
 * is taken up, what is missing is made: so certificates stay valid for as long as the folder is kept.
 *
 * @param folder of all organizations; this one's is `peerOrganizations/<domain>`
 * @param wanted users besides User1 and Admin, or in place of those; one whose attributes or role have changed gets a
 *     new certificate
 * @throws LocalPeerError IDENTITY_INVALID where something else has made what is there
 */
export function openOrganization(folder: string, mspId: string, wanted: readonly WantedUser[] = []): KeptOrganization {
    const domain = domainOf(mspId);
    const place = { folder: join(folder, 'peerOrganizations', domain), domain };
    const authority = openAuthority(place, 'ca');
    const tlsAuthority = openAuthority(place, 'tlsca');
    const organization = new Organization({ mspId, authority });
    const byName = new Map([...USERS, ...wanted].map((user) => [user.name, user]));
    for (const user of byName.values()) openUser(place, organization, user, tlsAuthority.certificate);
    writeAuthorities(join(place.folder, 'msp'), place, { ca: authority, tlsca: tlsAuthority });
    return { organization, user1: userFiles(place, 'User1'), ...openPeerTls(place, tlsAuthority) };
}

/** Makes a user of an organization that was opened; whoever looks into its folder finds it from then on. */
export function addUser(folder: string, organization: Organization, wanted: WantedUser): void {
    const domain = domainOf(organization.mspId);
    const place = { folder: join(folder, 'peerOrganizations', domain), domain };
    openUser(place, organization, wanted, openAuthority(place, 'tlsca').certificate);
}

interface Place {
    readonly folder: string;
    readonly domain: string;
}

function openAuthority({ folder, domain }: Place, name: 'ca' | 'tlsca'): CertificateAuthority {
    const files = {
        certificatePath: join(folder, name, `${name}.${domain}-cert.pem`),
        privateKeyPath: join(folder, name, 'priv_sk'),
    };
    const kept = readKeyPair(files);
    if (kept !== undefined) return CertificateAuthority.restore(kept);
    const made = CertificateAuthority.create({ organization: domain, commonName: `${name}.${domain}` });
    writeKeyPair(files, made);
    return made;
}

function userFiles({ folder, domain }: Place, name: string): KeyPairFiles {
    const msp = join(folder, 'users', `${name}@${domain}`, 'msp');
    return {
        certificatePath: join(msp, 'signcerts', `${name}@${domain}-cert.pem`),
        privateKeyPath: join(msp, 'keystore', 'priv_sk'),
    };
}

function openUser(place: Place, organization: Organization, wanted: WantedUser, tlsRootCert: string): void {
    const { mspId, authorities } = organization;
    const name = `${wanted.name}@${place.domain}`;
    const files = userFiles(place, wanted.name);
    const kept = readKeyPair(files);
    // For its checks: a certificate and a key that do not belong together are told of now.
    if (kept !== undefined) createSigningIdentity({ mspId, ...kept });
    const { role, attributes } = wanted;
    if (kept === undefined || !says(kept.certificate, wanted)) {
        const also = attributes === undefined ? {} : { attributes: { 'hf.EnrollmentID': wanted.name, ...attributes } };
        writeKeyPair(files, organization.createMember({ name, role, ...also }));
    }
    const user = join(place.folder, 'users', name);
    // The name that Fabric CA's client gives it, and that samples look for as well.
    writeFile(join(user, 'msp', 'signcerts', 'cert.pem'), readKeyPair(files)?.certificate ?? '');
    writeFile(join(user, 'msp', 'cacerts', `ca.${place.domain}-cert.pem`), authorities.join(''));
    writeFile(join(user, 'tls', 'ca.crt'), tlsRootCert);
}

/** Whether a certificate says what is wanted of it. The extension with the attributes holds them as JSON, as it is. */
function says(certificate: string, { role, attributes }: WantedUser): boolean {
    if (attributes === undefined) return true;
    const { raw, subject } = new X509Certificate(certificate);
    const members = Object.entries(attributes).map(
        ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
    );
    return subject.split('\n').includes(`OU=${role}`) && raw.includes(`${members.join(',')}}}`);
}

function writeAuthorities(
    msp: string,
    { domain }: Place,
    { ca, tlsca }: { readonly ca: CertificateAuthority; readonly tlsca: CertificateAuthority },
): void {
    writeFile(join(msp, 'cacerts', `ca.${domain}-cert.pem`), ca.certificate);
    writeFile(join(msp, 'tlscacerts', `tlsca.${domain}-cert.pem`), tlsca.certificate);
}

function openPeerTls(
    { folder, domain }: Place,
    authority: CertificateAuthority,
): Pick<KeptOrganization, 'tlsRootCertPath' | 'peerTls'> {
    const peer = `peer0.${domain}`;
    const tls = join(folder, 'peers', peer, 'tls');
    const files = { certificatePath: join(tls, 'server.crt'), privateKeyPath: join(tls, 'server.key') };
    if (readKeyPair(files) === undefined) {
        const hosts = [peer, 'localhost', '127.0.0.1'];
        writeKeyPair(files, authority.issue({ subject: { commonName: peer }, hosts }));
    }
    const tlsRootCertPath = join(tls, 'ca.crt');
    writeFile(tlsRootCertPath, authority.certificate);
    const { certificate: cert = '', privateKey: key = '' } = readKeyPair(files) ?? {};
    return { tlsRootCertPath, peerTls: { cert, key } };
}
