import { ChaincodeError } from '../errors';
import type { Creator } from '../stub/signed-proposal';
import { type Certificate, parseCertificate } from './client-certificate';
import { ATTRIBUTES_EXTENSION, parseAttributes } from './client-identity';
import { toShimName } from './distinguished-name';
import { IdentityCache } from './identity-cache';

/** What makes the client's identity: a stub, or what a test puts in its place. */
export interface CreatorSource {
    getCreator(): Creator;
}

/** What was read of one client's certificate. */
interface KnownIdentity {
    readonly id: string;
    readonly attributes: ReadonlyMap<string, string>;
}

const knownIdentities = new IdentityCache<KnownIdentity>();

/**
 * Who submitted the transaction, in the form of fabric-shim: everything is read when it is made and lies in fields, which
 * may be written. Its methods read the fields.
 */
export class ClassicClientIdentity {
    stub: CreatorSource;
    mspId: string;
    idBytes: Buffer;
    /** `x509::<subject>::<issuer>`, to the letter as fabric-shim writes it: it is on ledgers. */
    id: string;
    attrs: Record<string, string>;

    /** @throws ChaincodeError INVALID_IDENTITY where the identity is not a certificate in PEM */
    constructor(stub: CreatorSource) {
        const { mspId, idBytes } = whoOf(stub);
        const { id, attrs } = certificateFields(idBytes);
        this.stub = stub;
        this.mspId = mspId;
        this.idBytes = idBytes;
        this.id = id;
        this.attrs = attrs;
    }

    getID(): string {
        return this.id;
    }

    getMSPID(): string {
        return this.mspId;
    }

    getIDBytes(): Buffer {
        return this.idBytes;
    }

    /** The value of an attribute, or null where the client has none of that name or an empty one. */
    getAttributeValue(name: string): string | null {
        const value = Object.hasOwn(this.attrs, name) ? this.attrs[name] : undefined;
        // An empty one, too: fabric-shim makes no difference.
        return value === undefined || value === '' ? null : value;
    }

    assertAttributeValue(name: string, value: string): boolean {
        const own = this.getAttributeValue(name);
        return own !== null && own === value;
    }
}

function whoOf(stub: CreatorSource): Pick<ClassicClientIdentity, 'mspId' | 'idBytes'> {
    const { mspid, idBytes } = stub.getCreator();
    return { mspId: mspid, idBytes };
}

function certificateFields(idBytes: Buffer): Pick<ClassicClientIdentity, 'id' | 'attrs'> {
    const { id, attributes } = knownIdentities.get(idBytes, readIdentity);
    return { id, attrs: Object.fromEntries(attributes) };
}

function readIdentity(pem: Buffer): KnownIdentity {
    const { subject, issuer, extensions } = certificateOf(pem);
    return {
        id: `x509::${toShimName(subject)}::${toShimName(issuer)}`,
        attributes: parseAttributes(extensions.get(ATTRIBUTES_EXTENSION)),
    };
}

function certificateOf(pem: Buffer): Certificate {
    const text = pem.toString('latin1');
    // Two searches: as one, it would take time by the square of what a client sends.
    if (/-----\s*BEGIN ?[^-]+?-----/.test(text) && /-----\s*END ?[^-]+?-----/.test(text)) return parseCertificate(pem);
    // fabric-shim's words, which tests of chaincode look for.
    throw new ChaincodeError('INVALID_IDENTITY', 'Failed to find start line or end line of the certificate.');
}

type Field = 'mspId' | 'idBytes' | 'id' | 'attrs';

/** An accessor that the first look replaces by fields of the identity's own; those that somebody has written stay. */
function unread(field: Field, read: (identity: ClassicClientIdentity) => object): PropertyDescriptor {
    return {
        get(this: ClassicClientIdentity) {
            for (const [name, value] of Object.entries(read(this)))
                if (!Object.hasOwn(this, name)) own(this, name, value);
            return this[field];
        },
        set(this: ClassicClientIdentity, value: unknown) {
            own(this, field, value);
        },
    };
}

function own(identity: ClassicClientIdentity, name: string, value: unknown): void {
    Object.defineProperty(identity, name, { value, writable: true, enumerable: true, configurable: true });
}

/** What an identity that nobody has asked yet inherits. Only two of its fields take a certificate. */
const UNREAD = Object.create(ClassicClientIdentity.prototype, {
    mspId: unread('mspId', ({ stub }) => whoOf(stub)),
    idBytes: unread('idBytes', ({ stub }) => whoOf(stub)),
    id: unread('id', ({ idBytes }) => certificateFields(idBytes)),
    attrs: unread('attrs', ({ idBytes }) => certificateFields(idBytes)),
}) as object;

/**
 * Makes the identity of a transaction's client, of which nothing is read before somebody asks: most transactions never
 * do, and one whose client is not known by a certificate fails only where it asks.
 */
export function unreadClientIdentity(stub: CreatorSource): ClassicClientIdentity {
    const identity = Object.create(UNREAD) as ClassicClientIdentity; // its prototype's prototype is that of the class
    identity.stub = stub;
    return identity;
}
