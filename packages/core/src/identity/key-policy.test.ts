import { common, msp } from '@hyperledger/fabric-protos';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { outcomeOf } from '../testing/outcome-of';
import { WRAPPERS } from '../testing/wrapped';
import { type EndorserRole, KeyEndorsementPolicy } from './key-policy';

const { MSPRoleType } = msp.MSPRole;
const invalid = (text: string): unknown =>
    expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.stringContaining(text) });

/** What Fabric's other shims write for a list of organizations, by their own protobuf code. */
function referencePolicy(orgs: readonly [string, EndorserRole][], n = orgs.length): Buffer {
    const envelope = new common.SignaturePolicyEnvelope();
    const rules = orgs.map(([mspId, role], index) => {
        const mspRole = new msp.MSPRole();
        mspRole.setMspIdentifier(mspId);
        mspRole.setRole(MSPRoleType[role]);
        const principal = new msp.MSPPrincipal();
        principal.setPrincipal(mspRole.serializeBinary());
        envelope.addIdentities(principal);
        const rule = new common.SignaturePolicy();
        rule.setSignedBy(index);
        return rule;
    });
    const outOf = new common.SignaturePolicy.NOutOf();
    outOf.setN(n);
    outOf.setRulesList(rules);
    const rule = new common.SignaturePolicy();
    rule.setNOutOf(outOf);
    envelope.setRule(rule);
    return Buffer.from(envelope.serializeBinary());
}

const byBytes = ([a]: [string, EndorserRole], [b]: [string, EndorserRole]): number =>
    Buffer.compare(Buffer.from(a), Buffer.from(b));
const mspId = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const role = fc.constantFrom<EndorserRole>('MEMBER', 'PEER');
const organizations = fc.uniqueArray(fc.tuple(mspId, role), { selector: ([id]) => id, minLength: 1, maxLength: 6 });

describe.each(WRAPPERS)('a key policy %s', (_, wrap) => {
    it('is changed and encoded as it is itself', () => {
        const policy = new KeyEndorsementPolicy();
        const wrapped = wrap(policy);
        wrapped.addOrgs('PEER', 'Org1MSP', 'Org2MSP');
        wrapped.delOrgs('Org2MSP');
        expect(policy.listOrgs()).toEqual(['Org1MSP']);
        expect(wrapped.listOrgs()).toEqual(['Org1MSP']);
        expect(wrapped.getPolicy()).toEqual(policy.getPolicy());
        const either = (rule: KeyEndorsementPolicy): Buffer =>
            KeyEndorsementPolicy.outOf(1, [rule, 'Org3MSP']).getPolicy();
        expect(either(wrapped)).toEqual(either(policy));
    });
});

describe('KeyEndorsementPolicy', () => {
    it('writes lists byte for byte as Fabric does, in any order of adding', () => {
        const property = fc.property(organizations, (orgs) => {
            const policy = new KeyEndorsementPolicy();
            for (const [id, of] of orgs) policy.addOrgs(of, id);
            expect(policy.getPolicy()).toEqual(referencePolicy(orgs.toSorted(byBytes)));
        });
        fc.assert(property);
    });

    it('reads what others wrote, and changes it', () => {
        const policy = new KeyEndorsementPolicy(
            referencePolicy([
                ['Org2MSP', 'PEER'],
                ['Org1MSP', 'MEMBER'],
            ]),
        );
        expect(policy.listOrgs()).toEqual(['Org2MSP', 'Org1MSP']);
        policy.addOrgs('PEER', 'Org3MSP', 'Org1MSP');
        policy.delOrgs('Org2MSP', 'unknown');
        expect(policy.getPolicy()).toEqual(
            referencePolicy([
                ['Org1MSP', 'PEER'],
                ['Org3MSP', 'PEER'],
            ]),
        );
    });

    it('writes and reads n out of m', () => {
        const property = fc.property(organizations, fc.nat(), (orgs, seed) => {
            const n = (seed % orgs.length) + 1;
            const policy = KeyEndorsementPolicy.outOf(
                n,
                orgs.map(([id, of]) => ({ mspId: id, role: of })),
            );
            const expected = n === orgs.length ? orgs.toSorted(byBytes) : orgs;
            expect(policy.getPolicy()).toEqual(referencePolicy(expected, n));
            expect(new KeyEndorsementPolicy(policy.getPolicy()).getPolicy()).toEqual(policy.getPolicy());
        });
        fc.assert(property);
    });

    it('takes policies as rules', () => {
        const either = KeyEndorsementPolicy.outOf(1, ['Org2MSP', { mspId: 'Org3MSP', role: 'PEER' }]);
        const policy = KeyEndorsementPolicy.outOf(2, ['Org1MSP', either, 'Org1MSP']);
        const envelope = common.SignaturePolicyEnvelope.deserializeBinary(policy.getPolicy());
        expect(envelope.getIdentitiesList()).toHaveLength(3);
        expect(envelope.getRule()?.toObject()).toMatchObject({
            nOutOf: {
                n: 2,
                rulesList: [
                    { signedBy: 0 },
                    { nOutOf: { n: 1, rulesList: [{ signedBy: 1 }, { signedBy: 2 }] } },
                    { signedBy: 0 },
                ],
            },
        });
        expect(new KeyEndorsementPolicy(policy.getPolicy()).getPolicy()).toEqual(policy.getPolicy());
        expect(policy.listOrgs()).toEqual(['Org1MSP', 'Org2MSP', 'Org3MSP']);
    });

    it('does not make a list of something that is not a rule', () => {
        const policy = new KeyEndorsementPolicy(KeyEndorsementPolicy.outOf(1, ['Org1MSP', 'Org2MSP']).getPolicy());
        expect(() => {
            policy.addOrgs('PEER', 'Org3MSP');
        }).toThrow(invalid('1 out of 2 rules: make a new one with KeyEndorsementPolicy.outOf'));
        expect(() => {
            policy.delOrgs('Org1MSP');
        }).toThrow(invalid('delOrgs'));
    });

    it('refuses a policy that everyone would fulfil', () => {
        const policy = new KeyEndorsementPolicy(new Uint8Array());
        policy.addOrgs('MEMBER', 'Org1MSP');
        policy.delOrgs('Org1MSP');
        expect(() => policy.getPolicy()).toThrow(invalid('it has no organizations'));
        expect(() => KeyEndorsementPolicy.outOf(1, [policy])).toThrow(invalid('it has no organizations'));
    });

    it.each([0, 3, -1, 1.5, NaN])('refuses %d out of two', (n) => {
        expect(() => KeyEndorsementPolicy.outOf(n, ['Org1MSP', 'Org2MSP'])).toThrow(invalid('between 1 and'));
    });

    it('takes a number in digits, and quotes one that is not', () => {
        const of = (n: unknown): Buffer => KeyEndorsementPolicy.outOf(n as number, ['Org1MSP', 'Org2MSP']).getPolicy();
        expect(of('2')).toEqual(of(2));
        expect(() => of('two')).toThrow(invalid('outOf("two", …) has 2 rules'));
    });

    it('refuses other roles and empty MSP ids', () => {
        expect(() => {
            new KeyEndorsementPolicy().addOrgs('ADMIN' as EndorserRole, 'Org1MSP');
        }).toThrow(invalid('"ADMIN" is not a role that endorses'));
        expect(() => KeyEndorsementPolicy.outOf(1, [''])).toThrow(invalid('"" is not an MSP id'));
    });

    it('refuses principals that are not roles, and rules nested without end', () => {
        const envelope = common.SignaturePolicyEnvelope.deserializeBinary(referencePolicy([['Org1MSP', 'PEER']]));
        envelope.getIdentitiesList()[0]?.setPrincipalClassification(msp.MSPPrincipal.Classification.IDENTITY);
        expect(() => new KeyEndorsementPolicy(envelope.serializeBinary())).toThrow(
            invalid('not a role of an organization'),
        );
        let policy = KeyEndorsementPolicy.outOf(1, ['Org1MSP', 'Org2MSP']);
        for (let depth = 0; depth < 101; depth++) policy = KeyEndorsementPolicy.outOf(1, [policy, 'Org3MSP']);
        expect(() => new KeyEndorsementPolicy(policy.getPolicy())).toThrow(invalid('nested more than 100 deep'));
    });

    it('gives a policy or INVALID_ARGUMENT for any bytes', () => {
        const property = fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
            expect(outcomeOf(() => new KeyEndorsementPolicy(bytes))).toMatch(/^(done|INVALID_ARGUMENT)$/);
        });
        fc.assert(property, { numRuns: 2000 });
    });
});
