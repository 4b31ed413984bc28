import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import {
    CertificateAuthority,
    createSigningIdentity,
    type MemberRole,
    type MembershipRoot,
    Organization,
} from '@heddle/local-peer';
import { formatName, isSameName, nameOf } from '@heddle/local-peer/internal';
import { type OrganizationPlace, placeOf, userFiles } from './kept-users';
import { type KeyPairFiles, readKeyPair, writeFile, writeKeyPair } from './key-pair-files';

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
    /** The whole of its certificate's name, and which authority is to issue it. Default: made of name and role. */
    readonly real?: { readonly encodedSubject: Buffer; readonly authority: number } | undefined;
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
 * @param real the organization of a real network: its authorities' names are those of the ones that are made here, and
 *     their members are members, too
 * @throws LocalPeerError IDENTITY_INVALID where something else has made what is there
 */
export function openOrganization(
    folder: string,
    mspId: string,
    wanted: readonly WantedUser[] = [],
    real?: MembershipRoot,
): KeptOrganization {
    const place = placeOf(folder, mspId);
    const [authority, ...others] = openAuthorities(place, real);
    const tlsAuthority = openAuthority(place, 'tlsca');
    const otherAuthorities = [...others.map(({ certificate }) => certificate), ...(real?.authorities ?? [])];
    const organization = new Organization({ mspId, authority, otherAuthorities });
    const byName = new Map([...USERS, ...wanted].map((user) => [user.name, user]));
    for (const user of byName.values())
        openUser(place, { organization, authorities: [authority, ...others] }, user, tlsAuthority.certificate);
    writeAuthorities(join(place.folder, 'msp'), place, { ca: authority, tlsca: tlsAuthority });
    return { organization, user1: userFiles(place, 'User1'), ...openPeerTls(place, tlsAuthority) };
}

/** Makes a user of an organization that was opened. From then on its files are in the folder of the organization. */
export function addUser(folder: string, organization: Organization, wanted: WantedUser): void {
    const place = placeOf(folder, organization.mspId);
    // None is named: the organization's own one issues it.
    openUser(place, { organization, authorities: [] }, wanted, openAuthority(place, 'tlsca').certificate);
}

/** One for each of the real ones; the first is the organization's own. */
function openAuthorities(
    place: OrganizationPlace,
    real: MembershipRoot | undefined,
): readonly [CertificateAuthority, ...CertificateAuthority[]] {
    const [first, ...others] = real?.authorities ?? [];
    const numbered = others.map((certificate, index) => openAuthority(place, `ca${index + 2}`, certificate));
    return [openAuthority(place, 'ca', first), ...numbered];
}

/** @param namesake whose name it is to have */
function openAuthority({ folder, domain }: OrganizationPlace, name: string, namesake?: string): CertificateAuthority {
    const files = {
        certificatePath: join(folder, name, `${name}.${domain}-cert.pem`),
        privateKeyPath: join(folder, name, 'priv_sk'),
    };
    const kept = readKeyPair(files);
    if (kept !== undefined) return restore(kept, namesake);
    const made =
        namesake === undefined
            ? CertificateAuthority.create({ organization: domain, commonName: `${name}.${domain}` })
            : CertificateAuthority.namesake(namesake);
    writeKeyPair(files, made);
    return made;
}

function restore(
    kept: { readonly certificate: string; readonly privateKey: string },
    namesake: string | undefined,
): CertificateAuthority {
    const authority = CertificateAuthority.restore(kept);
    const [own, expected] = [kept.certificate, namesake ?? kept.certificate].map(nameOf);
    if (isSameName(own ?? [], expected ?? [])) return authority;
    throw new Error(
        `an authority there is ${formatName(own ?? [])}, and that of the ledger ${formatName(expected ?? [])}`,
    );
}

function openUser(
    place: OrganizationPlace,
    {
        organization,
        authorities: issuers,
    }: { readonly organization: Organization; readonly authorities: readonly CertificateAuthority[] },
    wanted: WantedUser,
    tlsRootCert: string,
): void {
    const { mspId, authorities } = organization;
    const name = `${wanted.name}@${place.domain}`;
    const files = userFiles(place, wanted.name);
    const kept = readKeyPair(files);
    // For its checks: a certificate and a key that do not belong together are told of now.
    if (kept !== undefined) createSigningIdentity({ mspId, ...kept });
    const { role, attributes, real } = wanted;
    const authority = issuers[real?.authority ?? 0];
    if (kept === undefined || !says(kept.certificate, wanted, authority)) {
        const also = attributes === undefined ? {} : { attributes: { 'hf.EnrollmentID': wanted.name, ...attributes } };
        writeKeyPair(
            files,
            organization.createMember({ name, role, ...also, authority, subject: real?.encodedSubject }),
        );
    }
    const user = join(place.folder, 'users', name);
    // The name that Fabric CA's client gives it, and that samples look for as well.
    writeFile(join(user, 'msp', 'signcerts', 'cert.pem'), readKeyPair(files)?.certificate ?? '');
    writeFile(join(user, 'msp', 'cacerts', `ca.${place.domain}-cert.pem`), authorities.join(''));
    writeFile(join(user, 'tls', 'ca.crt'), tlsRootCert);
}

/** Whether a certificate says what is wanted of it. The extension with the attributes holds them as JSON, as it is. */
function says(certificate: string, { role, attributes, real }: WantedUser, issuer?: CertificateAuthority): boolean {
    const parsed = new X509Certificate(certificate);
    const { raw, subject } = parsed;
    if (real !== undefined)
        return (
            raw.includes(real.encodedSubject) &&
            issuer !== undefined &&
            parsed.checkIssued(new X509Certificate(issuer.certificate))
        );
    if (attributes === undefined) return true;
    const members = Object.entries(attributes).map(
        ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
    );
    return subject.split('\n').includes(`OU=${role}`) && raw.includes(`${members.join(',')}}}`);
}

function writeAuthorities(
    msp: string,
    { domain }: OrganizationPlace,
    { ca, tlsca }: { readonly ca: CertificateAuthority; readonly tlsca: CertificateAuthority },
): void {
    writeFile(join(msp, 'cacerts', `ca.${domain}-cert.pem`), ca.certificate);
    writeFile(join(msp, 'tlscacerts', `tlsca.${domain}-cert.pem`), tlsca.certificate);
}

function openPeerTls(
    { folder, domain }: OrganizationPlace,
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
