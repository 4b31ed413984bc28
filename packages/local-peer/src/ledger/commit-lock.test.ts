import { describe, expect, it } from '@jest/globals';
import { CommitLock } from './commit-lock';

/** Tells what has happened, in order, once all that can happen has. */
async function settled(events: readonly string[]): Promise<readonly string[]> {
    await new Promise(setImmediate);
    return [...events];
}

describe('a commit lock', () => {
    it('is shared by simulations, and a commit waits for all of them', async () => {
        const lock = new CommitLock();
        const events: string[] = [];
        const releases = [await lock.share(), await lock.share()];
        void lock.exclude().then(() => events.push('commit'));
        releases[0]?.();
        expect(await settled(events)).toEqual([]);
        releases[1]?.();
        expect(await settled(events)).toEqual(['commit']);
    });

    it('simulations that come behind a waiting commit wait for it', async () => {
        const lock = new CommitLock();
        const events: string[] = [];
        const release = await lock.share();
        const commit = lock.exclude();
        void lock.share().then(() => events.push('simulation'));
        void lock.share().then(() => events.push('simulation'));
        release();
        const releaseCommit = await commit;
        expect(await settled(events)).toEqual([]);
        releaseCommit();
        expect(await settled(events)).toEqual(['simulation', 'simulation']);
    });

    it('given back twice is given back once', async () => {
        const lock = new CommitLock();
        const events: string[] = [];
        const release = await lock.share();
        await lock.share();
        void lock.exclude().then(() => events.push('commit'));
        release();
        release();
        expect(await settled(events)).toEqual([]);
    });
});
