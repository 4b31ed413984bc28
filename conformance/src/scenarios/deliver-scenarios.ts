import { checkpointers } from '@hyperledger/fabric-gateway';
import { common, peer } from '@hyperledger/fabric-protos';
import { expect } from '@jest/globals';
import { closing, findBlock, transactionsOf } from '../harness/block-reader';
import { CHANNEL } from '../harness/channel';
import { answersTo, openDeliver, seekEnvelope } from '../harness/deliver-client';
import type { DeliverScenario } from './deliver-bench';
import { SCENARIO_CHAINCODE } from './target';

/** Blocks, whole and filtered, as clients ask for them. */
export const deliverScenarios: readonly DeliverScenario[] = [
    {
        title: 'answers one request after the other on one call',
        run: async ({ client, endpoint: { clients } }) => {
            const stream = openDeliver(client, 'Deliver');
            for (const start of [1, 0]) stream.write(seekEnvelope(clients.Org1, { start, stop: start }));
            stream.write(seekEnvelope(clients.Org1, { start: 1, stop: 0 }));
            expect(await answersTo(stream)).toEqual(['block 1', 'SUCCESS', 'block 0', 'SUCCESS', 'BAD_REQUEST', 'OK']);
        },
    },
    {
        title: 'ends a call over bytes that are no envelope',
        run: async ({ client }) => {
            const stream = openDeliver(client, 'Deliver');
            stream.write(Buffer.from('garbage'));
            // Of the blank behind the colon Go makes one that does not break, at random.
            const answers = (await answersTo(stream)).map((text) => text.replaceAll('\u00a0', ' '));
            expect(answers).toEqual([
                'INTERNAL: grpc: failed to unmarshal the received message: proto: cannot parse invalid wire-format data',
            ]);
        },
    },
    {
        title: 'gives blocks to the official client, from the first one, and those to come',
        run: async ({ network, submit }) => {
            using blocks = closing(await network().getBlockEvents({ startBlock: 0n }));
            const txId = await submit(['putState', 'deliver-block', '1']);
            const numbers: (number | undefined)[] = [];
            await findBlock(blocks.items, (block) => {
                numbers.push(block.getHeader()?.getNumber());
                return transactionsOf(block).includes(txId);
            });
            expect(numbers).toEqual(numbers.map((_, index) => index));
        },
    },
    {
        title: 'goes on behind the block of a checkpoint',
        run: async ({ network }) => {
            const checkpoint = checkpointers.inMemory();
            await checkpoint.checkpointBlock(1n);
            using blocks = closing(await network().getFilteredBlockEvents({ checkpoint }));
            expect((await findBlock(blocks.items, () => true)).getNumber()).toBe(2);
        },
    },
    {
        title: 'gives filtered blocks with codes, types, and names of events',
        run: async ({ network, submit }) => {
            using blocks = closing(await network().getFilteredBlockEvents());
            const txId = await submit(['setEvent', 'made', 'details'], ['putState', 'deliver-event', '1']);
            const block = await findBlock(blocks.items, (one) =>
                one.getFilteredTransactionsList().some((transaction) => transaction.getTxid() === txId),
            );
            const chaincodeEvent = { chaincodeId: SCENARIO_CHAINCODE, txId, eventName: 'made', payload: '' };
            expect(block.getChannelId()).toBe(CHANNEL);
            expect(block.getFilteredTransactionsList().map((one) => one.toObject())).toEqual([
                {
                    txid: txId,
                    type: common.HeaderType.ENDORSER_TRANSACTION,
                    txValidationCode: peer.TxValidationCode.VALID,
                    transactionActions: { chaincodeActionsList: [{ chaincodeEvent }] },
                },
            ]);
        },
    },
];
