import { X509Certificate } from 'node:crypto';
import { proposalParts } from '@heddle/protocol';
import { identityCertificate } from '@heddle/protocol/internal';
import type { Signer } from '../records/signer';
import { roleOf } from './certificate-role';
import type { ChannelCapability } from './channel-capability';
import type { MembershipRoot } from './organization';
import { isEd25519 } from './signature';
import type { SigningIdentity } from './signing-identity';
import { VerifiedSignatures } from './verified-signatures';

/** What is wrong with an identity or a signature; undefined where all is well. */
export type MembershipFault = 'unknown' | 'invalid' | undefined;

/** How many identities are remembered, so that their chain is verified once. */
const REMEMBERED = 1000;

interface Member extends Signer {
    readonly certificate: X509Certificate;
    readonly isTrusted: boolean;
    /** In milliseconds, as dates have them. */
    readonly validity: { readonly from: number; readonly to: number };
}

/** Tells members of a network's organizations from strangers, and checks what they signed. */
export class Membership {
    readonly #authorities = new Map<string, readonly X509Certificate[]>();
    readonly #known = new Map<string, Member>();
    readonly #signatures = new VerifiedSignatures();
    readonly #clock: () => Date;
    readonly #capability: ChannelCapability;
    readonly #believes: boolean;

    /** @param rules.signatures whether certificates and signatures are verified, or believed */
    constructor(
        roots: readonly MembershipRoot[],
        clock: () => Date,
        rules: { readonly capability?: ChannelCapability; readonly signatures?: 'check' | 'off' } = {},
    ) {
        this.#clock = clock;
        this.#capability = rules.capability ?? 'V3_0';
        this.#believes = rules.signatures === 'off';
        for (const { mspId, authorities } of roots)
            this.#authorities.set(
                mspId,
                authorities.map((pem) => new X509Certificate(pem)),
            );
    }

    /** The organizations of the network. */
    get mspIds(): string[] {
        return [...this.#authorities.keys()];
    }

    /**
     * Checks that `creator` (an encoded SerializedIdentity) is a member and that the signature over `data` is its own.
     * @returns 'unknown' if `creator` is not an identity, or not of an organization of this network; 'invalid' if its
     * certificate is not its organization's or out of date, and for a wrong signature.
     */
    check(creator: Uint8Array, data: Uint8Array, signature: Uint8Array): MembershipFault {
        const member = this.#member(creator);
        if (member === undefined) return 'unknown';
        if (this.#believes) return undefined;
        if (!member.isTrusted || !this.#isInTime(member)) return 'invalid';
        return this.#signatures.verify(member.certificate, data, signature) ? undefined : 'invalid';
    }

    /** Who has signed; undefined for a stranger, and for a signature that is not its own. */
    signerOf(creator: Uint8Array, data: Uint8Array, signature: Uint8Array): Signer | undefined {
        return this.check(creator, data, signature) === undefined ? this.identify(creator) : undefined;
    }

    /** Signs as a member whose key is here. `check` believes such a signature, and checks who has made it as ever. */
    signAs(identity: SigningIdentity, data: Uint8Array): Buffer {
        const signature = identity.sign(data);
        const member = this.#member(identity.creator);
        if (member !== undefined) this.#signatures.add(member.certificate, data, signature);
        return signature;
    }

    /** Who an identity says that it is; undefined for a stranger. Nothing is checked. */
    identify(creator: Uint8Array): Signer | undefined {
        const member = this.#member(creator);
        return member && { mspId: member.mspId, role: member.role };
    }

    /** Tells whether a certificate has expired, no matter who issued it; false for bytes that are not a certificate. */
    isExpired(creator: Uint8Array): boolean {
        const { to } = this.#member(creator)?.validity ?? validityOf(creator) ?? {};
        return to !== undefined && to <= this.#clock().getTime();
    }

    #member(creator: Uint8Array): Member | undefined {
        const { buffer, byteOffset, byteLength } = creator;
        const id = Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
        const known = this.#known.get(id);
        if (known !== undefined) return known;
        const member = this.#read(creator);
        if (member === undefined) return undefined;
        if (this.#known.size >= REMEMBERED) this.#known.clear();
        this.#known.set(id, member);
        return member;
    }

    #read(creator: Uint8Array): Member | undefined {
        try {
            const { mspId, idBytes } = proposalParts.serializedIdentity.decode(creator);
            const authorities = this.#authorities.get(mspId);
            if (authorities === undefined) return undefined;
            const certificate = new X509Certificate(identityCertificate(idBytes));
            const isTaken = this.#capability === 'V3_0' || !isEd25519(certificate.publicKey);
            const isIssued =
                !this.#believes &&
                authorities.some(
                    (authority) => certificate.checkIssued(authority) && certificate.verify(authority.publicKey),
                );
            const [role, validity] = [roleOf(certificate), readValidity(certificate)];
            return { mspId, role, certificate, validity, isTrusted: isTaken && isIssued };
        } catch {
            // Not an identity, or not one with a certificate: a stranger.
            return undefined;
        }
    }

    #isInTime({ validity }: Member): boolean {
        const now = this.#clock().getTime();
        return validity.from <= now && now <= validity.to;
    }
}

function readValidity({ validFrom, validTo }: X509Certificate): Member['validity'] {
    return { from: Date.parse(validFrom), to: Date.parse(validTo) };
}

/** Of a stranger's certificate. */
function validityOf(creator: Uint8Array): Member['validity'] | undefined {
    try {
        return readValidity(
            new X509Certificate(identityCertificate(proposalParts.serializedIdentity.decode(creator).idBytes)),
        );
    } catch {
        return undefined;
    }
}
