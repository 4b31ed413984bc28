import type { X509Certificate } from 'node:crypto';
import type { TlsFiles } from '../input/tls-files';
import { checkValidity } from '../packaging/check-validity';
import { certificateName, certificatesIn } from '../packaging/pem-text';
import { error, type Finding, warning } from '../reporting/finding';
import { hasName, type PeerView } from './peer-view';

const USAGE = { any: '2.5.29.37.0', server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' };
const SERVER = "the server's certificate";
const CLIENT = "the package's client_cert";

/**
 * Finds why peers would not accept a server's certificate, or the server not theirs.
 *
 * @param tls the server's, whose key belongs to its certificate
 * @param view undefined if there is no package
 */
export function checkCertificates(tls: TlsFiles, view: PeerView | undefined, now: Date): Finding[] {
    const chain = certificatesIn(tls.cert.toString());
    if (chain === undefined) return [error(SERVER, 'cannot be read', 'name a PEM file with certificates')];
    const [own, ...others] = chain;
    return [
        ...chain.flatMap((certificate) => checkValidity(SERVER, certificate, now)),
        ...checkOrder(chain),
        ...checkUsage(SERVER, own, USAGE.server),
        ...(view === undefined ? [] : checkName(own, view)),
        ...(view?.tls === undefined ? [] : checkIssuer(SERVER, own, [view.tls.rootCert, ...texts(others)])),
        ...checkClients(tls, view, now),
    ];
}

/** A server sends its chain in the order of the file: each certificate issued by the next. */
function checkOrder([own, ...others]: readonly [X509Certificate, ...X509Certificate[]]): Finding[] {
    let previous = own;
    for (const next of others) {
        if (!isIssuedBy(previous, next)) {
            const what = `has ${certificateName(next)} behind ${certificateName(previous)}, which it has not issued`;
            return [error(SERVER, what, 'put the certificate first, and after each one that of its issuer')];
        }
        previous = next;
    }
    return [];
}

function checkUsage(where: string, certificate: X509Certificate, wanted: string): Finding[] {
    // The extended key usages, as object identifiers; without any of them it is for everything.
    const usages = certificate.keyUsage as readonly string[] | undefined;
    if (usages === undefined || usages.includes(wanted) || usages.includes(USAGE.any)) return [];
    const what = `is not for TLS ${wanted === USAGE.server ? 'servers' : 'clients'} by its extended key usage`;
    return [error(where, what, 'let its authority issue one that is')];
}

function checkName(own: X509Certificate, { serverName }: PeerView): Finding[] {
    if (serverName === undefined || hasName(own, serverName)) return [];
    const names = own.subjectAltName ?? 'no names at all';
    const what = `is not for ${serverName}, as which peers know the server, but for ${names}`;
    return [error(SERVER, what, `let its authority issue one with the alternative name ${serverName}`)];
}

/** Whether there is a way from a certificate to the first of the texts, the authority's, by any of the others. */
function checkIssuer(
    where: string,
    certificate: X509Certificate,
    [roots = '', ...between]: readonly string[],
): Finding[] {
    const trusted = certificatesIn(roots) ?? [];
    const known = [...trusted, ...between.flatMap((text) => certificatesIn(text) ?? [])];
    let current: X509Certificate | undefined = certificate;
    for (let steps = 0; current !== undefined && steps <= known.length; steps += 1) {
        const here: X509Certificate = current;
        if (trusted.some((root) => root.fingerprint256 === here.fingerprint256 || isIssuedBy(here, root))) return [];
        current = known.find(
            (candidate) => candidate.fingerprint256 !== here.fingerprint256 && isIssuedBy(here, candidate),
        );
    }
    const authorities = trusted.map(certificateName).join('; ') || 'nobody';
    const what = `is issued by ${issuerOf(certificate)}, and ${authorities} is trusted by the other side`;
    const remedy = 'package the certificate of its authority, or use one that the packaged authority has issued';
    return [error(where, what, where === SERVER ? remedy : 'name its authority in --chaincode-tls-client-cacert-file')];
}

function checkClients({ clientCACerts }: TlsFiles, view: PeerView | undefined, now: Date): Finding[] {
    const client = certificatesIn(view?.tls?.clientCert ?? '');
    if (clientCACerts === undefined) return client === undefined ? [] : [unasked()];
    const pem = clientCACerts.toString();
    const findings = (certificatesIn(pem) ?? []).flatMap((authority) =>
        checkValidity('the authority of clients', authority, now),
    );
    if (view?.tls === undefined) return findings;
    if (client === undefined) return [...findings, withoutClient()];
    const [own, ...between] = client;
    const issuer = checkIssuer(CLIENT, own, [pem, ...texts(between)]);
    return [...findings, ...checkUsage(CLIENT, own, USAGE.client), ...issuer];
}

function unasked(): Finding {
    const remedy = 'set --chaincode-tls-client-cacert-file to its authority, if only such peers may connect';
    return warning('the server', 'does not ask for the client_cert that peers have', remedy);
}

function withoutClient(): Finding {
    const remedy = 'package it again with --client-cert and --client-key, or serve without client authorities';
    return error('the package', 'has no client_cert, which the server asks peers for', remedy);
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function issuerOf({ issuer }: X509Certificate): string {
    return (issuer as string | undefined)?.replaceAll('\n', ', ') ?? 'nobody';
}

function texts(certificates: readonly X509Certificate[]): string[] {
    return certificates.map((certificate) => certificate.toString());
}
