import { createECDH, createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { proposalParts } from '@heddle/protocol';
import { issueCertificate } from './certificate-encoding';
import type { MemberOptions } from './organization';
import type { SigningIdentity } from './signing-identity';

/** Stands where a signature has to be, in a network that verifies none. */
const NO_SIGNATURE = Buffer.from('unsigned');
const VALIDITY = { notBefore: new Date('2000-01-01T00:00:00Z'), notAfter: new Date('2099-12-31T00:00:00Z') };
const CURVE = 'prime256v1';

/**
 * Makes a member whose key and certificate follow from its name alone: the same on each machine, so that transaction ids
 * can be, too. Its certificate is signed by nobody: only a network with `signatures: 'off'` takes it.
 */
export function createSimulatedIdentity(mspId: string, options: MemberOptions): SigningIdentity {
    const { name, role = 'client', organizationalUnits = [], attributes } = options;
    const digest = digestOf(mspId, role, name, JSON.stringify([organizationalUnits, attributes ?? {}]));
    const [privateKey, authorityKey] = [keyOf(digest), keyOf(digestOf(mspId))];
    const certificate = issueCertificate({
        subject: { commonName: name, organizationalUnits: [role, ...organizationalUnits] },
        attributes: { 'hf.EnrollmentID': name, ...attributes },
        publicKey: createPublicKey(privateKey),
        issuer: { commonName: `ca.${mspId}`, organization: mspId },
        issuerPrivateKey: authorityKey,
        issuerPublicKey: createPublicKey(authorityKey),
        ...VALIDITY,
        fixed: { serial: digest.subarray(0, 16), signature: NO_SIGNATURE },
    });
    const creator = proposalParts.serializedIdentity.encode({ mspId, idBytes: Buffer.from(certificate) });
    return withoutSigning({ mspId, certificate, privateKey, creator });
}

/** The same identity, without the work of signing. */
export function withoutSigning(identity: Omit<SigningIdentity, 'sign'>): SigningIdentity {
    const { mspId, certificate, privateKey, creator } = identity;
    return { mspId, certificate, privateKey, creator, sign: () => NO_SIGNATURE };
}

function digestOf(...parts: readonly string[]): Buffer {
    return createHash('sha256').update(JSON.stringify(parts)).digest();
}

/** The P-256 key with this scalar; a digest is practically never beyond the curve's order. */
function keyOf(scalar: Buffer): KeyObject {
    const curve = createECDH(CURVE);
    curve.setPrivateKey(scalar);
    const point = curve.getPublicKey();
    const [x, y] = [point.subarray(1, 33), point.subarray(33)];
    const text = (bytes: Buffer): string => bytes.toString('base64url');
    return createPrivateKey({
        key: { kty: 'EC', crv: 'P-256', d: text(scalar), x: text(x), y: text(y) },
        format: 'jwk',
    });
}
