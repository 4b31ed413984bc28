import { common, peer } from '@hyperledger/fabric-protos';
import { expect } from '@jest/globals';
import { CHANNEL } from '../harness/channel';
import type { Scenario } from './scenario';
import { script } from './script';
import { type ClientOrganization, INITIAL_CHAINCODE, type Target } from './target';

const { QueryChaincodeDefinitionArgs, QueryChaincodeDefinitionResult, QueryChaincodeDefinitionsResult } =
    peer.lifecycle;

type Arguments = readonly (string | Uint8Array)[];

/** A call that a peer's own chaincode refuses, and its text. */
type Refused = readonly [chaincode: string, args: Arguments, message: string, client?: ClientOrganization];

const HASH = Buffer.from('abc');

const REFUSED: readonly Refused[] = [
    ['qscc', ['GetChainInfo'], 'Incorrect number of arguments, 1'],
    ['qscc', ['GetBlockByNumber', CHANNEL], 'missing 3rd argument for GetBlockByNumber'],
    ['qscc', ['Nothing', CHANNEL], 'missing 3rd argument for Nothing'],
    ['qscc', ['GetChainInfo', 'nowhere'], 'Invalid chain ID, nowhere'],
    ['qscc', ['Nothing', CHANNEL, '1'], `access denied for [Nothing][${CHANNEL}]: [Unmapped policy for qscc/Nothing]`],
    [
        'qscc',
        ['GetBlockByNumber', CHANNEL, '1000000'],
        'Failed to get block number 1000000, error no such block number [1000000] in index',
    ],
    ...['a"b', '', '-1', '+1', ' 1', '0x1', '1_0'].map((text): Refused => [
        'qscc',
        ['GetBlockByNumber', CHANNEL, text],
        `Failed to parse block number with error strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    ]),
    [
        'qscc',
        ['GetBlockByNumber', CHANNEL, '18446744073709551616'],
        'Failed to parse block number with error strconv.ParseUint: parsing "18446744073709551616": value out of range',
    ],
    [
        'qscc',
        ['GetBlockByHash', CHANNEL, HASH],
        'Failed to get block hash abc, error no such block hash [616263] in index',
    ],
    [
        'qscc',
        ['GetTransactionByID', CHANNEL, 'none'],
        'Failed to get transaction with id none, error no such transaction ID [none] in index',
    ],
    [
        'qscc',
        ['GetTransactionByID', CHANNEL, ''],
        'Failed to get transaction with id , error no such transaction ID [] in index',
    ],
    [
        'qscc',
        ['GetBlockByTxID', CHANNEL, 'none'],
        'Failed to get block for txID none, error no such transaction ID [none] in index',
    ],
    ['cscc', ['GetConfigBlock'], 'Incorrect number of arguments, 1'],
    ['cscc', ['Nothing', 'x'], 'Requested function Nothing not found.'],
    [
        'cscc',
        ['GetConfigBlock', 'nowhere'],
        'access denied for [GetConfigBlock][nowhere]: Failed to get policy manager for channel [nowhere]',
    ],
    [
        'cscc',
        ['GetChannels'],
        'access denied for [GetChannels]: Failed deserializing proposal creator during channelless check policy with ' +
            'policy [Members]: [expected MSP ID Org1MSP, received Org2MSP]',
        'Org2',
    ],
    ['_lifecycle', ['Nothing'], 'lifecycle scc operations require exactly two arguments but received 1'],
    [
        '_lifecycle',
        ['Nothing', ''],
        'Failed to authorize invocation due to failed ACL check: Unmapped policy for _lifecycle/Nothing',
    ],
    ['_lifecycle', ['QueryChaincodeDefinition', ''], 'namespace  is not defined'],
    ['_lifecycle', ['QueryChaincodeDefinition', encodedName('nobody')], 'namespace nobody is not defined'],
    [
        '_lifecycle',
        ['QueryChaincodeDefinition', 'garbage'],
        "failed to invoke backing implementation of 'QueryChaincodeDefinition': could not decode input arg for " +
            '*lifecycle.Invocation.QueryChaincodeDefinition: proto: cannot parse invalid wire-format data',
    ],
];

/** What a peer's own chaincodes answer to clients. */
export const systemScenarios: readonly Scenario[] = [
    ...REFUSED.map(([chaincode, args, message, client = 'Org1']) => ({
        title: `${chaincode} refuses ${args.map((arg) => JSON.stringify(String(arg))).join(' ')} of ${client}`,
        run: async (target: Target): Promise<void> => {
            const outcome = await target.evaluate({ chaincode, args, client });
            const status = message.startsWith('namespace') ? 404 : 500;
            // Of the blank behind the colon Go makes one that does not break, at random.
            expect([outcome.status, outcome.message.replaceAll('\u00a0', ' ')]).toEqual([status, message]);
        },
    })),
    {
        title: 'qscc gives a transaction and its block, by id, number and hash',
        run: async (target) => {
            const { txId } = await target.submit(script([['putState', 'system', '1']]));
            const processed = peer.ProcessedTransaction.deserializeBinary(
                await query(target, 'GetTransactionByID', txId),
            );
            const byTransaction = await query(target, 'GetBlockByTxID', txId);
            const block = common.Block.deserializeBinary(byTransaction);
            const [data = new Uint8Array()] = block.getData()?.getDataList_asU8() ?? [];
            expect(processed.getValidationcode()).toBe(peer.TxValidationCode.VALID);
            expect(processed.getTransactionenvelope()?.serializeBinary()).toEqual(
                common.Envelope.deserializeBinary(data).serializeBinary(),
            );
            const number = block.getHeader()?.getNumber() ?? -1;
            expect(await query(target, 'GetBlockByNumber', String(number))).toEqual(byTransaction);
            await target.submit(script([['putState', 'system', '2']]));
            const next = common.Block.deserializeBinary(await query(target, 'GetBlockByNumber', String(number + 1)));
            const hash = next.getHeader()?.getPreviousHash_asU8() ?? new Uint8Array();
            expect(await query(target, 'GetBlockByHash', hash)).toEqual(byTransaction);
        },
    },
    {
        title: 'qscc tells height and hashes, and of the greatest number gives the last block',
        run: async (target) => {
            const info = common.BlockchainInfo.deserializeBinary(await query(target, 'GetChainInfo'));
            const last = await query(target, 'GetBlockByNumber', '18446744073709551615');
            const header = common.Block.deserializeBinary(last).getHeader();
            expect(header?.getNumber()).toBe(info.getHeight() - 1);
            expect(await query(target, 'GetBlockByHash', info.getCurrentblockhash_asU8())).toEqual(last);
            expect(info.getPreviousblockhash_asU8()).toEqual(header?.getPreviousHash_asU8());
        },
    },
    {
        title: 'qscc tells what became of a transaction that is not valid',
        run: async (target) => {
            const call = script([
                ['getState', 'system-conflict'],
                ['putState', 'system-conflict', '1'],
            ]);
            const [, second] = await target.submitTogether([call, call]);
            const encoded = await query(target, 'GetTransactionByID', second?.txId ?? '');
            expect(peer.ProcessedTransaction.deserializeBinary(encoded).getValidationcode()).toBe(
                peer.TxValidationCode.MVCC_READ_CONFLICT,
            );
        },
    },
    {
        title: 'qscc is not to be submitted',
        run: async (target) => {
            const { status, message } = await target.submit({ chaincode: 'qscc', args: ['GetChainInfo', CHANNEL] });
            expect(status).toBe(500);
            expect(message).toContain(`No metadata was found for chaincode qscc in channel ${CHANNEL}`);
        },
    },
    {
        title: 'cscc lists channels, and gives the last configuration',
        run: async (target) => {
            const { payload } = await target.evaluate({ chaincode: 'cscc', args: ['GetChannels'] });
            expect(peer.ChannelQueryResponse.deserializeBinary(payload).toObject()).toEqual({
                channelsList: expect.arrayContaining([{ channelId: CHANNEL }]),
            });
            const block = await target.evaluate({ chaincode: 'cscc', args: ['GetConfigBlock', CHANNEL] });
            expect(block.payload).toEqual(await query(target, 'GetBlockByNumber', '0'));
        },
    },
    {
        title: '_lifecycle tells how chaincodes are defined',
        run: async (target) => {
            const input = encodedName(INITIAL_CHAINCODE);
            const one = await target.evaluate({ chaincode: '_lifecycle', args: ['QueryChaincodeDefinition', input] });
            const definition = QueryChaincodeDefinitionResult.deserializeBinary(one.payload);
            const { approvalsMap, ...rest } = definition.toObject();
            expect(new Map(approvalsMap)).toEqual(new Map(['Org1MSP', 'Org2MSP'].map((mspId) => [mspId, true])));
            expect(rest).toMatchObject({ sequence: 1, endorsementPlugin: 'escc', validationPlugin: 'vscc' });
            const policy = peer.ApplicationPolicy.deserializeBinary(definition.getValidationParameter_asU8());
            expect(policy.getChannelConfigPolicyReference()).toBe('/Channel/Application/Endorsement');
            const all = await target.evaluate({ chaincode: '_lifecycle', args: ['QueryChaincodeDefinitions', ''] });
            const definitions = QueryChaincodeDefinitionsResult.deserializeBinary(all.payload);
            expect(definitions.toObject().chaincodeDefinitionsList).toContainEqual({
                ...rest,
                name: INITIAL_CHAINCODE,
            });
        },
    },
];

async function query(target: Target, name: string, ...args: Arguments): Promise<Buffer> {
    const { status, message, payload } = await target.evaluate({ chaincode: 'qscc', args: [name, CHANNEL, ...args] });
    if (status !== 200) throw new Error(`${name} failed: ${message}`);
    return payload;
}

function encodedName(name: string): Uint8Array {
    const args = new QueryChaincodeDefinitionArgs();
    args.setName(name);
    return args.serializeBinary();
}
