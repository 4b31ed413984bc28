import { Organization } from '@heddle/local-peer';
import type { BlockFacts, Finding, Page, Summary, Transaction, Why } from '@heddle/studio';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ServedStudio } from '../testing/served-studio';

const MS = expect.any(Number);

describe('what the page says of endorsements', () => {
    let studio: ServedStudio;

    beforeAll(async () => {
        const organizations = [new Organization({ mspId: 'Org2MSP' })];
        const endorsementPolicy = "OutOf(1, 'Org1MSP.peer', 'Org2MSP.peer')";
        studio = await ServedStudio.start({ network: { organizations, determinism: 'check' }, endorsementPolicy });
    });
    afterAll(async () => {
        await studio[Symbol.asyncDispose]();
    });

    /** The newest one, as the page has it. */
    async function newest(): Promise<Transaction> {
        const { items } = await studio.read<Page<Summary>>('transactions?limit=1');
        return await studio.read<Transaction>(`transactions/${items[0]?.id ?? ''}`);
    }

    it('tells where the milliseconds of a transaction went, and what its signatures were held against', async () => {
        await studio.network.put('value');
        const transaction = await newest();
        expect(transaction).toMatchObject({
            endorsements: [{ mspId: 'Org1MSP', ms: MS, agrees: true }],
            times: { endorse: MS, order: MS, validate: MS, write: MS },
            policies: [
                { of: 'chaincode', namespace: 'store', text: "OR('Org1MSP.peer', 'Org2MSP.peer')", fulfilled: true },
            ],
            policiesAreOfNow: false,
            certificate: {
                subject: expect.stringContaining('CN=user1'),
                fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
            },
            height: 1,
        });
        const { endorse = 0, order = 0, validate = 0, write = 0 } = transaction.times ?? {};
        expect(transaction.ms).toBeCloseTo(endorse + order + validate + write, 0);
    });

    it('has what the first block says of the channel', async () => {
        const { configuration, changed, signedBy } = await studio.read<BlockFacts>('blocks/0');
        expect(configuration).toMatchObject({
            organizations: [
                { mspId: 'Org1MSP', policies: { Admins: "OR('Org1MSP.admin')" } },
                { mspId: 'Org2MSP', policies: { Endorsement: "OR('Org2MSP.member')" } },
            ],
            capabilities: { channel: ['V3_0'], application: ['V2_5'] },
            policies: { Endorsement: 'MAJORITY Endorsement', Readers: 'ANY Readers' },
        });
        expect([changed, signedBy]).toEqual([{ since: null, isKnown: true, rows: [] }, []]);
        expect(await studio.read<BlockFacts>('blocks/1')).not.toHaveProperty('configuration');
    });

    it('has the policies of now for what is not committed', async () => {
        const { peer } = studio.network;
        await peer.endorse({ chaincode: 'store', function: 'put', args: ['key', 'of nobody'] });
        expect(await newest()).toMatchObject({
            outcome: { kind: 'pending' },
            policies: [{ of: 'chaincode', fulfilled: true }],
            policiesAreOfNow: true,
        });
    });

    it('says whose signature is missing', async () => {
        const { peer } = studio.network;
        const endorsingOrganizations = ['Org2MSP'];
        await peer.submit({ chaincode: 'store', function: 'keyPolicy', args: ['guarded', 'Org1MSP'] });
        await peer.submit({ chaincode: 'store', function: 'put', args: ['guarded', 'v'], endorsingOrganizations });
        const transaction = await newest();
        expect(transaction).toMatchObject({
            outcome: { text: 'ENDORSEMENT_POLICY_FAILURE' },
            policies: [{ of: 'key', key: { text: 'guarded' }, fulfilled: false, missing: ["'Org1MSP.peer'"] }],
        });
        const why = await studio.read<Why>(`transactions/${transaction.id}/why`);
        expect(why.policy).toEqual(transaction.policies[0]);
        expect(why.sentence).toContain(
            "the policy of the key guarded asks for, OR('Org1MSP.peer'): 'Org1MSP.peer' is missing",
        );
    });

    it('has both values where endorsers differ', async () => {
        const { peer } = studio.network;
        const endorsingOrganizations = ['Org1MSP', 'Org2MSP'];
        const call = { chaincode: 'store', function: 'putNumber', args: ['k'], endorsingOrganizations };
        await expect(peer.submit(call)).rejects.toThrow();
        const transaction = await newest();
        const differences = [{ what: 'write of k, number', values: [{ by: 'Org1MSP' }, { by: 'Org2MSP' }] }];
        expect(transaction).toMatchObject({
            outcome: { kind: 'refused', text: 'results differ' },
            endorsements: [
                { mspId: 'Org1MSP', agrees: true },
                { mspId: 'Org2MSP', agrees: false },
            ],
            disagreement: { between: 'organizations', differences },
        });
        expect(await studio.read<Why>(`transactions/${transaction.id}/why`)).toMatchObject({
            kind: 'ENDORSERS_DIFFER',
            sentence: expect.stringContaining('a transaction must do the same wherever it runs'),
            disagreement: { differences },
        });
    });

    it('lists each transaction that is not deterministic once, with how often and since which build', async () => {
        const { peer } = studio.network;
        const call = { chaincode: 'store', function: 'putNumber', args: ['k'], endorsingOrganizations: ['Org1MSP'] };
        for (let time = 0; time < 2; time++) await expect(peer.submit(call)).rejects.toThrow('is not deterministic');
        const transaction = await newest();
        expect(transaction.outcome.text).toBe('not deterministic');
        const [finding] = await studio.read<readonly Finding[]>('chaincode/findings');
        const values = [
            { by: 'first run', value: expect.stringMatching(/^\d+$/) },
            { by: 'second run', value: expect.stringMatching(/^\d+$/) },
        ];
        expect(finding).toMatchObject({
            chaincode: 'store',
            function: 'putNumber',
            id: transaction.id,
            times: 2,
            sinceBuild: 0,
            disagreement: { between: 'runs', differences: [{ what: 'write of k, number', values }] },
        });
    });
});
