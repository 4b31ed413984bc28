import { createHash } from 'node:crypto';
import { type ChaincodeDefinition, encodeDefinition } from '../definition/chaincode-definition';
import { type Collection, type CollectionOptions, resolveCollections } from '../definition/collection';
import { readPolicy } from '../definition/read-policy';
import type { SignaturePolicy } from '../definition/signature-policy';
import type { IndexFile } from '../rich-query/index-definition';
import type { Connect, ConnectByOrganization } from './connect-options';

/** A chaincode to install and define on a channel. */
export interface InstallOptions {
    /** The chaincode's, as transactions call it. */
    readonly name: string;
    /** `label:hash`, what its server registers with. Default: made of the name. */
    readonly packageId?: string;
    /**
     * Where its server listens, or a function that gives the peer's end of a stream, for each dial a new one. Such a server
     * is for the peers of all organizations, and what it answers to getMspID is the same for each; give a server for each
     * organization where that matters: `{ Org1MSP: { address }, Org2MSP: { address } }`.
     */
    readonly connect: Connect | ConnectByOrganization;
    /** Default: the peer's first channel. */
    readonly channel?: string;
    /**
     * Whether what is not said here is as the definition has it that the channel has already: version, init, policy, and
     * collections. Those that are named here come besides, or in place of those of their names. Default: false.
     */
    readonly inherits?: boolean;
    /** Default: the definition's sequence, `.0`. */
    readonly version?: string;
    /** Default: false. */
    readonly initRequired?: boolean;
    /**
     * Who has to endorse: `AND('Org1MSP.member', 'Org2MSP.member')`, or as a structure. Default: most of the
     * organizations that have a peer.
     */
    readonly endorsementPolicy?: string | SignaturePolicy;
    /** Private data collections. Default: only the implicit ones, named `_implicit_org_` and an MSP id. */
    readonly collections?: readonly CollectionOptions[];
    /**
     * The indexes that CouchDB is to have, where the peer's state is in it: the folder in which the package's META-INF is,
     * or its files. Default: none, and then no query can be sorted.
     */
    readonly indexes?: string | readonly IndexFile[];
}

/**
 * The definition that follows from options.
 * @param known the one before
 * @throws LocalPeerError OPTION_INVALID for a collection or a policy that is not valid
 */
export function defineChaincode(options: InstallOptions, known: ChaincodeDefinition | undefined): ChaincodeDefinition {
    const { name, packageId = packageIdOf(name) } = options;
    const sequence = (known?.sequence ?? 0) + 1;
    const inherited = options.inherits === true ? known : undefined;
    const { version = `${sequence}.0`, initRequired = false, endorsementPolicy } = withInherited(options, inherited);
    return {
        name,
        packageId,
        version,
        sequence,
        initRequired,
        collections: mergeCollections(inherited, resolveCollections(options.collections ?? [])),
        ...(endorsementPolicy !== undefined && {
            endorsementPolicy: readPolicy(`chaincode '${name}'`, endorsementPolicy),
        }),
    };
}

type Inherited = Pick<InstallOptions, 'version' | 'initRequired' | 'endorsementPolicy'>;

/** What options do not say is as it was. */
function withInherited(options: InstallOptions, known: ChaincodeDefinition | undefined): Inherited {
    const {
        version = known?.version,
        initRequired = known?.initRequired,
        endorsementPolicy = known?.endorsementPolicy,
    } = options;
    return {
        ...(version !== undefined && { version }),
        ...(initRequired !== undefined && { initRequired }),
        ...(endorsementPolicy !== undefined && { endorsementPolicy }),
    };
}

/** One that is named anew keeps its place: a definition that says nothing new is the same. */
function mergeCollections(known: ChaincodeDefinition | undefined, named: readonly Collection[]): Collection[] {
    return [...new Map([...(known?.collections ?? []), ...named].map((one) => [one.name, one])).values()];
}

/** Whether options say no more than a definition that a store has kept: then it goes on to hold. */
export function isSameDefinition(known: ChaincodeDefinition, options: InstallOptions): boolean {
    const again = defineChaincode({ version: known.version, ...options }, { ...known, sequence: known.sequence - 1 });
    return encodeDefinition(again).equals(encodeDefinition(known));
}

/** As `peer lifecycle chaincode install` makes it of label and package; there is no package here to hash. */
function packageIdOf(name: string): string {
    return `${name}:${createHash('sha256').update(name).digest('hex')}`;
}
