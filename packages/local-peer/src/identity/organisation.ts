import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { issueCertificate, type DistinguishedName } from './certificate';
import { createSigningIdentity, type SigningIdentity } from './signing-identity';

const DAY_MS = 24 * 60 * 60 * 1000;
const YEAR_MS = 365 * DAY_MS;

/** An organisation whose members a network knows. */
export interface MembershipRoot {
    readonly mspId: string;
    /** PEM of the authorities that issue its members' certificates. */
    readonly authorities: readonly string[];
}

/** Fabric's node OUs: what a member is. */
export type MemberRole = (typeof MEMBER_ROLES)[number];
export const MEMBER_ROLES = ['client', 'peer', 'admin', 'orderer'] as const;

export interface MemberOptions {
    /** The certificate's common name. */
    readonly name: string;
    /** Default: client. */
    readonly role?: MemberRole;
    /** Further organizational units, behind the one of the role. */
    readonly organizationalUnits?: readonly string[];
    /** Attributes as Fabric CA puts them into the certificate. `hf.EnrollmentID` is added, unless it is given. */
    readonly attributes?: Readonly<Record<string, string>>;
}

/** An organisation for development and tests, with an authority of its own that issues real certificates. */
export class Organisation implements MembershipRoot {
    readonly mspId: string;
    readonly authorities: readonly string[];
    readonly #name: DistinguishedName;
    readonly #privateKey: KeyObject;
    readonly #publicKey: KeyObject;
    readonly #validity: { readonly notBefore: Date; readonly notAfter: Date };

    /** @param options.clock the time from which its certificates are valid: a day earlier, for ten years */
    constructor(options: { readonly mspId: string; readonly clock?: () => Date }) {
        const { mspId, clock = () => new Date() } = options;
        const now = clock().getTime();
        const keys = generateKeys();
        this.mspId = mspId;
        this.#name = { commonName: `ca.${mspId}`, organization: mspId };
        this.#privateKey = keys;
        this.#publicKey = createPublicKey(keys);
        this.#validity = { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + 10 * YEAR_MS) };
        this.authorities = [this.#issue({ subject: this.#name, publicKey: this.#publicKey, isAuthority: true })];
    }

    /** Makes a new member, with a new key. */
    createMember(options: MemberOptions): SigningIdentity {
        const { name, role = 'client', organizationalUnits = [], attributes } = options;
        const privateKey = generateKeys();
        const certificate = this.#issue({
            subject: { commonName: name, organizationalUnits: [role, ...organizationalUnits] },
            publicKey: createPublicKey(privateKey),
            attributes: { 'hf.EnrollmentID': name, ...attributes },
        });
        return createSigningIdentity({ mspId: this.mspId, certificate, privateKey });
    }

    #issue(options: {
        readonly subject: DistinguishedName;
        readonly publicKey: KeyObject;
        readonly isAuthority?: boolean;
        readonly attributes?: Readonly<Record<string, string>>;
    }): string {
        return issueCertificate({
            ...options,
            ...this.#validity,
            issuer: this.#name,
            issuerPrivateKey: this.#privateKey,
            issuerPublicKey: this.#publicKey,
        });
    }
}

function generateKeys(): KeyObject {
    return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}
