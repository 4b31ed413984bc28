import { common, msp } from '@hyperledger/fabric-protos';
import { describe, expect, it } from '@jest/globals';
import { decodePolicy, encodePolicy } from './policy-codec';

function principalOf(mspId: string, role: number, classification = 0): msp.MSPPrincipal {
    const encodedRole = new msp.MSPRole();
    encodedRole.setMspIdentifier(mspId);
    encodedRole.setRole(role as 0);
    const principal = new msp.MSPPrincipal();
    principal.setPrincipalClassification(classification as 0);
    principal.setPrincipal(encodedRole.serializeBinary());
    return principal;
}

function signedBy(index: number): common.SignaturePolicy {
    const policy = new common.SignaturePolicy();
    policy.setSignedBy(index);
    return policy;
}

function outOf(n: number, ...rules: common.SignaturePolicy[]): common.SignaturePolicy {
    const gate = new common.SignaturePolicy.NOutOf();
    gate.setN(n);
    gate.setRulesList(rules);
    const policy = new common.SignaturePolicy();
    policy.setNOutOf(gate);
    return policy;
}

function envelopeOf(rule: common.SignaturePolicy | undefined, ...identities: msp.MSPPrincipal[]): Uint8Array {
    const envelope = new common.SignaturePolicyEnvelope();
    envelope.setRule(rule);
    envelope.setIdentitiesList(identities);
    return envelope.serializeBinary();
}

describe('an encoded policy', () => {
    it('is decoded as fabric-protos writes it', () => {
        const rule = outOf(2, signedBy(0), outOf(1, signedBy(1), signedBy(0)));
        const encoded = envelopeOf(rule, principalOf('Org1MSP', 0), principalOf('Org2MSP', 3));
        const first = { mspId: 'Org1MSP', role: 'member' };
        expect(decodePolicy(encoded)).toEqual({
            outOf: 2,
            rules: [first, { outOf: 1, rules: [{ mspId: 'Org2MSP', role: 'peer' }, first] }],
        });
    });

    it('is written as fabric-protos writes it, with an identity for each time that one is named', () => {
        const first = { mspId: 'Org1MSP', role: 'member' } as const;
        const policy = {
            outOf: 2,
            rules: [first, { outOf: 1, rules: [{ mspId: 'Org2MSP', role: 'peer' } as const, first] }],
        };
        const rule = outOf(2, signedBy(0), outOf(1, signedBy(1), signedBy(2)));
        const identities = [principalOf('Org1MSP', 0), principalOf('Org2MSP', 3), principalOf('Org1MSP', 0)];
        expect(encodePolicy(policy)).toEqual(Buffer.from(envelopeOf(rule, ...identities)));
        expect(decodePolicy(encodePolicy(policy))).toEqual(policy);
    });

    const member = principalOf('Org1MSP', 0);
    let deep = signedBy(0);
    for (let level = 0; level < 60; level++) deep = outOf(1, deep);

    it.each<[string, Uint8Array, string]>([
        ['no rule', envelopeOf(undefined, member), 'Empty policy element'],
        ['a missing identity', envelopeOf(outOf(1, signedBy(1)), member), 'identity index out of range, requested 1'],
        ['another classification', envelopeOf(outOf(1, signedBy(0)), principalOf('A', 0, 2)), 'classification 2'],
        ['an unknown role', envelopeOf(outOf(1, signedBy(0)), principalOf('A', 9)), 'unknown role 9'],
        ['too many levels', envelopeOf(deep, member), 'more than 50 levels'],
        ['no message', Buffer.from([0xff]), ''],
    ])('with %s is refused', (_, encoded, text) => {
        expect(() => decodePolicy(encoded)).toThrow(text);
    });
});
