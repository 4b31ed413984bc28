import type { MemberRole, Signer } from '../records/signer';

/** Whose signature a policy asks for; every identity of an organization is its member, in any role. */
export interface Principal {
    readonly mspId: string;
    readonly role: MemberRole | 'member';
}

/** Demands as many signatures as `outOf` says, each to fulfil another of the rules. */
export interface Threshold {
    readonly outOf: number;
    readonly rules: readonly SignaturePolicy[];
}

/** A signature policy as a tree: `{ outOf: 2, rules: [{ mspId: 'Org1MSP', role: 'member' }, …] }`. */
export type SignaturePolicy = Principal | Threshold;

/** Tells whether these signatures, each counted once, fulfil the policy (fabric, common/cauthdsl/cauthdsl.go). */
export function isFulfilled(policy: SignaturePolicy, signers: readonly Signer[]): boolean {
    return fulfil(policy, signers, new Set()) !== undefined;
}

/** What a policy still asks for besides these signatures; undefined where it is fulfilled. */
export function missingOf(policy: SignaturePolicy, signers: readonly Signer[]): SignaturePolicy | undefined {
    return stillAsked(policy, signers, new Set()).asked;
}

/** The rest of a policy, and the signatures that are used up by what is fulfilled of it. */
function stillAsked(
    policy: SignaturePolicy,
    signers: readonly Signer[],
    used: ReadonlySet<number>,
): { readonly asked: SignaturePolicy | undefined; readonly used: ReadonlySet<number> } {
    const fulfilled = fulfil(policy, signers, used);
    if (fulfilled !== undefined) return { asked: undefined, used: fulfilled };
    if (!('rules' in policy)) return { asked: policy, used };
    const rules: SignaturePolicy[] = [];
    let after = used;
    for (const rule of policy.rules) {
        const rest = stillAsked(rule, signers, after);
        after = rest.used;
        if (rest.asked !== undefined) rules.push(rest.asked);
    }
    return { asked: { outOf: policy.outOf - (policy.rules.length - rules.length), rules }, used: after };
}

/** All organizations that a policy names. */
export function organizationsOf(policy: SignaturePolicy): string[] {
    const named = 'rules' in policy ? policy.rules.flatMap(organizationsOf) : [policy.mspId];
    return [...new Set(named)];
}

/** A policy that any member of these organizations fulfils. */
export function anyMemberOf(mspIds: readonly string[]): SignaturePolicy {
    return { outOf: 1, rules: mspIds.map((mspId) => ({ mspId, role: 'member' })) };
}

/** A policy for most of these organizations: the channel's default for endorsements. */
export function majorityOf(mspIds: readonly string[]): SignaturePolicy {
    return { ...anyMemberOf(mspIds), outOf: Math.floor(mspIds.length / 2) + 1 };
}

/**
 * Takes signatures greedily and without looking back, as a peer does: a policy may fail here that another choice of
 * signatures would fulfil.
 * @returns the places of the signatures that are used up; undefined where the policy is not fulfilled
 */
function fulfil(
    policy: SignaturePolicy,
    signers: readonly Signer[],
    used: ReadonlySet<number>,
): ReadonlySet<number> | undefined {
    if (!('rules' in policy)) {
        const place = signers.findIndex((signer, index) => !used.has(index) && isPrincipal(signer, policy));
        return place < 0 ? undefined : new Set([...used, place]);
    }
    let after = used;
    let count = 0;
    for (const rule of policy.rules) {
        const next = fulfil(rule, signers, after);
        if (next === undefined) continue;
        after = next;
        count++;
    }
    return count >= policy.outOf ? after : undefined;
}

function isPrincipal(signer: Signer, { mspId, role }: Principal): boolean {
    return signer.mspId === mspId && (role === 'member' || signer.role === role);
}
