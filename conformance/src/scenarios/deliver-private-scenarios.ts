import { expect } from '@jest/globals';
import { closing, heightOf, privateDataOf } from '../harness/block-reader';
import type { DeliverClients, DeliverScenario } from './deliver-bench';
import { script } from './script';
import { type Call, COLLECTIONS } from './target';

const { org1, both, org2, shortLived } = COLLECTIONS;
const IMPLICIT = '_implicit_org_Org1MSP';

/** Blocks with private data. */
export const deliverPrivateScenarios: readonly DeliverScenario[] = [
    {
        title: 'gives private data of all collections that not only members may read',
        run: async ({ network, submit }) => {
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
        },
    },
    {
        title: 'gives private data also of transactions that conflict',
        run: async ({ network, target }) => {
            using blocks = closing(await network().getBlockAndPrivateDataEvents());
            const [, second] = await target.submitTogether([conflicting('1'), conflicting('2')]);
            expect(second?.validation).toBe('MVCC_READ_CONFLICT');
            expect(await privateDataOf(blocks.items, second?.txId ?? '')).toEqual({ [both]: ['deliver-conflict=2'] });
        },
    },
    {
        title: 'gives nothing of a key that was purged, nor its purge',
        run: async ({ network, submit }) => {
            const startBlock = await heightOf(network());
            const txIds = [
                await submit(['putPrivateData', both, 'deliver-p', '1'], ['putPrivateData', both, 'deliver-q', '2']),
                await submit(['purgePrivateData', both, 'deliver-p'], ['putPrivateData', both, 'deliver-r', '3']),
                await submit(['putPrivateData', both, 'deliver-p', '4']),
                await submit(['deletePrivateData', both, 'deliver-p']),
            ];
            using blocks = closing(await network().getBlockAndPrivateDataEvents({ startBlock }));
            const found: unknown[] = [];
            for (const txId of txIds) found.push(await privateDataOf(blocks.items, txId));
            expect(found).toEqual([
                { [both]: ['deliver-q=2'] },
                { [both]: ['deliver-r=3'] },
                { [both]: ['deliver-p=4'] },
                { [both]: ['deliver-p deleted'] },
            ]);
        },
    },
    {
        title: 'gives nothing of what has expired',
        run: async (clients) => {
            const { network, submit } = clients;
            const start = await heightOf(network());
            const txId = await submit(['putPrivateData', shortLived, 'deliver-s', '1']);
            expect(await fromBlock(clients, start, txId)).toEqual({ [shortLived]: ['deliver-s=1'] });
            for (const value of ['1', '2', '3']) await submit(['putState', 'deliver-s', value]);
            expect(await fromBlock(clients, start, txId)).toEqual({});
        },
    },
];

/** Two of them in one block: the second one has read what the first one writes. */
function conflicting(value: string): Call {
    return script([
        ['getState', 'deliver-conflict'],
        ['putState', 'deliver-conflict', value],
        ['putPrivateData', both, 'deliver-conflict', value],
    ]);
}

async function fromBlock({ network }: DeliverClients, startBlock: bigint, txId: string): Promise<unknown> {
    using blocks = closing(await network().getBlockAndPrivateDataEvents({ startBlock }));
    return await privateDataOf(blocks.items, txId);
}
