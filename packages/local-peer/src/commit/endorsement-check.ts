import type { ChannelPolicies } from '../definition/channel-policies';
import { decodePolicy } from '../definition/policy-codec';
import { isFulfilled, missingOf, type SignaturePolicy } from '../definition/signature-policy';
import type { LedgerStore } from '../ledger/ledger-store';
import type { NamespaceReadWriteSet, ReadWriteSet } from '../records/read-write-set';
import type { Signer } from '../records/signer';
import { ValidationCode } from '../records/validation-code';
import { changedMetadata, changedValues, ownPolicyOf, type WrittenKey } from './written-keys';

/** Whose policies and state endorsements are checked against. */
export interface EndorsementRules {
    readonly policies: Pick<ChannelPolicies, 'ofChaincode' | 'ofCollection'>;
    readonly store: Pick<LedgerStore, 'state'>;
}

/** A policy that the endorsements of a transaction were held against. */
export interface CheckedPolicy {
    readonly of: 'chaincode' | 'collection' | 'key';
    readonly namespace: string;
    /** Empty for public state. */
    readonly collection: string;
    /** Whose own policy it is; of a private key the hash, in hexadecimal. */
    readonly key: string | undefined;
    /** Undefined where nobody can fulfil it: it was cleared, cannot be read, or was changed within the same block. */
    readonly policy: SignaturePolicy | undefined;
    /** What was still asked for; undefined where it was fulfilled, or cannot be. */
    readonly missing: SignaturePolicy | undefined;
    readonly isFulfilled: boolean;
}

/** What came of a check, and the policies up to the first one that is not fulfilled. */
export interface CheckedEndorsements {
    readonly code: ValidationCode;
    readonly policies: readonly CheckedPolicy[];
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
    async check(chaincode: string, set: ReadWriteSet, signers: readonly Signer[]): Promise<CheckedEndorsements> {
        const checked = new HeldPolicies(signers);
        for (const namespace of namespacesToCheck(chaincode, set)) {
            const policy = this.#rules.policies.ofChaincode(namespace.namespace);
            const { policies } = checked;
            if (policy === undefined) return { code: ValidationCode.INVALID_CHAINCODE, policies };
            const isEndorsed = await this.#checkNamespace(namespace, policy, checked);
            if (!isEndorsed) return { code: ValidationCode.ENDORSEMENT_POLICY_FAILURE, policies };
        }
        for (const { stateNamespace, key } of set.flatMap(changedMetadata))
            this.#changedPolicies.add(idOf(stateNamespace, key));
        return { code: ValidationCode.VALID, policies: checked.policies };
    }

    async #checkNamespace(
        set: NamespaceReadWriteSet,
        policy: SignaturePolicy,
        checked: HeldPolicies,
    ): Promise<boolean> {
        const { namespace } = set;
        const keys = [...changedValues(set), ...changedMetadata(set)];
        for (const written of keys) if (!(await this.#holds(namespace, written, { policy, checked }))) return false;
        return (
            keys.length > 0 || checked.holdsFor({ of: 'chaincode', namespace, collection: '', key: undefined }, policy)
        );
    }

    /** A policy that cannot be read is one that nobody fulfils. */
    async #holds(
        namespace: string,
        { stateNamespace, collection, key, name }: WrittenKey,
        { policy, checked }: { readonly policy: SignaturePolicy; readonly checked: HeldPolicies },
    ): Promise<boolean> {
        const ownKey = { of: 'key', namespace, collection, key: name } as const;
        if (this.#changedPolicies.has(idOf(stateNamespace, key))) return checked.holdsFor(ownKey, undefined);
        const own = ownPolicyOf(await this.#rules.store.state(stateNamespace, key));
        if (own !== undefined && own.length > 0) return checked.holdsFor(ownKey, decoded(own));
        const ofCollection = this.#rules.policies.ofCollection(namespace, collection);
        const place = { namespace, key: undefined };
        return ofCollection === undefined
            ? checked.holdsFor({ ...place, of: 'chaincode', collection: '' }, policy)
            : checked.holdsFor({ ...place, of: 'collection', collection }, ofCollection);
    }
}

/** The policies that a transaction's signatures were held against so far, each once. */
class HeldPolicies {
    readonly policies: CheckedPolicy[] = [];
    readonly #signers: readonly Signer[];

    constructor(signers: readonly Signer[]) {
        this.#signers = signers;
    }

    /** @param policy undefined for one that nobody can fulfil */
    holdsFor(
        owner: Pick<CheckedPolicy, 'of' | 'namespace' | 'collection' | 'key'>,
        policy: SignaturePolicy | undefined,
    ): boolean {
        const { of, namespace, collection } = owner;
        const isKnown = (one: CheckedPolicy): boolean =>
            one.of === of && one.namespace === namespace && one.collection === collection;
        // Chaincodes and collections have a policy for all of their keys.
        const known = of === 'key' ? undefined : this.policies.find(isKnown);
        if (known !== undefined) return known.isFulfilled;
        const isHeld = policy !== undefined && isFulfilled(policy, this.#signers);
        const missing = policy === undefined || isHeld ? undefined : missingOf(policy, this.#signers);
        this.policies.push({ ...owner, policy, missing, isFulfilled: isHeld });
        return isHeld;
    }
}

function decoded(own: Buffer): SignaturePolicy | undefined {
    try {
        return decodePolicy(own);
    } catch {
        return undefined;
    }
}

function namespacesToCheck(chaincode: string, set: ReadWriteSet): NamespaceReadWriteSet[] {
    const written = set.filter((one) => changedValues(one).length > 0 || changedMetadata(one).length > 0);
    if (written.some(({ namespace }) => namespace === chaincode)) return written;
    const called = { namespace: chaincode, reads: [], ranges: [], writes: [], metadataWrites: [], collections: [] };
    return [called, ...written];
}

function idOf(stateNamespace: string, key: string): string {
    return JSON.stringify([stateNamespace, key]);
}
