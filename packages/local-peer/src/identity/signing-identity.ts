import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { proposalParts } from '@heddle/protocol';
import { identityCertificate } from '@heddle/protocol/internal';
import { errorText, LocalPeerError } from '../errors';
import { isSigningKey, signData } from './signature';

/** Who signs: a member of an organization, with certificate and key. */
export interface SigningIdentity {
    readonly mspId: string;
    /** PEM. */
    readonly certificate: string;
    readonly privateKey: KeyObject;
    /** An encoded SerializedIdentity: MSP id and certificate, as proposals carry them. */
    readonly creator: Buffer;
    /** Signs as its key has it: ECDSA with SHA-256, low in s, or Ed25519. */
    sign(data: Uint8Array): Buffer;
}

/**
 * Makes a signing identity from PEM, of cryptogen's or Fabric CA's for instance.
 * @throws LocalPeerError IDENTITY_INVALID where certificate or key cannot be read, or do not belong together.
 */
export function createSigningIdentity(options: {
    readonly mspId: string;
    readonly certificate: string;
    readonly privateKey: string | KeyObject;
}): SigningIdentity {
    return signingIdentityOf({ ...options, privateKey: readPrivateKey(options) });
}

/** Makes a signing identity of a certificate and a key that are known to belong together. */
export function signingIdentityOf({
    mspId,
    certificate,
    privateKey,
}: Pick<SigningIdentity, 'mspId' | 'certificate' | 'privateKey'>): SigningIdentity {
    return {
        mspId,
        certificate,
        privateKey,
        creator: proposalParts.serializedIdentity.encode({ mspId, idBytes: Buffer.from(certificate) }),
        sign: (data) => signData(privateKey, data),
    };
}

function readPrivateKey(options: {
    readonly mspId: string;
    readonly certificate: string;
    readonly privateKey: string | KeyObject;
}): KeyObject {
    let matches: boolean;
    let privateKey: KeyObject;
    try {
        const { publicKey } = new X509Certificate(identityCertificate(Buffer.from(options.certificate)));
        privateKey = typeof options.privateKey === 'string' ? createPrivateKey(options.privateKey) : options.privateKey;
        matches = createPublicKey(privateKey).equals(publicKey);
    } catch (error) {
        throw new LocalPeerError(
            'IDENTITY_INVALID',
            `certificate or private key of an identity of ${options.mspId} cannot be read: ${errorText(error)}`,
            { cause: error },
        );
    }
    if (!isSigningKey(privateKey)) {
        const text = `the private key given for an identity of ${options.mspId} is neither ECDSA on a NIST curve nor Ed25519`;
        throw new LocalPeerError('IDENTITY_INVALID', `${text}: Fabric takes no others`);
    }
    if (matches) return privateKey;
    throw new LocalPeerError(
        'IDENTITY_INVALID',
        `the private key given for an identity of ${options.mspId} does not match its certificate`,
    );
}
