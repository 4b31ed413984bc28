import { describe, expect, it, jest } from '@jest/globals';
import { TransactionInvalid } from '../errors/transaction-invalid';
import { pause } from './abortable';
import { retrying } from './retry';

const invalid = (code: string, attempts: number): TransactionInvalid =>
    new TransactionInvalid({
        transaction: 'increase',
        chaincode: 'workshop',
        channel: 'mychannel',
        transactionId: 't'.repeat(64),
        blockNumber: 7n,
        code,
        attempts,
    });

describe('a policy of retries', () => {
    it('tries as often as it says, and the error says so', async () => {
        const waits: number[] = [];
        const policy = {
            attempts: 4,
            baseMs: 2,
            maxMs: 3,
            onRetry: (_: unknown, waitMs: number) => waits.push(waitMs),
        };
        const failed = retrying(policy, {}, (number) => Promise.reject(invalid('MVCC_READ_CONFLICT', number)));
        await expect(failed).rejects.toMatchObject({
            attempts: 4,
            message: expect.stringMatching(
                /^increase of workshop on mychannel is MVCC_READ_CONFLICT in block 7, and has changed nothing, and so were the 3 attempts before/,
            ),
        });
        expect(waits).toHaveLength(3);
        expect(waits.every((wait) => wait >= 0 && wait <= 3)).toBe(true);
    });

    it.each(['ENDORSEMENT_POLICY_FAILURE', 'BAD_PAYLOAD'])('tries nothing again after %s', async (code) => {
        const failed = retrying({ attempts: 4 }, {}, (number) => Promise.reject(invalid(code, number)));
        await expect(failed).rejects.toMatchObject({ attempts: 1, code });
    });

    it('tries nothing again that may be committed, or was refused', async () => {
        let tried = 0;
        const failed = retrying({ attempts: 4 }, {}, () => {
            tried += 1;
            return Promise.reject(new Error('who knows'));
        });
        await expect(failed).rejects.toThrow('who knows');
        expect(tried).toBe(1);
    });

    it.each<[how: string, fail: () => void]>([
        [
            'throws',
            () => {
                throw new Error('no metrics');
            },
        ],
        ['rejects', () => Promise.reject(new Error('no metrics'))], // as an async function does
    ])('tries again where onRetry %s, and the process is warned', async (_how, onRetry) => {
        const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
        const done = retrying({ attempts: 2, baseMs: 1, onRetry }, {}, (number) =>
            number === 1 ? Promise.reject(invalid('MVCC_READ_CONFLICT', number)) : Promise.resolve('done'),
        );
        expect(await done).toBe('done');
        expect(warned.mock.calls).toEqual([
            [`onRetry failed (no metrics): ${'t'.repeat(64)} is tried again all the same`],
        ]);
        warned.mockRestore();
    });

    it('ends its wait by a signal', async () => {
        const ending = new AbortController();
        const policy = {
            attempts: 4,
            baseMs: 2 ** 40,
            maxMs: 2 ** 40,
            onRetry: () => {
                ending.abort(new Error('enough'));
            },
        };
        const failed = retrying(policy, { signal: ending.signal }, () =>
            Promise.reject(invalid('PHANTOM_READ_CONFLICT', 1)),
        );
        await expect(failed).rejects.toThrow('enough');
    });

    it('fails by the conflict where the time of the call is over before the next attempt', async () => {
        const policy = { attempts: 4, baseMs: 2 ** 40, maxMs: 2 ** 40 };
        const end = { deadline: Date.now() + 1 };
        const failed = retrying(policy, end, (number) => Promise.reject(invalid('MVCC_READ_CONFLICT', number)));
        await expect(failed).rejects.toMatchObject({ attempts: 1, code: 'MVCC_READ_CONFLICT' });
    });

    it('waits as long as it says where that is more than a timer holds', async () => {
        jest.useFakeTimers();
        try {
            let isOver = false;
            const waiting = pause(2 ** 40, undefined).then(() => (isOver = true));
            await jest.advanceTimersByTimeAsync(1_000_000);
            expect(isOver).toBe(false);
            await jest.advanceTimersByTimeAsync(2 ** 31);
            expect(await waiting).toBe(true);
        } finally {
            jest.useRealTimers();
        }
    });
});
