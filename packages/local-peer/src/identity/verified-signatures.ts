import { createHash, type X509Certificate } from 'node:crypto';
import { verifySignature } from './signature';

/** Some blocks' worth: a signature is looked at again soon, or never. */
const REMEMBERED = 2000;

/**
 * Verifies signatures, and those that were found to be good only once: the orderer, the committer and several endorsers
 * look at the same bytes, and here they are one process. What is remembered is the certificate, all of the data, by its
 * SHA-256, which is what ECDSA signs, and the signature: if any of them is another one, it is verified.
 */
export class VerifiedSignatures {
    #good = new Set<string>();
    /** Those before them: to take out one by one what is oldest would cost a search for it each time. */
    #before = new Set<string>();

    /** Tells whether a signature is by the key of this certificate, as `verifySignature` does. */
    verify(certificate: X509Certificate, data: Uint8Array, signature: Uint8Array): boolean {
        const id = idOf(certificate, data, signature);
        if (this.#good.has(id) || this.#before.has(id)) return true;
        const isGood = verifySignature(certificate.publicKey, data, signature);
        if (isGood) this.#remember(id);
        return isGood;
    }

    /** Takes a signature that was made here, with the key of this certificate. */
    add(certificate: X509Certificate, data: Uint8Array, signature: Uint8Array): void {
        this.#remember(idOf(certificate, data, signature));
    }

    #remember(id: string): void {
        if (this.#good.size >= REMEMBERED) {
            this.#before = this.#good;
            this.#good = new Set();
        }
        this.#good.add(id);
    }
}

/** Two parts of a fixed length and one of any: no other parts make the same text. */
function idOf({ fingerprint256 }: X509Certificate, data: Uint8Array, signature: Uint8Array): string {
    return `${fingerprint256}${createHash('sha256').update(data).digest('binary')}${latin1(signature)}`;
}

function latin1({ buffer, byteOffset, byteLength }: Uint8Array): string {
    return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
}
