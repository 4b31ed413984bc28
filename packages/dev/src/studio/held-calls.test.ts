import { randomUUID } from 'node:crypto';
import type { ApiError, CallAnswer, HeldCall } from '@heddle/studio';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ServedStudio } from '../testing/served-studio';

const MIB = 1024 * 1024;

interface Answered {
    readonly status: number;
    readonly id: string | undefined;
    readonly error: ApiError | undefined;
}

describe('held calls', () => {
    let studio: ServedStudio;
    beforeAll(async () => {
        studio = await ServedStudio.start();
    });
    afterEach(async () => {
        for (const { id } of await held()) await studio.ask(`held/${id}`, { method: 'DELETE' });
    });
    afterAll(async () => {
        await studio[Symbol.asyncDispose]();
    });

    /** Holds a call that writes so many keys of a size. */
    async function hold(count: number, size: number): Promise<Answered> {
        const identity = { mspId: 'Org1MSP', user: 'User1' };
        const called = { chaincode: 'store', function: 'putMany', args: [String(count), String(size)] };
        const body = JSON.stringify({ callId: randomUUID(), mode: 'hold', ...called, identity });
        const { status, text } = await studio.ask('calls', { method: 'POST', body });
        const { transaction, error } = JSON.parse(text) as CallAnswer & { readonly error?: ApiError };
        return { status, id: transaction?.id, error };
    }

    async function held(): Promise<readonly HeldCall[]> {
        return await studio.read<readonly HeldCall[]>('held');
    }

    it('H1 are 20 at most; what is more is refused before it is run', async () => {
        for (let count = 0; count < 20; count++) expect(await hold(1, 1)).toMatchObject({ status: 200 });
        const { items } = await studio.read<{ readonly items: readonly object[] }>('transactions');
        expect(await hold(1, 1)).toMatchObject({ status: 429, error: { message: '20 calls are held' } });
        expect(await held()).toHaveLength(20);
        expect((await studio.read<{ readonly items: readonly object[] }>('transactions')).items).toEqual(items);
    });

    it('H1 have 32 MiB together at most, and can be held again when others are committed', async () => {
        const ids: string[] = [];
        for (let count = 0; count < 3; count++) ids.push((await hold(10, MIB)).id ?? '');
        expect(await hold(10, MIB)).toMatchObject({
            status: 429,
            error: {
                code: 'TOO_MANY',
                message: expect.stringMatching(
                    /^this call has 10\.\d MiB, and 30\.\d MiB are held; held calls have 32\.0 MiB together at most$/,
                ),
                remedy: 'commit those that are held, or forget them',
            },
        });
        expect((await held()).map(({ id }) => id)).toEqual(ids);
        const body = JSON.stringify({ ids: ids.slice(0, 1) });
        expect(await studio.read('held/commit', { method: 'POST', body })).toEqual([{ id: ids[0], code: 'VALID' }]);
        expect(await hold(10, MIB)).toMatchObject({ status: 200 });
    });

    it('H1 are not held where one alone has more', async () => {
        expect(await hold(33, MIB)).toMatchObject({
            status: 413,
            error: { code: 'TOO_LARGE', message: expect.stringContaining('33.'), remedy: 'submit it at once' },
        });
        expect(await held()).toEqual([]);
    });

    it('stay where one that is to be committed with them is not held', async () => {
        const { id = '' } = await hold(1, 1);
        const body = JSON.stringify({ ids: [id, 'a'.repeat(64)] });
        expect((await studio.ask('held/commit', { method: 'POST', body })).status).toBe(404);
        expect((await held()).map((one) => one.id)).toEqual([id]);
    });
});
