import { ChaincodeError, shown, toError } from '../errors';
import { wholeNumber } from '../stub/ledger-arguments';
import { decodePolicy, encodePolicy, type OutOf, type PolicyRule, type Principal } from './signature-policy';

/** Whose signature counts: any member of an organization's MSP, or its peers only. */
export type EndorserRole = 'MEMBER' | 'PEER';

/** fabric-shim's names for the two roles. */
export const ENDORSER_ROLES = { MEMBER: 'MEMBER', PEER: 'PEER' } as const;

/** What may stand in a rule: an MSP id (any member of it), somebody of an organization, or another policy. */
export type EndorsementRule = string | { readonly mspId: string; readonly role: EndorserRole } | KeyEndorsementPolicy;

/** What a policy demands: a list of organizations, all of them, or a rule of another form. */
class Terms {
    readonly #orgs = new Map<string, Principal>();
    #rule: OutOf | undefined;

    set rule(rule: PolicyRule) {
        const orgs = listedOrgs(rule);
        if (orgs !== undefined) for (const principal of orgs) this.#orgs.set(principal.mspId, principal);
        else this.#rule = 'n' in rule ? rule : { n: 1, rules: [rule] };
    }

    get orgs(): string[] {
        return this.#rule === undefined ? Array.from(this.#orgs.keys()) : Array.from(new Set(orgsOf(this.#rule)));
    }

    /** The list, for a method that changes it. */
    listFor(method: string): Map<string, Principal> {
        if (this.#rule === undefined) return this.#orgs;
        const { n, rules } = this.#rule;
        throw invalid(
            `${method} works on policies that demand all of their organizations, and this one is ${n} out of ` +
                `${rules.length} rules: make a new one with KeyEndorsementPolicy.outOf`,
        );
    }

    fulfillable(): OutOf {
        if (this.#rule !== undefined) return this.#rule;
        if (this.#orgs.size === 0) {
            throw invalid(
                'it has no organizations, so anybody could change the key: add some. To give up the ' +
                    "key's own policy, let it name the organizations of the chaincode's",
            );
        }
        // In Go's order, so that it does not matter in which order an endorser added them.
        const rules = Array.from(this.#orgs.values()).sort((a, b) =>
            Buffer.compare(Buffer.from(a.mspId), Buffer.from(b.mspId)),
        );
        return { n: rules.length, rules };
    }
}

// A symbol and not a private field: methods work where the policy is behind a Proxy, or the prototype of another object.
const TERMS = Symbol('heddle.KeyEndorsementPolicy.terms');

/**
 * The endorsement policy of a single key: whose peers must endorse a change of it. The lists of organizations are those
 * of fabric-shim and Go (pkg/statebased); what `getPolicy` gives is, byte for byte, what Go's gives.
 *
 * @example
 * const policy = new KeyEndorsementPolicy(await ctx.stub.getStateValidationParameter('a1'));
 * policy.addOrgs('PEER', 'Org1MSP', 'Org2MSP'); // both of them
 * await ctx.stub.setStateValidationParameter('a1', policy.getPolicy());
 *
 * const either = KeyEndorsementPolicy.outOf(1, ['Org1MSP', 'Org2MSP']);
 * if (!(await ctx.stub.exists('a2'))) throw new ContractError('NO_ASSET', 'there is no a2'); // it has to be read
 * await ctx.stub.setStateValidationParameter('a2', either.getPolicy());
 */
export class KeyEndorsementPolicy {
    /** @internal */
    private readonly [TERMS] = new Terms();

    /**
     * @param policy what `getStateValidationParameter` gave; nothing, or no bytes, begins a new policy
     * @throws ChaincodeError INVALID_ARGUMENT where it is not a policy, or not one of organizations' roles
     */
    constructor(policy?: Uint8Array) {
        if (policy === undefined || policy.length === 0) return;
        this[TERMS].rule = decoded(policy);
    }

    /**
     * A policy that `n` of these rules fulfil: `outOf(1, ['Org1MSP', 'Org2MSP'])` is either of two, and rules may be
     * policies themselves.
     * @throws ChaincodeError INVALID_ARGUMENT where n is not between 1 and the number of rules
     */
    static outOf(n: number, rules: readonly EndorsementRule[]): KeyEndorsementPolicy {
        const count = wholeNumber(n);
        if (count === undefined || count < 1 || count > rules.length) {
            throw invalid(`outOf(${shown(n)}, …) has ${rules.length} rules: n must be between 1 and their number`);
        }
        const policy = new KeyEndorsementPolicy();
        policy[TERMS].rule = { n: count, rules: rules.map(toRule) };
        return policy;
    }

    /**
     * The encoded policy, for `setStateValidationParameter`.
     * @throws ChaincodeError INVALID_ARGUMENT where it has no organizations: everyone would fulfil it
     */
    getPolicy(): Buffer {
        return encodePolicy(this[TERMS].fulfillable());
    }

    /** Adds organizations that must endorse; a new role replaces the one that an organization had. */
    addOrgs(role: EndorserRole, ...orgs: string[]): void {
        const list = this[TERMS].listFor('addOrgs');
        for (const mspId of orgs) list.set(mspId, checkedPrincipal({ mspId, role }));
    }

    /** Takes organizations out; they need not endorse any more. */
    delOrgs(...orgs: string[]): void {
        const list = this[TERMS].listFor('delOrgs');
        for (const mspId of orgs) list.delete(mspId);
    }

    /** The MSP ids that the policy names. */
    listOrgs(): string[] {
        return this[TERMS].orgs;
    }
}

function toRule(rule: EndorsementRule): PolicyRule {
    if (typeof rule === 'string') return checkedPrincipal({ mspId: rule, role: 'MEMBER' });
    return rule instanceof KeyEndorsementPolicy ? rule[TERMS].fulfillable() : checkedPrincipal(rule);
}

/** The principals of a rule that demands all of them, one of each organization; undefined for other rules. */
function listedOrgs(rule: PolicyRule): Principal[] | undefined {
    const { n, rules } = 'n' in rule ? rule : { n: 1, rules: [rule] };
    const principals = rules.flatMap((inner) => ('n' in inner ? [] : [inner]));
    const isList = principals.length === n && rules.length === n;
    return isList && new Set(principals.map(({ mspId }) => mspId)).size === n ? principals : undefined;
}

function orgsOf(rule: PolicyRule): string[] {
    return 'n' in rule ? rule.rules.flatMap(orgsOf) : [rule.mspId];
}

function decoded(policy: Uint8Array): PolicyRule {
    try {
        return decodePolicy(policy);
    } catch (thrown) {
        throw ChaincodeError.is(thrown) ? thrown : invalid(toError(thrown).message, thrown);
    }
}

function checkedPrincipal(principal: Principal): Principal {
    const { mspId, role } = principal;
    if (!Object.hasOwn(ENDORSER_ROLES, role)) {
        throw invalid(`${JSON.stringify(role)} is not a role that endorses: use MEMBER or PEER`);
    }
    if (typeof mspId === 'string' && mspId !== '') return { mspId, role };
    throw invalid(`${JSON.stringify(mspId)} is not an MSP id`);
}

function invalid(why: string, cause?: unknown): ChaincodeError {
    return new ChaincodeError('INVALID_ARGUMENT', `the endorsement policy: ${why}`, { cause });
}
