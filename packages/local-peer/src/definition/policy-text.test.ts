import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MEMBER_ROLES } from '../records/signer';
import { parsePolicy, policyText } from './policy-text';
import { isFulfilled, missingOf, organizationsOf, type SignaturePolicy } from './signature-policy';

const member = (mspId: string): { mspId: string; role: 'member' } => ({ mspId, role: 'member' });

describe('a policy in text form', () => {
    it.each<[string, unknown]>([
        ["AND('A.member', 'B.member')", { outOf: 2, rules: [member('A'), member('B')] }],
        ["outof('1', 'A.member', 'B.member')", { outOf: 1, rules: [member('A'), member('B')] }],
        ['or(\'A.member\',"B.member")', { outOf: 1, rules: [member('A'), member('B')] }],
        [
            "OutOf(2, 'A.peer', And('B.x.admin'), 'C.client') ",
            {
                outOf: 2,
                rules: [
                    { mspId: 'A', role: 'peer' },
                    { outOf: 1, rules: [{ mspId: 'B.x', role: 'admin' }] },
                    { mspId: 'C', role: 'client' },
                ],
            },
        ],
    ])('%s', (text, policy) => {
        expect(parsePolicy(text)).toEqual(policy);
    });

    it.each<[string, string]>([
        ["'A.member'", "has 'A.member' where AND, OR or OutOf is expected"],
        ["AnD('A.member')", "has 'AnD' where"],
        ["AND('A')", "error parsing principal A; it has the form 'Org1MSP.member'"],
        ["AND('A.king')", 'error parsing principal A.king'],
        ["OutOf(3, 'A.member')", 'invalid t-out-of-n predicate, t 3, n 1'],
        ["OutOf('A.member')", 'where a number is expected'],
        ["AND('A.member'", "ends where ',' or ')' is expected"],
        ["AND 'A.member'", "where '(' is expected"],
        ["AND('A.member') x", "unexpected 'x' after the policy"],
        ["AND('A.member) ", "unrecognized token at ''A.member)'"],
        ['', 'ends where AND, OR or OutOf is expected'],
    ])('%s is refused', (text, message) => {
        expect(() => parsePolicy(text)).toThrow(message);
    });
});

describe('a policy is fulfilled', () => {
    const peer = (mspId: string): { mspId: string; role: 'peer' } => ({ mspId, role: 'peer' });

    it.each<[string, string[], boolean]>([
        ["AND('A.member', 'B.member')", ['A', 'B'], true],
        ["AND('A.member', 'B.member')", ['A'], false],
        ["OR('A.member', 'B.member')", ['B'], true],
        ["OR('A.member', 'B.member')", ['C'], false],
        ["OutOf(2, 'A.peer', 'B.peer', 'C.peer')", ['C', 'A'], true],
        ["AND('A.admin')", ['A'], false],
        // One signature counts once.
        ["AND('A.member', 'A.member')", ['A'], false],
        ["AND('A.member', 'A.member')", ['A', 'A'], true],
        ["AND('A.member', OR('A.member', 'B.member'))", ['A', 'B'], true],
        ["OutOf(0, 'A.member')", [], true],
        // What a failed rule has taken is free again.
        ["OutOf(1, AND('A.member', 'B.member'), 'A.peer')", ['A'], true],
    ])('%s by %j: %s', (text, signers, expected) => {
        expect(isFulfilled(parsePolicy(text), signers.map(peer))).toBe(expected);
    });

    it('names each organization once', () => {
        expect(organizationsOf(parsePolicy("AND('A.member', OR('B.peer', 'A.admin'))"))).toEqual(['A', 'B']);
    });
});

const MSP_IDS = ['Org1MSP', 'Org2MSP', 'Org3.MSP'];
const principals = fc.record({
    mspId: fc.constantFrom(...MSP_IDS),
    role: fc.constantFrom('member' as const, ...MEMBER_ROLES),
});
const { policies } = fc.letrec<{ policies: SignaturePolicy; rule: SignaturePolicy }>((tie) => ({
    rule: fc.oneof({ depthSize: 'small', withCrossShrink: true }, principals, tie('policies')),
    policies: fc
        .array(tie('rule'), { minLength: 1, maxLength: 4 })
        .chain((rules) => fc.record({ outOf: fc.nat({ max: rules.length }), rules: fc.constant(rules) })),
}));
const signatures = fc.array(fc.record({ mspId: fc.constantFrom(...MSP_IDS), role: fc.constantFrom(...MEMBER_ROLES) }), {
    maxLength: 4,
});

describe('the text of a policy', () => {
    it('is read as the same policy', () => {
        fc.assert(
            fc.property(policies, (policy) => {
                expect(parsePolicy(policyText(policy))).toEqual(policy);
            }),
        );
    });
});

describe('what is missing of a policy', () => {
    it('is nothing where it is fulfilled, and something else where it is not', () => {
        fc.assert(
            fc.property(policies, signatures, (policy, signers) => {
                expect(missingOf(policy, signers) === undefined).toBe(isFulfilled(policy, signers));
            }),
        );
    });

    it.each([
        ["AND('A.peer', 'B.peer', 'C.peer')", ['A'], "AND('B.peer', 'C.peer')"],
        ["OutOf(2, 'A.peer', 'B.peer', 'C.peer')", ['A'], "OR('B.peer', 'C.peer')"],
        ["AND('A.peer', OR('B.peer', 'C.peer'))", ['A'], "OR(OR('B.peer', 'C.peer'))"],
        ["AND('A.peer', 'A.peer')", ['A'], "OR('A.peer')"],
    ])('of %s with the signature of %j is %s', (text, mspIds, rest) => {
        const signers = mspIds.map((mspId) => ({ mspId, role: 'peer' as const }));
        const missing = missingOf(parsePolicy(text), signers);
        expect(missing && policyText(missing)).toBe(rest);
    });
});
