import { proposalParts } from '@heddle/protocol';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Organization } from '../identity/organization';
import { readBlock } from '../ledger-reader';
import { readRecordedBlock } from '../recorded/recorded-block';
import type { ReadWriteSet } from '../records/read-write-set';
import { HeaderType } from '../records/transaction-envelope';
import { RuleBench } from '../testing/rule-bench';
import {
    type CraftedParts,
    type CraftedResponse,
    type EndorsedParts,
    TransactionForge,
} from '../testing/transaction-forge';

const { channelHeader, proposalPayload } = proposalParts;

const WRITES: ReadWriteSet = [
    {
        namespace: 'basic',
        reads: [],
        ranges: [],
        writes: [{ key: 'k', isDelete: false, value: Buffer.from('v') }],
        metadataWrites: [],
        collections: [],
    },
];

describe('a transaction in a block', () => {
    const organization = new Organization({ mspId: 'Org1MSP' });
    const client = organization.createMember({ name: 'ann' });
    const forge = new TransactionForge(client, organization.createMember({ name: 'peer0', role: 'peer' }));
    let bench: RuleBench;

    beforeAll(async () => {
        bench = await RuleBench.start({ organization });
        bench.install(() => undefined);
    });

    afterAll(() => bench[Symbol.asyncDispose]());

    async function statusOf(parts: CraftedParts): Promise<string> {
        const endorsed = await bench.peer.endorse({ chaincode: 'basic', function: 'run' });
        const [commit] = await bench.peer.commit({ ...endorsed, envelope: forge.envelope(parts) });
        return commit?.status ?? 'none';
    }

    /** The action's own parts, changed. */
    function withAction(parts: EndorsedParts, change: Partial<CraftedParts['actions'][number]>): CraftedParts {
        return { ...parts, actions: parts.actions.map((action) => ({ ...action, ...change })) };
    }

    it('is valid as its endorsers have signed it', async () => {
        const parts = forge.parts({ readWriteSet: WRITES, event: { chaincodeId: 'basic' } });
        expect(await statusOf(parts)).toBe('VALID');
        expect(await statusOf(parts)).toBe('DUPLICATE_TXID');
    });

    const endorsed = forge.parts();
    const [{ action, payload }] = endorsed.actions;
    const { input } = proposalPayload.decode(payload);
    const ofAnother = proposalPayload.decode(forge.parts({}, 'another').actions[0].payload);
    const transient = new Map([['secret', Buffer.from('s')]]);

    it.each<[string, CraftedParts]>([
        ['under another id', { ...forge.parts(), actions: endorsed.actions }],
        ['under another id, as if it had been proposed so', withAction(forge.parts(), { action })],
        ['beside other arguments', withAction(endorsed, { payload: proposalPayload.encode(ofAnother) })],
        ['with its transient data', withAction(endorsed, { payload: proposalPayload.encode({ input, transient }) })],
        ['twice in one', { ...endorsed, actions: [...endorsed.actions, ...endorsed.actions] }],
        ['not at all', { ...endorsed, actions: [] }],
        ['without its proposer', withAction(endorsed, { header: Buffer.of() })],
    ])('is not one whose endorsed response is there %s', async (_, parts) => {
        expect(await statusOf(parts)).toBe('INVALID_ENDORSER_TRANSACTION');
    });

    const anything = { reads: [], ranges: [], writes: [], metadataWrites: [], collections: [] };

    it.each<[string, string, CraftedResponse, string]>([
        ['is of no chaincode', 'basic', { chaincodeId: undefined }, 'INVALID_OTHER_REASON'],
        ['is of no version', 'basic', { chaincodeId: { name: 'basic', version: '' } }, 'INVALID_CHAINCODE'],
        ['is of another chaincode than was proposed', 'another', {}, 'INVALID_CHAINCODE'],
        ['is not there', 'basic', { extension: Buffer.of() }, 'BAD_RESPONSE_PAYLOAD'],
        ['cannot be read', 'basic', { extension: Buffer.of(0xff) }, 'BAD_RESPONSE_PAYLOAD'],
        ['has an event of another chaincode', 'basic', { event: { chaincodeId: 'another' } }, 'INVALID_OTHER_REASON'],
        [
            'has two sets of a namespace',
            'basic',
            { readWriteSet: ['basic', 'basic'].map((namespace) => ({ namespace, ...anything })) },
            'ILLEGAL_WRITESET',
        ],
    ])('is not valid where the response %s', async (_, chaincode, response, status) => {
        expect(await statusOf(forge.parts(response, chaincode))).toBe(status);
    });

    it.each<[string, Parameters<typeof channelHeader.encode>[0], string]>([
        ['of an epoch', { epoch: 1n }, 'BAD_COMMON_HEADER'],
        ['of no type that there is', { type: 99 }, 'BAD_COMMON_HEADER'],
        ['for a seek', { type: HeaderType.DELIVER_SEEK_INFO }, 'BAD_COMMON_HEADER'],
        ['for a change of the configuration', { type: HeaderType.CONFIG_UPDATE }, 'UNSUPPORTED_TX_PAYLOAD'],
        ['with an id that is made up', { txId: 'made up' }, 'BAD_PROPOSAL_TXID'],
        ['of another channel', { channelId: 'other' }, 'INVALID_ENDORSER_TRANSACTION'],
        ['without its extension', { extension: Buffer.of() }, 'INVALID_ENDORSER_TRANSACTION'],
    ])('is not valid with a header %s', async (_, change, status) => {
        const parts = forge.parts();
        const header = channelHeader.encode({ ...channelHeader.decode(parts.channelHeader), ...change });
        expect(await statusOf({ ...parts, channelHeader: header })).toBe(status);
    });

    it.each([
        ['whose actions are not there', { ...forge.parts(), actions: [] }],
        ['whose endorsed response cannot be read', forge.parts({ extension: Buffer.of(0xff) })],
    ])('has its client told, and its id remembered, even where it is one %s', async (_, parts) => {
        const { txId } = channelHeader.decode(parts.channelHeader);
        await using blocks = await bench.peer.blocks();
        const committed = bench.peer.commit({
            ...(await bench.peer.endorse({ chaincode: 'basic', function: 'run' })),
            envelope: forge.envelope(parts),
        });
        const status = expect.stringMatching(/^(?:INVALID_ENDORSER_TRANSACTION|BAD_RESPONSE_PAYLOAD)$/);
        expect(await committed).toMatchObject([{ txId, status }]);
        for await (const { encoded, transactions } of blocks) {
            expect(transactions).toMatchObject([{ txId, status }]);
            expect(readBlock(encoded).transactions).toMatchObject([{ txId, status }]);
            expect(readRecordedBlock(encoded).transactions).toMatchObject([{ channelHeader: { txId } }]);
            break;
        }
    });
});
