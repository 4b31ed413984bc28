import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { types } from 'node:util';
import { ChaincodeError, toError } from '../errors';

/** Reads keys and certificates, and says what is wrong with them under the names that their users know. */

/** Something in PEM that was given as an option. */
export interface PemOption {
    /** All names of the option, for errors. */
    readonly names: string;
    readonly value: unknown;
}

/** A private key and its certificate, as given. */
export interface KeyPairOptions {
    readonly key: PemOption;
    readonly cert: PemOption;
    /** Of keys that are encrypted. */
    readonly password?: { readonly names: string; readonly value: string | undefined } | undefined;
}

interface Pem {
    readonly names: string;
    readonly text: string;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
/** How PEM begins in base64, which is what fabric's `_PATH` variables point at. */
const BASE64_OF_PEM = 'LS0tLS1CRUdJTi';

/**
 * The key, decrypted, and the certificate chain, in PEM.
 * @throws ChaincodeError INVALID_OPTIONS where one of them cannot be read, or they do not belong together
 */
export function checkedKeyPair(options: KeyPairOptions): { key: Buffer; cert: Buffer } {
    const key = pemOf(options.key);
    const cert = pemOf(options.cert);
    if (key.text.includes('BEGIN CERTIFICATE') && cert.text.includes('PRIVATE KEY')) {
        throw invalid(`${key.names} is a certificate and ${cert.names} a private key: exchange them`);
    }
    const privateKey = readPrivateKey(key, options.password);
    const chain = readCertificates(cert);
    const [own] = chain;
    if (own?.checkPrivateKey(privateKey) !== true) {
        throw invalid(
            `${key.names} does not belong to ${cert.names}: give the private key of the certificate that stands first ` +
                `there (${nameOf(own)})`,
        );
    }
    return { key: Buffer.from(privateKey.export({ format: 'pem', type: 'pkcs8' })), cert: toPem(chain) };
}

/**
 * One or more certificates in PEM.
 * @throws ChaincodeError INVALID_OPTIONS where there is no certificate, or one that cannot be read
 */
export function checkedCertificates(option: PemOption): Buffer {
    return toPem(readCertificates(pemOf(option)));
}

function pemOf({ names, value }: PemOption): Pem {
    if (typeof value !== 'string' && !types.isUint8Array(value)) {
        throw invalid(`${names} must be the content of a PEM file, as a Buffer or a string`);
    }
    const text = Buffer.from(value).toString();
    if (!text.includes('-----BEGIN ')) throw invalid(`${names} is not PEM: ${whyNoPem(text)}`);
    return { names, text };
}

function whyNoPem(text: string): string {
    if (text.trim() === '') return 'it is empty';
    if (text.startsWith(BASE64_OF_PEM)) return 'it is PEM in base64: decode it first';
    if (/^[^\n]*[/\\.][^\n]*$/.test(text)) return 'it looks like the name of a file: give the content of the file';
    return 'it has no line that begins with -----BEGIN';
}

function readPrivateKey({ names, text }: Pem, password: KeyPairOptions['password']): KeyObject {
    const passphrase = password?.value;
    try {
        return createPrivateKey({ key: text, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) });
    } catch (thrown) {
        throw invalid(`${names} ${whyNoKey(text, password)}: ${toError(thrown).message}`, thrown);
    }
}

function whyNoKey(text: string, password: KeyPairOptions['password']): string {
    if (!text.includes('PRIVATE KEY')) return 'is not a private key';
    if (!text.includes('ENCRYPTED')) return 'is a private key that cannot be read';
    if (password === undefined) return 'is encrypted: give it decrypted';
    if (password.value === undefined) return `is encrypted: set ${password.names}`;
    return `is encrypted, and ${password.names} does not open it`;
}

function readCertificates({ names, text }: Pem): X509Certificate[] {
    const certificates = Array.from(text.matchAll(CERTIFICATE), ([pem], index) => {
        try {
            return new X509Certificate(pem);
        } catch (thrown) {
            throw invalid(`certificate ${index + 1} of ${names} cannot be read: ${toError(thrown).message}`, thrown);
        }
    });
    if (certificates.length === 0) throw invalid(`${names} has no certificate in it`);
    return certificates;
}

/** Written anew: OpenSSL does not read files that were put together without a line break between them. */
function toPem(certificates: readonly X509Certificate[]): Buffer {
    return Buffer.from(certificates.map((certificate) => certificate.toString()).join('\n'));
}

function nameOf(certificate: X509Certificate | undefined): string {
    return certificate?.subject.replaceAll('\n', ', ') ?? 'of no subject';
}

function invalid(message: string, cause?: unknown): ChaincodeError {
    return new ChaincodeError('INVALID_OPTIONS', message, { cause });
}
