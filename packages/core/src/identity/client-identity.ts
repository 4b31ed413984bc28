import { X509Certificate } from 'node:crypto';
import { ChaincodeError, toError } from '../errors';
import { showNameOnly } from '../inspection';
import type { ChaincodeStub } from '../stub/chaincode-stub';
import type { Creator } from '../stub/signed-proposal';
import { type Certificate, parseCertificate } from './client-certificate';
import { toGoName, toShimName, toSlashName } from './distinguished-name';
import { IdentityCache } from './identity-cache';

/** Where Fabric's CA puts the attributes of an identity (fabric-chaincode-go, pkg/attrmgr). */
export const ATTRIBUTES_EXTENSION = '1.2.3.4.5.6.7.8.1';
const ORGANIZATIONAL_UNIT = '2.5.4.11';

/** What was read of one client's certificate; each part is made when it is first asked for. */
interface KnownIdentity {
    readonly certificate: Certificate;
    id?: string;
    goId?: string;
    attributes?: ReadonlyMap<string, string>;
    x509?: X509Certificate;
}

/** Of the whole process: the same clients come on every channel and from every peer. */
const knownIdentities = new IdentityCache<KnownIdentity>();

/** What is known of one client, as far as somebody has asked. */
class Client {
    readonly #stub: Pick<ChaincodeStub, 'getCreator'>;
    #creator: Creator | undefined;
    #identity: KnownIdentity | undefined;

    constructor(stub: Pick<ChaincodeStub, 'getCreator'>) {
        this.#stub = stub;
    }

    get creator(): Creator {
        return (this.#creator ??= this.#stub.getCreator());
    }

    get identity(): KnownIdentity {
        return (this.#identity ??= knownIdentities.get(this.creator.idBytes, (pem) => ({
            certificate: parseCertificate(pem),
        })));
    }

    get attributes(): ReadonlyMap<string, string> {
        const { identity } = this;
        return (identity.attributes ??= parseAttributes(identity.certificate.extensions.get(ATTRIBUTES_EXTENSION)));
    }
}

// A symbol and not a private field: methods work where the identity is behind a Proxy, or the prototype of another object.
const CLIENT = Symbol('heddle.ClientIdentity.client');

/**
 * Who submitted the transaction.
 *
 * Nothing is read until it is asked for, so that an identity that is not an X.509 certificate (of an Idemix MSP) fails
 * only the transactions that ask for more than its MSP id and its bytes: with a ChaincodeError INVALID_IDENTITY.
 */
export class ClientIdentity {
    /** @internal */
    private readonly [CLIENT]: Client;

    static {
        showNameOnly(ClientIdentity);
    }

    constructor(stub: Pick<ChaincodeStub, 'getCreator'>) {
        this[CLIENT] = new Client(stub);
    }

    /**
     * Names the client uniquely within its MSP, and stays the same when the certificate is renewed:
     * `x509::<subject>::<issuer>` with names such as `/O=org1/CN=user1`. fabric-shim writes most clients the same, and some
     * differently, see `getShimID`; chaincode in Go writes all of them differently, see `getGoID`.
     */
    getID(): string {
        const identity = this[CLIENT].identity;
        const { subject, issuer } = identity.certificate;
        return (identity.id ??= `x509::${toSlashName(subject)}::${toSlashName(issuer)}`);
    }

    /**
     * The id that fabric-shim has for the client, to compare with one that it has put on the ledger. It differs from `getID`
     * where a name has something else than C, CN, E, L, O, OU and ST, such as UID or DC, of which it leaves the type out, and
     * where a value has more than one `/`, or a `\`: there two clients of one MSP may have the same.
     */
    getShimID(): string {
        const { subject, issuer } = this[CLIENT].identity.certificate;
        return `x509::${toShimName(subject)}::${toShimName(issuer)}`;
    }

    /** The id that chaincode in Go (pkg/cid, GetID) has for the client: base64, of names as in RFC 2253. */
    getGoID(): string {
        const identity = this[CLIENT].identity;
        const { subject, issuer } = identity.certificate;
        return (identity.goId ??= Buffer.from(`x509::${toGoName(subject)}::${toGoName(issuer)}`).toString('base64'));
    }

    /** The client's certificate in PEM, where its MSP has certificates. */
    getIDBytes(): Buffer {
        return this[CLIENT].creator.idBytes;
    }

    /** The MSP id of the client's organization. */
    getMSPID(): string {
        return this[CLIENT].creator.mspid;
    }

    /**
     * The value of an attribute that the CA put into the certificate, or null where it has no such attribute.
     *
     * @example
     * if (ctx.clientIdentity.getAttributeValue('role') === null) ctx.logger.info('a client without a role');
     */
    getAttributeValue(name: string): string | null {
        return this[CLIENT].attributes.get(name) ?? null;
    }

    /** Whether the client has an attribute with this value. */
    assertAttributeValue(name: string, value: string): boolean {
        return this.getAttributeValue(name) === value;
    }

    /** Whether one of the organizational units (OU) of the certificate's subject has this value. */
    hasOUValue(value: string): boolean {
        const { subject } = this[CLIENT].identity.certificate;
        return subject.some((attribute) => attribute.oid === ORGANIZATIONAL_UNIT && attribute.value === value);
    }

    /**
     * The certificate, for what the other methods do not read.
     * @throws ChaincodeError INVALID_IDENTITY where node:crypto does not understand it, such as its kind of key
     */
    getX509Certificate(): X509Certificate {
        const identity = this[CLIENT].identity;
        try {
            return (identity.x509 ??= new X509Certificate(identity.certificate.der));
        } catch (thrown) {
            const message = `the client's certificate is not one that Node.js understands: ${toError(thrown).message}`;
            throw new ChaincodeError('INVALID_IDENTITY', message, { cause: thrown });
        }
    }
}

/** Reads `{"attrs": {"name": "value", …}}`. A Map, so that no name is special. */
export function parseAttributes(json: Buffer | undefined): ReadonlyMap<string, string> {
    if (json === undefined) return new Map();
    try {
        const { attrs = {} } = asObject('it', JSON.parse(json.toString()));
        return new Map(Object.entries(asObject('attrs', attrs)).map(checkedAttribute));
    } catch (thrown) {
        const message = `the attributes in the client's certificate cannot be read: ${toError(thrown).message}`;
        throw new ChaincodeError('INVALID_IDENTITY', message, { cause: thrown });
    }
}

function checkedAttribute([name, value]: [string, unknown]): [string, string] {
    if (typeof value === 'string') return [name, value];
    throw new TypeError(`the value of ${JSON.stringify(name)} is not text`);
}

function asObject(name: string, value: unknown): { readonly attrs?: unknown } {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    throw new TypeError(`${name} is not an object`);
}
