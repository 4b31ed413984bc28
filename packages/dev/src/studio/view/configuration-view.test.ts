import type { ConfigurationFacts } from '@heddle/studio';
import { describe, expect, it } from '@jest/globals';
import { configurationChanges } from './configuration-view';

const ORG1 = { mspId: 'Org1MSP', policies: { Readers: "OR('Org1MSP.member')" } };
const BEFORE: ConfigurationFacts = {
    sequence: 1,
    organizations: [ORG1],
    capabilities: { channel: ['V2_0'], application: ['V2_5'] },
    policies: { Endorsement: 'MAJORITY Endorsement' },
    acls: { 'qscc/GetBlockByNumber': 'Admins' },
};

describe('what a configuration has changed', () => {
    it('is nothing where it says the same', () => {
        expect(configurationChanges(BEFORE, { ...BEFORE, sequence: 2 })).toEqual([]);
    });

    it('is told with what was before and what is now', () => {
        const after: ConfigurationFacts = {
            sequence: 2,
            organizations: [ORG1, { mspId: 'Org2MSP', policies: { Readers: "OR('Org2MSP.member')" } }],
            capabilities: { channel: ['V2_0', 'V3_0'], application: ['V2_5'] },
            policies: { Endorsement: 'ANY Endorsement' },
            acls: {},
        };
        expect(configurationChanges(BEFORE, after)).toEqual([
            { what: 'organization Org2MSP', after: 'member' },
            { what: 'Org2MSP, policy Readers', after: "OR('Org2MSP.member')" },
            { what: 'capabilities of channel', before: 'V2_0', after: 'V2_0, V3_0' },
            { what: 'policy Endorsement', before: 'MAJORITY Endorsement', after: 'ANY Endorsement' },
            { what: 'access to qscc/GetBlockByNumber', before: 'Admins' },
        ]);
    });
});
