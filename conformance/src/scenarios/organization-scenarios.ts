import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { keysRead } from './read-write-set';
import { withoutTxIds } from './scenario';
import { errorOf, script, type Step, submitSteps, valueOf } from './script';
import { type OrganizationsTarget, SCENARIO_CHAINCODE } from './target';

/** Something that a network of two peers, each of an organization of its own, must do. */
export interface OrganizationScenario {
    readonly title: string;
    /** Whether it needs Ed25519, which peers know from 3.0 on. */
    readonly needsEd25519?: true;
    readonly run: (target: OrganizationsTarget) => Promise<void>;
}

/** The scenarios' chaincode under a name of its own, which both organizations have to endorse; its own name asks for one. */
export const DEMANDING_CHAINCODE = 'demanding';

export const EITHER = "OR('Org1MSP.peer','Org2MSP.peer')";
export const BOTH = "AND('Org1MSP.peer','Org2MSP.peer')";

const PRIVATE = { requiredPeerCount: 0, maxPeerCount: 1, blockToLive: 0 };
const MEMBERS_ONLY = { memberOnlyRead: true, memberOnlyWrite: true };

/** The collections of both chaincodes. */
export const ORGANIZATION_COLLECTIONS = [
    { ...PRIVATE, ...MEMBERS_ONLY, name: 'admins', policy: "OR('Org1MSP.admin','Org2MSP.admin')" },
    { ...PRIVATE, ...MEMBERS_ONLY, name: 'peers', policy: "OR('Org1MSP.peer','Org2MSP.peer')" },
    { ...PRIVATE, ...MEMBERS_ONLY, name: 'clients', policy: "OR('Org1MSP.client','Org2MSP.client')" },
    { ...PRIVATE, name: 'ofPeers', policy: "OR('Org1MSP.peer','Org2MSP.peer')" },
    {
        ...PRIVATE,
        name: 'unreachable',
        policy: "OR('Org1MSP.member','Org2MSP.member')",
        requiredPeerCount: 2,
        maxPeerCount: 2,
    },
    { ...PRIVATE, name: 'handedOn', policy: "OR('Org2MSP.member')" },
    { ...PRIVATE, name: 'keptBack', policy: "OR('Org2MSP.member')", maxPeerCount: 0 },
];

const NOT_THERE = 'private data matching public hash version is not available';
const AWAY = /could not launch chaincode .*(connection refused|ECONNREFUSED)/s;
const BOTH_MSPS = ['Org1MSP', 'Org2MSP'];
const AT_ORG2 = { client: 'Org2', gateway: 'Org2' } as const;

/** Calls the chaincode that asks for either by the one that asks for both. */
function callFromDemanding(steps: readonly Step[]): ReturnType<typeof script> {
    const step: Step = ['invokeChaincode', SCENARIO_CHAINCODE, ['script', JSON.stringify(steps)]];
    return script([step], { chaincode: DEMANDING_CHAINCODE });
}

/** Waits until a peer has the block in which a private key was written: peers commit it in their own time. */
async function untilCommitted(
    target: OrganizationsTarget,
    [collection, key]: readonly [string, string],
    at: { readonly gateway?: 'Org2' },
): Promise<void> {
    while ((await valueOf(target, ['getPrivateDataHash', collection, key], at)) === '') await sleep(50);
}

export const organizationScenarios: readonly OrganizationScenario[] = [
    {
        title: "answers getMspID by the organization of the peer's chaincode",
        run: async (target) => {
            expect(await valueOf(target, ['getMspID'])).toBe('Org1MSP');
            expect(await valueOf(target, ['getMspID'], AT_ORG2)).toBe('Org2MSP');
            const outcome = await target.submit(script([['getMspID']], { endorsedBy: BOTH_MSPS }));
            expect(outcome).toMatchObject({ status: 500, message: 'ProposalResponsePayloads do not match' });
        },
    },
    {
        title: "has an organization's own private data at its own peer, and at no other",
        run: async (target) => {
            for (const [own, other] of [
                [AT_ORG2, {}],
                [{}, AT_ORG2],
            ] as const) {
                const collection = `_implicit_org_${own === AT_ORG2 ? 'Org2MSP' : 'Org1MSP'}`;
                await submitSteps(target, [['putPrivateData', collection, 'organization-a', 'own']], own);
                const read = ['getPrivateData', collection, 'organization-a'] as const;
                expect(await valueOf(target, read, own)).toBe('own');
                await untilCommitted(target, [collection, 'organization-a'], other);
                expect(await errorOf(target, read, other)).toContain(NOT_THERE);
            }
        },
    },
    {
        title: 'is endorsed for the namespaces that it has touched, and refused at commit for the one that was called',
        run: async (target) => {
            const call = callFromDemanding([['putState', 'organization-b', '1']]);
            expect(await target.submit(call)).toMatchObject({ validation: 'ENDORSEMENT_POLICY_FAILURE' });
            expect(await target.submit({ ...call, endorsedBy: BOTH_MSPS })).toMatchObject({ validation: 'VALID' });
        },
    },
    {
        title: 'is endorsed by both where both are asked for',
        run: async (target) => {
            const chaincode = DEMANDING_CHAINCODE;
            await submitSteps(target, [['putState', 'organization-c', '1']], { chaincode });
            await submitSteps(target, [['putState', 'organization-c', '2']], { chaincode, ...AT_ORG2 });
            const write = script([['putState', 'organization-c', '3']], { chaincode, endorsedBy: ['Org1MSP'] });
            expect(await target.submit(write)).toMatchObject({ validation: 'ENDORSEMENT_POLICY_FAILURE' });
        },
    },
    {
        title: 'counts roles in the policy of a collection: clients are no admins and no peers',
        run: async (target) => {
            for (const collection of ['admins', 'peers']) {
                const access = (what: string): string =>
                    `tx creator does not have ${what} access permission on privatedata in chaincodeName:scenarios collectionName: ${collection}`;
                expect(await errorOf(target, ['putPrivateData', collection, 'k', 'v'])).toContain(access('write'));
                expect(await errorOf(target, ['getPrivateData', collection, 'k'])).toContain(access('read'));
            }
        },
    },
    {
        title: 'hands on to peers the data of collections of peers, and none of collections of clients',
        run: async (target) => {
            await submitSteps(target, [['putPrivateData', 'clients', 'organization-d', 'v']]);
            await submitSteps(target, [['putPrivateData', 'ofPeers', 'organization-d', 'v']]);
            await untilCommitted(target, ['ofPeers', 'organization-d'], AT_ORG2);
            for (const at of [{}, AT_ORG2])
                expect(await valueOf(target, ['getPrivateData', 'ofPeers', 'organization-d'], at)).toBe('v');
            // Its endorser keeps what it has.
            const read = ['getPrivateData', 'clients', 'organization-d'] as const;
            expect(await valueOf(target, read)).toBe('v');
            expect(await errorOf(target, read, AT_ORG2)).toContain(NOT_THERE);
        },
    },
    {
        title: 'fails what writes to a collection that must reach more peers than there are',
        run: async (target) => {
            const outcome = await target.submit(script([['putPrivateData', 'unreachable', 'k', 'v']]));
            expect(outcome).toMatchObject({ status: 500, validation: undefined });
            expect(withoutTxIds(outcome.message)).toBe(
                'error in simulation: failed to distribute private collection, txID TX, channel mychannel: could not build ' +
                    'private data dissemination plan for chaincode scenarios and collection unreachable: required to ' +
                    'disseminate to at least 2 peers, but know of only 1 eligible peers',
            );
        },
    },
    {
        title: 'hands on to a member what it endorses as none, if the collection says so',
        run: async (target) => {
            await submitSteps(target, [
                ['putPrivateData', 'handedOn', 'organization-e', 'v'],
                ['putPrivateData', 'keptBack', 'organization-e', 'v'],
            ]);
            await untilCommitted(target, ['keptBack', 'organization-e'], AT_ORG2);
            expect(await valueOf(target, ['getPrivateData', 'handedOn', 'organization-e'], AT_ORG2)).toBe('v');
            expect(await errorOf(target, ['getPrivateData', 'keptBack', 'organization-e'], AT_ORG2)).toContain(
                NOT_THERE,
            );
        },
    },
    {
        title: 'protects transient data from those who are no members',
        run: async (target) => {
            const steps = [['putTransient', '_implicit_org_Org1MSP', 'organization-f', 'secret']] as const;
            const write = script(steps, { transient: { secret: 'v' } });
            expect(await target.submit(write)).toMatchObject({ validation: 'VALID' });
            const two = script([...steps, ['putTransient', 'handedOn', 'organization-f', 'secret']], {
                transient: { secret: 'v' },
            });
            expect(await target.submit(two)).toMatchObject({ status: 500, validation: undefined });
        },
    },
    {
        title: 'reads the definition of each chaincode that runs, and all of it where it uses a collection',
        run: async (target) => {
            const sequence = (name: string): string => `namespaces/fields/${name}/Sequence`;
            const plain = await target.submit(script([['putState', 'organization-g', 'v']]));
            expect(keysRead(plain.readWriteSet ?? Buffer.alloc(0), '_lifecycle')).toEqual([
                sequence(SCENARIO_CHAINCODE),
            ]);
            const calling = await target.submit({ ...callFromDemanding([['getTxID']]), endorsedBy: BOTH_MSPS });
            expect(keysRead(calling.readWriteSet ?? Buffer.alloc(0), '_lifecycle')).toEqual(
                [DEMANDING_CHAINCODE, SCENARIO_CHAINCODE].map(sequence),
            );
            const usingOne = await target.submit(script([['putPrivateData', 'ofPeers', 'organization-g', 'v']]));
            expect(keysRead(usingOne.readWriteSet ?? Buffer.alloc(0), '_lifecycle')).toEqual([
                ...['Collections', 'EndorsementInfo', 'Sequence', 'ValidationInfo'].map(
                    (field) => `namespaces/fields/${SCENARIO_CHAINCODE}/${field}`,
                ),
                `namespaces/metadata/${SCENARIO_CHAINCODE}`,
            ]);
        },
    },
    {
        title: 'conflicts with a definition that is committed between endorsement and commit',
        run: async (target) => {
            const write = script([['putState', 'organization-h', 'v']], { chaincode: DEMANDING_CHAINCODE });
            const outcome = await target.submitAfter(write, () => target.redefine(DEMANDING_CHAINCODE));
            expect(outcome).toMatchObject({ validation: 'MVCC_READ_CONFLICT' });
        },
    },
    {
        title: 'takes clients with keys of P-384',
        run: async (target) => {
            await submitSteps(target, [['putState', 'organization-i', 'v']], { key: 'P-384' });
        },
    },
    {
        title: 'takes clients with keys of Ed25519',
        needsEd25519: true,
        run: async (target) => {
            await submitSteps(target, [['putState', 'organization-j', 'v']], { key: 'Ed25519' });
        },
    },
    {
        // The last one: the server does not come back.
        title: "evaluates at the other organization's peer where the own one's chaincode is away, and endorses nothing there",
        run: async (target) => {
            await target.endServer(SCENARIO_CHAINCODE);
            expect(await valueOf(target, ['getMspID'])).toBe('Org2MSP');
            // Transient data stays in the own organization.
            const protectedCall = script([['getMspID']], { transient: { secret: 'v' } });
            expect((await target.evaluate(protectedCall)).message).toMatch(AWAY);
            const write = script([['putState', 'organization-k', 'v']]);
            expect(await target.submit(write)).toMatchObject({
                status: 500,
                message: expect.stringMatching(AWAY),
                validation: undefined,
            });
            expect(await target.submit({ ...write, endorsedBy: ['Org2MSP'] })).toMatchObject({ validation: 'VALID' });
        },
    },
];
