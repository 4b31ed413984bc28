import { describe, expect, it } from '@jest/globals';
import { MemoryLevel } from 'memory-level';
import type { LedgerDatabase } from '../ledger/ledger-database';
import { LocalPeer } from '../local-peer';
import { envelope } from '../records/transaction-envelope';
import { type Answer, GatewayCaller, sign } from '../testing/gateway-caller';
import { LogRecorder } from '../testing/log-recorder';
import { ScriptedChaincode } from '../testing/scripted-chaincode';
import { commitStatusRequest, commitStatusResponse, submitRequest } from './gateway-messages';

const CAUSE = 'ENOSPC: no space left on device';

/** A database whose disk can be full. */
function createDisk(): { readonly database: LedgerDatabase; isFull: boolean } {
    const database: LedgerDatabase = new MemoryLevel();
    const disk = { database, isFull: false };
    const write = database.batch.bind(database) as (...operations: unknown[]) => Promise<void>;
    const batch = (...operations: unknown[]): Promise<void> =>
        disk.isFull ? Promise.reject(new Error(CAUSE)) : write(...operations);
    Object.defineProperty(database, 'batch', { value: batch });
    return disk;
}

describe('a gateway whose store fails', () => {
    it('tells who asks for the status, before and after, until the transaction is submitted again', async () => {
        const disk = createDisk();
        const logger = new LogRecorder();
        await using peer = await LocalPeer.start({ database: disk.database, logger });
        const { packageId, connect } = new ScriptedChaincode('basic:1', { run: () => undefined });
        peer.install({ name: 'basic', packageId, connect });
        const { txId, envelope: signed = Buffer.of() } = await peer.endorse({ chaincode: 'basic', function: 'run' });
        const { address } = await peer.listen();
        using caller = new GatewayCaller(address);
        const submit = (): Promise<Answer> => {
            const preparedTransaction = envelope.decode(signed);
            return caller.call('Submit', submitRequest.encode({ channelId: 'mychannel', preparedTransaction }));
        };
        const status = (): Promise<Answer> => {
            const { creator: identity } = peer.client;
            const request = commitStatusRequest.encode({ channelId: 'mychannel', transactionId: txId, identity });
            return caller.call('CommitStatus', sign(peer.client, request));
        };
        const early = status();
        disk.isFull = true;
        expect((await submit()).code).toBe('OK');
        const text = `transaction ${txId} is lost: the block was not committed: ${CAUSE}`;
        expect([await early, await status()]).toMatchObject(Array(2).fill({ code: 'INTERNAL', message: text }));
        expect(logger.texts('error')).toEqual([`the block was not committed: ${CAUSE}`]);
        disk.isFull = false;
        expect((await submit()).code).toBe('OK');
        expect(commitStatusResponse.decode((await status()).reply)).toMatchObject({ result: 0, blockNumber: 1n });
    });
});
