import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { checkpointers } from '@hyperledger/fabric-gateway';
import { describe, expect, it } from '@jest/globals';
import { CheckpointFile } from './checkpoint-file';

const EVENT = { transactionId: 'a1', chaincodeName: 'basic', eventName: 'Made', payload: new Uint8Array() };

describe('a checkpoint file', () => {
    it('is what the official client writes and reads', async () => {
        using folder = new TemporaryFolder();
        const file = join(folder.path, 'checkpoint.json');
        const ours = new CheckpointFile(file);
        expect([ours.getBlockNumber(), ours.getTransactionId()]).toEqual([undefined, undefined]);
        ours.handled({ ...EVENT, blockNumber: 2n ** 60n });
        const theirs = await checkpointers.file(file);
        expect([theirs.getBlockNumber(), theirs.getTransactionId()]).toEqual([2n ** 60n, 'a1']);
        await theirs.checkpointBlock(6n);
        const again = new CheckpointFile(file);
        expect([again.getBlockNumber(), again.getTransactionId()]).toEqual([7n, undefined]);
        expect(existsSync(`${file}.new`)).toBe(false);
    });

    it.each(['{', '5', 'null', '{"blockNumber":5}', '{"blockNumber":"x"}', '{"transactionId":5}', '{"version":1}'])(
        'is not %s, which is left as it is',
        (content) => {
            using folder = new TemporaryFolder();
            const file = folder.write('checkpoint.json', content);
            expect(() => new CheckpointFile(file)).toThrow(`${file} is no checkpoint: give --checkpoint a file that`);
            expect(readFileSync(file, 'utf8')).toBe(content);
        },
    );

    it('is a mistake where it cannot be written', () => {
        using folder = new TemporaryFolder();
        expect(() => new CheckpointFile(join(folder.path, 'none', 'file'))).toThrow(
            /none.file cannot be written \(ENOENT/,
        );
    });
});
