import { MessageType } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { error, success } from '../chaincode';
import type { HostObserver, OperationReport, TransactionReport } from '../observer';
import { nameTransaction } from '../stub/hidden-calls';
import { deferred } from '../testing/deferred';
import { batches, quiescence, ServedSession, type TransactionFunction } from '../testing/served-session';
import { settlementOf } from '../testing/settlement-of';

class Recorder implements HostObserver {
    readonly transactions: TransactionReport[] = [];
    readonly operations: OperationReport[] = [];

    transactionEnded(report: TransactionReport): void {
        this.transactions.push(report);
    }

    operationEnded(report: OperationReport): void {
        this.operations.push(report);
    }
}

function start(
    run: TransactionFunction,
    more: Parameters<typeof ServedSession.start>[1] = {},
): {
    readonly observer: Recorder;
    readonly starting: Promise<ServedSession>;
} {
    const observer = new Recorder();
    return { observer, starting: ServedSession.start(run, { observer, ...more }) };
}

describe('an observed session', () => {
    it('tells of each transaction its name, the status that it answers with, and its time', async () => {
        const { observer, starting } = start((stub) => {
            const [fcn = ''] = stub.getStringArgs();
            if (fcn !== 'raw') nameTransaction(stub, { contract: 'cars', name: fcn });
            if (fcn === 'throw') throw new Error('a defect');
            return fcn === 'refuse' ? { ...error('no'), status: 404 } : success();
        });
        await using session = await starting;
        for (const fcn of ['create', 'refuse', 'throw', 'raw']) await session.result({ txId: fcn, args: [fcn] });
        const names = observer.transactions.map(({ txId, channelId, name, status }) => [txId, channelId, name, status]);
        expect(names).toEqual([
            ['create', 'ch', { contract: 'cars', name: 'create' }, 200],
            ['refuse', 'ch', { contract: 'cars', name: 'refuse' }, 404],
            ['throw', 'ch', { contract: 'cars', name: 'throw' }, 500],
            ['raw', 'ch', undefined, 200],
        ]);
        for (const { durationMs } of observer.transactions) expect(durationMs).toBeGreaterThanOrEqual(0);
        const failed = session.log.lines.filter(({ level }) => level === 'error');
        expect(failed.map(({ fields }) => fields)).toMatchObject([
            { channelId: 'ch', txId: 'throw', contract: 'cars', function: 'throw' },
        ]);
    });

    it('tells the status that is sent, where it is not what the function returned', async () => {
        const { observer, starting } = start((stub) => {
            void stub.putState('a', '1');
            return success();
        });
        await using session = await starting;
        expect((await session.result()).status).toBe(500);
        expect(observer.transactions).toMatchObject([{ status: 500 }]);
    });

    it('tells of each request its type and whether the peer answered with an error', async () => {
        const { observer, starting } = start(
            async (stub) => {
                await Promise.all([stub.getState('a'), stub.getState('b')]);
                await settlementOf(stub.putState('c', '1'));
            },
            { capabilities: batches() },
        );
        await using session = await starting;
        await session.peer.invoke();
        const read = await session.peer.next({ type: MessageType.GET_STATE_MULTIPLE });
        // An error, so that the keys are asked for one by one.
        await session.peer.refuse(read, 'no');
        for (let key = 0; key < 2; key++) {
            await session.peer.answer(await session.peer.next({ type: MessageType.GET_STATE }));
        }
        await session.peer.refuse(await session.peer.next({ type: MessageType.PUT_STATE }), 'no');
        await session.peer.next({ type: MessageType.COMPLETED });
        expect(observer.operations.map(({ type, isError }) => [type, isError])).toEqual([
            ['GET_STATE_MULTIPLE', true],
            ['GET_STATE', false],
            ['GET_STATE', false],
            ['PUT_STATE', true],
        ]);
    });

    it('counts no answer that nobody asked for', async () => {
        const gate = deferred();
        const { observer, starting } = start(() => gate.promise);
        await using session = await starting;
        await session.peer.invoke();
        await session.peer.send({ type: MessageType.RESPONSE, channelId: 'ch', txId: 'tx1' });
        await quiescence();
        gate.resolve();
        await session.peer.next({ type: MessageType.COMPLETED });
        expect(observer.operations).toEqual([]);
    });

    it('tells once, and without a status, of what could not be answered', async () => {
        const gate = deferred();
        const { observer, starting } = start(() => gate.promise);
        const session = await starting;
        await session.peer.invoke({ txId: 'twice' });
        await quiescence();
        await session.peer.invoke({ txId: 'twice' });
        await quiescence();
        expect(observer.transactions).toMatchObject([{ txId: 'twice', status: undefined }]);
        await session.peer.close();
        await session.running;
        gate.resolve();
        await quiescence();
        expect(observer.transactions).toMatchObject([
            { txId: 'twice', status: undefined },
            { txId: 'twice', status: undefined },
        ]);
    });
});
