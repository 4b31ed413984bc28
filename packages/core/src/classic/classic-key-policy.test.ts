import { describe, expect, it } from '@jest/globals';
import { KeyEndorsementPolicy } from '../identity/key-policy';
import { ClassicKeyEndorsementPolicy } from './classic-key-policy';

/** As fabric-shim 2.5.8 encodes them. */
const OF_THREE =
    '1210120e08031202080012020801120208021a0d120b0a074f7267324d535010031a0d120b0a074f7267314d535010031a0b12090a074f7267334d5350';
const OF_TWO = '120c120a080212020800120208011a0d120b0a074f7267324d535010031a0b12090a074f7267334d5350';

function hexOf(policy: ClassicKeyEndorsementPolicy): string {
    return Buffer.from(policy.getPolicy()).toString('hex');
}

describe("fabric-shim's policy of a key", () => {
    const policy = new ClassicKeyEndorsementPolicy();
    policy.addOrgs('PEER', 'Org2MSP', 'Org1MSP');
    policy.addOrgs('MEMBER', 'Org3MSP');

    it('is encoded to the letter, in the order in which organizations were added', () => {
        expect(hexOf(policy)).toBe(OF_THREE);
    });

    it('is read, changed and encoded again', () => {
        const read = new ClassicKeyEndorsementPolicy(policy.getPolicy());
        read.delOrgs('Org1MSP');
        expect(read.listOrgs()).toEqual(['Org2MSP', 'Org3MSP']);
        expect(read.orgs).toEqual({ Org2MSP: 3, Org3MSP: 0 });
        expect(hexOf(read)).toBe(OF_TWO);
    });

    it('of nobody is encoded, too', () => {
        expect(hexOf(new ClassicKeyEndorsementPolicy())).toBe('12021200');
        expect(hexOf(new ClassicKeyEndorsementPolicy(Buffer.from('12021200', 'hex')))).toBe('12021200');
    });

    it('refuses other roles in fabric-shim’s words', () => {
        expect(() => {
            policy.addOrgs('ADMIN', 'Org1MSP');
        }).toThrow('role type ADMIN does not exist');
    });

    it('lists what policies of other forms name', () => {
        const either = KeyEndorsementPolicy.outOf(1, ['Org1MSP', KeyEndorsementPolicy.outOf(1, ['Org2MSP'])]);
        expect(new ClassicKeyEndorsementPolicy(either.getPolicy()).listOrgs()).toEqual(['Org1MSP', 'Org2MSP']);
    });
});
