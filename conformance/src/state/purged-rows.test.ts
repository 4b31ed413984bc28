import { collection, Context, Contract, Declares, entity, IsString, Transaction } from '@heddle/contract';
import { TestNetwork } from '@heddle/testing';
import { expect, it } from '@jest/globals';

class Patient {
    static readonly entity = entity('patient', {
        key: 'id',
        collection: collection('patients', { members: ['Org1MSP'] }),
        indexes: { byWard: ['ward'], byCard: { fields: ['card'], unique: true } },
    });
    @IsString() id!: string;
    @IsString() ward!: string;
    @IsString() card!: string;
}

const patient = (id: string, ward: string, card: string): Patient => ({ id, ward, card });
const WRITTEN_OVER = 'a patient is written under a key that this transaction purges';

/** What a transaction is to do with the rows. */
let script: (ctx: Context) => Promise<unknown>;

@Declares(Patient)
class Patients extends Contract {
    @Transaction()
    async run(ctx: Context): Promise<void> {
        await script(ctx);
    }
}

type Network = TestNetwork<{ contracts: [typeof Patients] }>;

async function start(): Promise<Network> {
    const net = await TestNetwork.start({ contracts: [Patients] as [typeof Patients] });
    await submit(net, async (ctx) => {
        await ctx.state(Patient).create(patient('p1', 'ward a', 'card 1'));
        await ctx.state(Patient).create(patient('p2', 'ward a', 'card 2'));
    });
    return net;
}

/** Submits a transaction; answers how many keys it has purged, changed and deleted. */
async function submit(net: Network, run: typeof script): Promise<number[]> {
    script = run;
    const endorsed = await net.as('ann').endorse('run');
    await endorsed.commit();
    const writes = endorsed.readWriteSet.flatMap(({ collections }) => collections.flatMap((one) => one.writes));
    const purged = writes.filter(({ isPurge }) => isPurge);
    const deleted = writes.filter(({ isPurge, isDelete }) => isDelete && !isPurge);
    return [purged.length, writes.length - purged.length - deleted.length, deleted.length];
}

it('purges a row with its entries, and with those that the transaction has taken away before', async () => {
    await using net = await start();
    const counts = await submit(net, async (ctx) => {
        await ctx.state(Patient).update('p1', { ward: 'ward b' });
        await ctx.state(Patient).purge('p1');
    });
    // The row, its card, and both wards.
    expect(counts).toEqual([4, 0, 0]);
    expect(
        await submit(net, async (ctx) => {
            await ctx.state(Patient).delete('p2');
            await ctx.state(Patient).purge('p2');
        }),
    ).toEqual([3, 0, 0]);
});

it('leaves the entry that another row has got meanwhile', async () => {
    await using net = await start();
    await submit(net, async (ctx) => {
        const patients = ctx.state(Patient);
        await patients.update('p1', { card: 'card 9' });
        await patients.update('p2', { card: 'card 1' });
        await patients.purge('p1');
    });
    await submit(net, async (ctx) => {
        await expect(ctx.state(Patient).create(patient('p3', 'ward c', 'card 1'))).rejects.toThrow('the same card');
    });
});

it.each<[string, (ctx: Context) => Promise<unknown>]>([
    ['the row', (ctx) => ctx.state(Patient).create(patient('p1', 'ward c', 'card 3'))],
    ['the row, put', (ctx) => ctx.state(Patient).put(patient('p1', 'ward a', 'card 1'))],
    ['the row, by upsert', (ctx) => ctx.state(Patient).upsert('p1', { ward: 'ward c', card: 'card 3' })],
    ['another row with its unique value', (ctx) => ctx.state(Patient).update('p2', { card: 'card 1' })],
])('refuses to write %s over a purge, which would be lost', async (_, write) => {
    await using net = await start();
    const purgeAndWrite = submit(net, async (ctx) => {
        await ctx.state(Patient).purge('p1');
        await write(ctx);
    });
    await expect(purgeAndWrite).rejects.toThrow(WRITTEN_OVER);
    // In a transaction of its own it is written.
    await submit(net, (ctx) => ctx.state(Patient).purge('p1'));
    await submit(net, write);
});

it('refuses it where the stub has purged the row, too', async () => {
    await using net = await start();
    const purgeAndWrite = submit(net, async (ctx) => {
        await ctx.stub.purgePrivateData('patients', ctx.stub.createCompositeKey('patient', ['p1']));
        await ctx.state(Patient).create(patient('p1', 'ward c', 'card 3'));
    });
    await expect(purgeAndWrite).rejects.toThrow(WRITTEN_OVER);
});
