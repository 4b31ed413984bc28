import type { MemberRole } from '../records/signer';
import { CertificateAuthority, type KeyType } from './certificate-authority';
import { type SigningIdentity, signingIdentityOf } from './signing-identity';

/** An organization whose members a network knows. */
export interface MembershipRoot {
    readonly mspId: string;
    /** PEM of the authorities that issue its members' certificates. */
    readonly authorities: readonly string[];
}

/** What a new member's certificate says. */
export interface MemberOptions {
    /** The certificate's common name. */
    readonly name: string;
    /** All of the certificate's name, in DER. Default: made of name, role and units. */
    readonly subject?: Buffer | undefined;
    /** Issues the certificate. Default: the organization's authority. */
    readonly authority?: CertificateAuthority | undefined;
    /** Default: client. */
    readonly role?: MemberRole;
    /** Further organizational units, after the one of the role. Default: none. */
    readonly organizationalUnits?: readonly string[];
    /** Attributes as Fabric CA puts them into the certificate. `hf.EnrollmentID` is added, unless it is given. */
    readonly attributes?: Readonly<Record<string, string>>;
    /** Of its new key. Default: P-256. */
    readonly keyType?: KeyType;
}

/** An organization for development and tests, with an authority of its own that issues real certificates. */
export class Organization implements MembershipRoot {
    readonly mspId: string;
    readonly authorities: readonly string[];
    readonly #authority: CertificateAuthority;

    /**
     * @param options.authority one that was kept, so that its members stay members. Default: a new one
     * @param options.otherAuthorities PEM of those whose members are members, too
     * @param options.clock the time from which its certificates are valid: a day earlier, for ten years
     */
    constructor(options: {
        readonly mspId: string;
        readonly authority?: CertificateAuthority;
        readonly otherAuthorities?: readonly string[] | undefined;
        readonly clock?: () => Date;
    }) {
        const { mspId, clock } = options;
        this.mspId = mspId;
        this.#authority =
            options.authority ?? CertificateAuthority.create({ commonName: `ca.${mspId}`, organization: mspId }, clock);
        this.authorities = [this.#authority.certificate, ...(options.otherAuthorities ?? [])];
    }

    /** Makes a new member, with a new key. */
    createMember(options: MemberOptions): SigningIdentity {
        const { name, role = 'client', organizationalUnits = [], attributes, keyType = 'P-256' } = options;
        const key = (options.authority ?? this.#authority).issue({
            subject: options.subject ?? { commonName: name, organizationalUnits: [role, ...organizationalUnits] },
            attributes: { 'hf.EnrollmentID': name, ...attributes },
            keyType,
        });
        return signingIdentityOf({ mspId: this.mspId, ...key });
    }
}
