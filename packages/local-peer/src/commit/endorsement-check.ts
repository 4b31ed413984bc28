import type { ChannelPolicies } from '../definition/channel-policies';
import { decodePolicy } from '../definition/policy-codec';
import { isFulfilled, type SignaturePolicy } from '../definition/signature-policy';
import type { LedgerStore } from '../ledger/ledger-store';
import { hashesOf, hashKey } from '../records/private-namespaces';
import type { NamespaceReadWriteSet, ReadWriteSet } from '../records/read-write-set';
import type { Signer } from '../records/signer';
import { toStateMetadata } from '../records/state-metadata';
import { ValidationCode } from '../records/validation-code';
import type { VersionedValue } from '../records/version';

/** The metadata that holds a key's own policy (fabric-protos, peer/policy.proto, MetaDataKeys). */
const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

/** Whose policies and state endorsements are checked against. */
export interface EndorsementRules {
    readonly policies: ChannelPolicies;
    readonly store: LedgerStore;
}

/** A key that is written: in public, or in a collection by its hash. */
interface WrittenKey {
    readonly collection: string;
    readonly stateNamespace: string;
    readonly key: string;
}

/**
 * Checks the endorsements of a block's transactions, in their order, against the policies of what they write: a key's
 * own one, else its collection's, else its chaincode's (fabric, core/common/validation/statebased, v20.go).
 */
export class EndorsementCheck {
    readonly #rules: EndorsementRules;
    /** Keys whose metadata an earlier transaction of the block has changed: what their policy is, is open. */
    readonly #changedPolicies = new Set<string>();

    constructor(rules: EndorsementRules) {
        this.#rules = rules;
    }

    /**
     * @param chaincode the one that was called, whose policy holds even where nothing is written
     * @returns VALID, ENDORSEMENT_POLICY_FAILURE, or INVALID_CHAINCODE where no chaincode owns what is written
     */
    async check(chaincode: string, set: ReadWriteSet, signers: readonly Signer[]): Promise<ValidationCode> {
        for (const namespace of namespacesToCheck(chaincode, set)) {
            const policy = this.#rules.policies.ofChaincode(namespace.namespace);
            if (policy === undefined) return ValidationCode.INVALID_CHAINCODE;
            const isEndorsed = await this.#checkNamespace(namespace, policy, signers);
            if (!isEndorsed) return ValidationCode.ENDORSEMENT_POLICY_FAILURE;
        }
        for (const { stateNamespace, key } of set.flatMap(changedMetadata))
            this.#changedPolicies.add(idOf(stateNamespace, key));
        return ValidationCode.VALID;
    }

    async #checkNamespace(
        set: NamespaceReadWriteSet,
        policy: SignaturePolicy,
        signers: readonly Signer[],
    ): Promise<boolean> {
        const keys = [...changedValues(set), ...changedMetadata(set)];
        for (const { collection, stateNamespace, key } of keys) {
            if (this.#changedPolicies.has(idOf(stateNamespace, key))) return false;
            const fallback = this.#rules.policies.ofCollection(set.namespace, collection) ?? policy;
            const holds = await this.#holds(stateNamespace, key, { fallback, signers });
            if (!holds) return false;
        }
        return keys.length > 0 || isFulfilled(policy, signers);
    }

    /** A policy that cannot be read is one that nobody fulfils. */
    async #holds(
        stateNamespace: string,
        key: string,
        { fallback, signers }: { readonly fallback: SignaturePolicy; readonly signers: readonly Signer[] },
    ): Promise<boolean> {
        const own = ownPolicyOf(await this.#rules.store.state(stateNamespace, key));
        if (own === undefined || own.length === 0) return isFulfilled(fallback, signers);
        let policy: SignaturePolicy;
        try {
            policy = decodePolicy(own);
        } catch {
            return false;
        }
        return isFulfilled(policy, signers);
    }
}

/** The encoded policy of a stored key; empty if it was cleared, undefined if the key never had one. */
export function ownPolicyOf(stored: VersionedValue | undefined): Buffer | undefined {
    return toStateMetadata(stored).find(({ metakey }) => metakey === VALIDATION_PARAMETER)?.value;
}

function namespacesToCheck(chaincode: string, set: ReadWriteSet): NamespaceReadWriteSet[] {
    const written = set.filter((one) => changedValues(one).length > 0 || changedMetadata(one).length > 0);
    if (written.some(({ namespace }) => namespace === chaincode)) return written;
    const called = { namespace: chaincode, reads: [], ranges: [], writes: [], metadataWrites: [], collections: [] };
    return [called, ...written];
}

function changedValues({ namespace, writes, collections }: NamespaceReadWriteSet): WrittenKey[] {
    return [
        ...writes.map(({ key }) => ({ collection: '', stateNamespace: namespace, key })),
        ...collections.flatMap((one) => hashedKeys(namespace, one.name, one.writes)),
    ];
}

function changedMetadata({ namespace, metadataWrites, collections }: NamespaceReadWriteSet): WrittenKey[] {
    return [
        ...metadataWrites.map(({ key }) => ({ collection: '', stateNamespace: namespace, key })),
        ...collections.flatMap((one) => hashedKeys(namespace, one.name, one.metadataWrites)),
    ];
}

function hashedKeys(
    namespace: string,
    collection: string,
    hashed: readonly { readonly keyHash: Uint8Array }[],
): WrittenKey[] {
    const stateNamespace = hashesOf(namespace, collection);
    return hashed.map(({ keyHash }) => ({ collection, stateNamespace, key: hashKey(keyHash) }));
}

function idOf(stateNamespace: string, key: string): string {
    return JSON.stringify([stateNamespace, key]);
}
