import { MessageType } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { ChaincodeServer } from './hosting/chaincode-server';
import type { HostObserver } from './observer';
import type { RouterObserver } from './router/router-observer';
import { RecordedLog } from './testing/recorded-log';
import { ScriptedPeer } from './testing/scripted-peer';
import { batches, resultOf } from './testing/served-session';
import { soon } from './testing/soon';
import { startRouter } from './testing/started-router';
import { createTestChaincode } from './testing/test-chaincode';

const chaincode = createTestChaincode({
    read: (stub) => stub.getState('k'),
    fail: () => {
        throw new Error('a defect');
    },
});

const WAYS: readonly (readonly [how: string, fail: () => unknown])[] = [
    [
        'throws',
        () => {
            throw new Error('no metrics');
        },
    ],
    ['rejects', () => Promise.reject(new Error('no metrics'))],
];

/** What the log says of an observer: the methods that have failed. */
function failedMethods(log: RecordedLog): string[] {
    const found = log.messages('error').map((line) => /^the observer's (\w+) failed: no metrics; /.exec(line)?.[1]);
    return found.filter((name) => name !== undefined).sort();
}

describe.each(WAYS)('an observer that %s', (_how, method) => {
    it('costs a server no transaction and no stream, and the log says so', async () => {
        const log = new RecordedLog();
        const observer: HostObserver = {
            transactionEnded: method,
            transactionWaited: method,
            operationEnded: method,
            warningNoted: method,
            sessionOpened: method,
            registrationAccepted: method,
        };
        await using server = new ChaincodeServer(chaincode, {
            packageId: 'cc:1',
            address: '127.0.0.1:0',
            logger: log,
            observer,
            limits: { transactions: 1 },
        });
        const { address } = await server.start();
        await using peer = ScriptedPeer.dial(address);
        await peer.register(batches());
        peer.answerAll(MessageType.GET_STATE, () => Buffer.from('value'));
        const results = await Promise.all(
            ['a', 'b', 'c'].map((txId) => peer.result({ txId, args: [txId === 'b' ? 'fail' : 'read'] })),
        );
        const found = results
            .map((result) => resultOf(result))
            .map(({ payload, message }) => `${payload.toString()}${message}`);
        expect(found).toEqual(['value', expect.stringContaining('INTERNAL_ERROR'), 'value']);
        expect(failedMethods(log)).toEqual(
            expect.arrayContaining([
                'operationEnded',
                'registrationAccepted',
                'sessionOpened',
                'transactionEnded',
                'transactionWaited',
            ]),
        );
    });

    it('costs a router no transaction and no stream, and the log says so', async () => {
        await using server = new ChaincodeServer(chaincode, {
            packageId: 'cc:1',
            address: '127.0.0.1:0',
            logger: new RecordedLog(),
        });
        const { address } = await server.start();
        const observer: RouterObserver = {
            sessionOpened: method,
            registrationAccepted: method,
            routedTransactionEnded: method,
        };
        await using router = await startRouter([address], { observe: () => observer });
        await using peer = ScriptedPeer.dial(router.address);
        await peer.register();
        peer.answerAll(MessageType.GET_STATE, () => Buffer.from('value'));
        for (const txId of ['a', 'b'])
            expect(resultOf(await peer.result({ txId, args: ['read'] })).payload.toString()).toBe('value');
        const names = ['registrationAccepted', 'routedTransactionEnded', 'sessionOpened'];
        await soon(() => failedMethods(router.log).length === names.length);
        expect(failedMethods(router.log)).toEqual(names);
    });
});
