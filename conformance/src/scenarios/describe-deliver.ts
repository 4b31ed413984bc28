import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '@grpc/grpc-js';
import { checkpointers, type Gateway, type Network } from '@hyperledger/fabric-gateway';
import { common, ledger, peer } from '@hyperledger/fabric-protos';
import { CHANNEL } from '../harness/channel';
import { answersTo, openDeliver, seekEnvelope } from '../harness/deliver-client';
import { connectAs, dialPeer, type GatewayEndpoint } from '../harness/gateway-target';
import { DELIVER_CASES } from './deliver-cases';
import { script, submitSteps, type Step } from './script';
import { COLLECTIONS, SCENARIO_CHAINCODE, type ClientOrganisation, type Target } from './target';

const { org1, both, org2, shortLived } = COLLECTIONS;
const IMPLICIT = '_implicit_org_Org1MSP';

/** A peer whose channel has the scenarios' chaincode. */
export interface DeliverBench {
    readonly endpoint: GatewayEndpoint;
    readonly target: Target;
}

/** Holds a peer to what Deliver gives on real ones. */
export function describeDeliver(title: string, bench: () => DeliverBench): void {
    describe(`blocks of ${title}`, () => {
        let client: Client;
        let gateways: Record<ClientOrganisation, Gateway>;

        beforeAll(async () => {
            const { endpoint, target } = bench();
            client = dialPeer(endpoint);
            const { clients } = endpoint;
            gateways = { Org1: connectAs(client, clients.Org1), Org2: connectAs(client, clients.Org2) };
            for (const value of ['1', '2']) await submitSteps(target, [['putState', 'deliver', value]]);
        });

        afterAll(() => {
            for (const gateway of Object.values(gateways)) gateway.close();
            client.close();
        });

        const network = (organisation: ClientOrganisation = 'Org1'): Network =>
            gateways[organisation].getNetwork(CHANNEL);

        async function submit(...steps: Step[]): Promise<string> {
            return (await bench().target.submit(script(steps))).txId;
        }

        it.each(DELIVER_CASES.map((one) => [one.title, one] as const))('%s', async (_title, one) => {
            const { method = 'Deliver', client: organisation = 'Org1', seek, count, halfCloses = false } = one;
            const stream = openDeliver(client, method);
            stream.write(seekEnvelope(bench().endpoint.clients[organisation], seek));
            if (halfCloses) stream.end();
            expect(await answersTo(stream, count)).toEqual(one.answers);
        });

        it('answers one request after the other on one call', async () => {
            const stream = openDeliver(client, 'Deliver');
            const { Org1 } = bench().endpoint.clients;
            for (const start of [1, 0]) stream.write(seekEnvelope(Org1, { start, stop: start }));
            stream.write(seekEnvelope(Org1, { start: 1, stop: 0 }));
            expect(await answersTo(stream)).toEqual(['block 1', 'SUCCESS', 'block 0', 'SUCCESS', 'BAD_REQUEST', 'OK']);
        });

        it('ends a call over bytes that are no envelope', async () => {
            const stream = openDeliver(client, 'Deliver');
            stream.write(Buffer.from('garbage'));
            // Of the blank behind the colon Go makes one that does not break, at random.
            const answers = (await answersTo(stream)).map((text) => text.replaceAll('\u00a0', ' '));
            expect(answers).toEqual([
                'INTERNAL: grpc: failed to unmarshal the received message: proto: cannot parse invalid wire-format data',
            ]);
        });

        it('gives blocks to the official client, from the first one, and those to come', async () => {
            using blocks = closing(await network().getBlockEvents({ startBlock: 0n }));
            const txId = await submit(['putState', 'deliver-block', '1']);
            const numbers: (number | undefined)[] = [];
            await findBlock(blocks.items, (block) => {
                numbers.push(block.getHeader()?.getNumber());
                return transactionsOf(block).includes(txId);
            });
            expect(numbers).toEqual(numbers.map((_, index) => index));
        });

        it('goes on behind the block of a checkpoint', async () => {
            const checkpoint = checkpointers.inMemory();
            await checkpoint.checkpointBlock(1n);
            using blocks = closing(await network().getFilteredBlockEvents({ checkpoint }));
            expect((await findBlock(blocks.items, () => true)).getNumber()).toBe(2);
        });

        it('gives filtered blocks with codes, types, and names of events', async () => {
            using blocks = closing(await network().getFilteredBlockEvents());
            const txId = await submit(['setEvent', 'made', 'details'], ['putState', 'deliver-event', '1']);
            const block = await findBlock(blocks.items, (one) =>
                one.getFilteredTransactionsList().some((transaction) => transaction.getTxid() === txId),
            );
            expect(block.getChannelId()).toBe(CHANNEL);
            expect(block.getFilteredTransactionsList().map((one) => one.toObject())).toEqual([
                {
                    txid: txId,
                    type: common.HeaderType.ENDORSER_TRANSACTION,
                    txValidationCode: peer.TxValidationCode.VALID,
                    transactionActions: {
                        chaincodeActionsList: [
                            {
                                chaincodeEvent: {
                                    chaincodeId: SCENARIO_CHAINCODE,
                                    txId,
                                    eventName: 'made',
                                    payload: '',
                                },
                            },
                        ],
                    },
                },
            ]);
        });

        it('gives private data of all collections that not only members may read', async () => {
            using mine = closing(await network().getBlockAndPrivateDataEvents());
            using theirs = closing(await network('Org2').getBlockAndPrivateDataEvents());
            const txId = await submit(
                ['putPrivateData', org1, 'deliver-a', '1'],
                ['putPrivateData', both, 'deliver-b', '2'],
                ['putPrivateData', both, 'deliver-a', '3'],
                ['putPrivateData', org2, 'deliver-c', '4'],
                ['putPrivateData', IMPLICIT, 'deliver-d', '5'],
            );
            const common = { [IMPLICIT]: ['deliver-d=5'], [both]: ['deliver-a=3', 'deliver-b=2'] };
            expect(await privateDataOf(mine.items, txId)).toEqual({ ...common, [org1]: ['deliver-a=1'] });
            expect(await privateDataOf(theirs.items, txId)).toEqual(common);
        });

        it('gives private data also of transactions that conflict', async () => {
            using blocks = closing(await network().getBlockAndPrivateDataEvents());
            const { target } = bench();
            const step = (value: string): ReturnType<typeof script> =>
                script([
                    ['getState', 'deliver-conflict'],
                    ['putState', 'deliver-conflict', value],
                    ['putPrivateData', both, 'deliver-conflict', value],
                ]);
            const [, second] = await target.submitTogether([step('1'), step('2')]);
            expect(second?.validation).toBe('MVCC_READ_CONFLICT');
            expect(await privateDataOf(blocks.items, second?.txId ?? '')).toEqual({ [both]: ['deliver-conflict=2'] });
        });

        it('gives nothing of a key that was purged, nor its purge', async () => {
            const start = await heightOf(network());
            const first = await submit(
                ['putPrivateData', both, 'deliver-p', '1'],
                ['putPrivateData', both, 'deliver-q', '2'],
            );
            const second = await submit(
                ['purgePrivateData', both, 'deliver-p'],
                ['putPrivateData', both, 'deliver-r', '3'],
            );
            const third = await submit(['putPrivateData', both, 'deliver-p', '4']);
            const fourth = await submit(['deletePrivateData', both, 'deliver-p']);
            using blocks = closing(await network().getBlockAndPrivateDataEvents({ startBlock: start }));
            const items = blocks.items[Symbol.asyncIterator]();
            const found: unknown[] = [];
            for (const txId of [first, second, third, fourth])
                found.push(await privateDataOf({ [Symbol.asyncIterator]: () => items }, txId));
            expect(found).toEqual([
                { [both]: ['deliver-q=2'] },
                { [both]: ['deliver-r=3'] },
                { [both]: ['deliver-p=4'] },
                { [both]: ['deliver-p deleted'] },
            ]);
        });

        it('gives nothing of what has expired', async () => {
            const start = await heightOf(network());
            const txId = await submit(['putPrivateData', shortLived, 'deliver-s', '1']);
            expect(await fromBlock(start, txId)).toEqual({ [shortLived]: ['deliver-s=1'] });
            for (const value of ['1', '2', '3']) await submit(['putState', 'deliver-s', value]);
            expect(await fromBlock(start, txId)).toEqual({});
        });

        async function fromBlock(startBlock: bigint, txId: string): Promise<unknown> {
            using blocks = closing(await network().getBlockAndPrivateDataEvents({ startBlock }));
            return await privateDataOf(blocks.items, txId);
        }
    });
}

/** So that `using` ends it. */
function closing<T extends { close(): void }>(items: T): { readonly items: T } & Disposable {
    return {
        items,
        [Symbol.dispose]: () => {
            items.close();
        },
    };
}

async function findBlock<T>(items: AsyncIterable<T>, isIt: (item: T) => boolean): Promise<T> {
    for await (const item of items) if (isIt(item)) return item;
    throw new Error('it did not come');
}

async function heightOf(network: Network): Promise<bigint> {
    const info = await network.getContract('qscc').evaluate('GetChainInfo', { arguments: [CHANNEL] });
    return BigInt(common.BlockchainInfo.deserializeBinary(info).getHeight());
}

function transactionsOf(block: common.Block): string[] {
    return (block.getData()?.getDataList_asU8() ?? []).map((data) => {
        const envelope = common.Envelope.deserializeBinary(data as Uint8Array);
        const header = common.Payload.deserializeBinary(envelope.getPayload_asU8()).getHeader();
        return common.ChannelHeader.deserializeBinary(header?.getChannelHeader_asU8() ?? new Uint8Array()).getTxId();
    });
}

/** What a transaction has written, by collection; the iterator goes on behind its block. */
async function privateDataOf(
    items: AsyncIterable<peer.BlockAndPrivateData>,
    txId: string,
): Promise<Record<string, string[]>> {
    const iterator = items[Symbol.asyncIterator]();
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
        const block = next.value.getBlock();
        const place = block === undefined ? -1 : transactionsOf(block).indexOf(txId);
        if (place >= 0) return writesOf(next.value, place);
    }
    throw new Error('its block did not come');
}

function writesOf(block: peer.BlockAndPrivateData, place: number): Record<string, string[]> {
    const written = block.getPrivateDataMapMap().get(place) as ledger.rwset.TxPvtReadWriteSet | undefined;
    const namespaces = written?.getNsPvtRwsetList() ?? [];
    return Object.fromEntries(
        namespaces.flatMap((namespace) =>
            namespace.getCollectionPvtRwsetList().map((collection) => {
                const set = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(collection.getRwset_asU8());
                const writes = set.getWritesList().map((write) => {
                    const value = Buffer.from(write.getValue_asU8()).toString();
                    return `${write.getKey()}${write.getIsDelete() ? ' deleted' : `=${value}`}`;
                });
                return [collection.getCollectionName(), writes];
            }),
        ),
    );
}
