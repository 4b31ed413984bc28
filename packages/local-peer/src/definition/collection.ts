import { LocalPeerError } from '../errors';
import type { Signer } from '../records/signer';
import { readPolicy } from './read-policy';
import { anyMemberOf, isFulfilled, organizationsOf, type SignaturePolicy } from './signature-policy';

/** A private data collection as a definition gives it, by the names of Fabric's collection configuration. */
export interface CollectionOptions {
    readonly name: string;
    /**
     * The members: MSP ids, or Fabric's text form, `OR('Org1MSP.member', 'Org2MSP.member')`. A role counts: `.peer` keeps
     * clients out where memberOnlyRead or memberOnlyWrite is set, and data of `.client` or `.admin` is at those peers alone
     * that have endorsed it.
     */
    readonly policy: string | readonly string[];
    /** Other members' peers that an endorser must reach: below it, each transaction that writes fails. Default: 0. */
    readonly requiredPeerCount?: number;
    /**
     * Other members' peers that an endorser hands the data to; not below requiredPeerCount. With 0 there is data only where
     * a member's peer has endorsed. Default: 1, as the peer command has it, or requiredPeerCount if that is more.
     */
    readonly maxPeerCount?: number;
    /** Blocks that a value lives after the one that wrote it. Default: 0, for ever. */
    readonly blockToLive?: number;
    /** Whether only members of the collection may read, whichever peer they ask. Default: false. */
    readonly memberOnlyRead?: boolean;
    /** Default: false. */
    readonly memberOnlyWrite?: boolean;
    /** In Fabric's text form, or as a structure. Default: the chaincode's policy. */
    readonly endorsementPolicy?: string | SignaturePolicy;
}

/** A collection, checked and complete. */
export interface Collection {
    readonly name: string;
    /** MSP ids of the organizations that the policy names, whatever the role. */
    readonly members: readonly string[];
    /** Who is a member. */
    readonly policy: SignaturePolicy;
    readonly requiredPeerCount: number;
    readonly maxPeerCount: number;
    readonly blockToLive: number;
    readonly memberOnlyRead: boolean;
    readonly memberOnlyWrite: boolean;
    readonly endorsementPolicy?: SignaturePolicy;
}

/** fabric, core/chaincode/implicitcollection/name.go. */
const IMPLICIT_PREFIX = '_implicit_org_';
/** What a collection may be called (fabric, core/chaincode/lifecycle/scc.go, collectionNameRegExp). */
const NAME = /^[A-Za-z0-9-]+[A-Za-z0-9_-]*$/;

/** @throws LocalPeerError OPTION_INVALID */
export function resolveCollections(options: readonly CollectionOptions[]): Collection[] {
    const names = new Set<string>();
    return options.map((one) => {
        if (names.has(one.name)) throw invalid(one.name, 'is defined twice');
        names.add(one.name);
        return resolveCollection(one);
    });
}

/** The collection that every chaincode has for each organization: its members alone hold the data, and endorse it. */
export function implicitCollection(mspId: string): Collection {
    return {
        name: IMPLICIT_PREFIX + mspId,
        members: [mspId],
        policy: anyMemberOf([mspId]),
        requiredPeerCount: 0,
        maxPeerCount: 0,
        blockToLive: 0,
        memberOnlyRead: false,
        memberOnlyWrite: false,
        endorsementPolicy: anyMemberOf([mspId]),
    };
}

/** Tells whether somebody is a member, in the role that the policy names (fabric, core/common/privdata/simplecollection.go). */
export function isMemberOf({ policy }: Pick<Collection, 'policy'>, somebody: Signer): boolean {
    return isFulfilled(policy, [somebody]);
}

/**
 * Tells whether the peer of an organization is a member by its role: data is handed on to members alone. What it has
 * endorsed a peer keeps also if the policy names no more than its organization.
 */
export function isReached(collection: Pick<Collection, 'policy'>, mspId: string): boolean {
    return isMemberOf(collection, { mspId, role: 'peer' });
}

/** The organization of an implicit collection; undefined for the name of any other collection. */
export function organizationOfImplicit(name: string): string | undefined {
    return name.startsWith(IMPLICIT_PREFIX) ? name.slice(IMPLICIT_PREFIX.length) : undefined;
}

/** As the peer command fills a configuration in (fabric, internal/peer/chaincode/common.go). */
const DEFAULTS = {
    requiredPeerCount: 0,
    blockToLive: 0,
    memberOnlyRead: false,
    memberOnlyWrite: false,
};

function resolveCollection({ policy, endorsementPolicy, ...options }: CollectionOptions): Collection {
    const { name } = options;
    if (!NAME.test(name))
        throw invalid(name, 'has an invalid name: use letters, digits, - and _, and do not begin with _');
    const { requiredPeerCount = 0 } = options;
    const resolved = { ...DEFAULTS, maxPeerCount: Math.max(1, requiredPeerCount), ...options };
    for (const field of ['blockToLive', 'requiredPeerCount', 'maxPeerCount'] as const) {
        const value = resolved[field];
        if (!Number.isSafeInteger(value) || value < 0)
            throw invalid(name, `has ${field} ${value}: give a whole number from 0 on`);
    }
    if (resolved.maxPeerCount < requiredPeerCount) {
        const counts = `maxPeerCount ${resolved.maxPeerCount} and requiredPeerCount ${requiredPeerCount}`;
        throw invalid(name, `has ${counts}: give at most as many that are required as there may be`);
    }
    const memberPolicy = typeof policy === 'string' ? memberPolicyOf(name, policy) : anyMemberOf(policy);
    const members = organizationsOf(memberPolicy);
    if (members.length === 0) throw invalid(name, 'has no member organization');
    const collection = { ...resolved, members, policy: memberPolicy };
    return endorsementPolicy === undefined
        ? collection
        : { ...collection, endorsementPolicy: readPolicy(`collection '${name}'`, endorsementPolicy) };
}

/** Members are listed, not weighed: any other policy than an OR is refused (fabric, lifecycle/scc.go). */
function memberPolicyOf(name: string, text: string): SignaturePolicy {
    const policy = readPolicy(`collection '${name}'`, text);
    const isList = 'rules' in policy && policy.outOf === 1 && policy.rules.every((rule) => !('rules' in rule));
    if (!isList) throw invalid(name, `has the member policy ${text}, which is not an OR of organizations`);
    return policy;
}

function invalid(name: string, text: string): LocalPeerError {
    return new LocalPeerError('OPTION_INVALID', `collection '${name}' ${text}`);
}
