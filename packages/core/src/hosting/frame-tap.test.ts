import { join } from 'node:path';
import { ServerCredentials } from '@grpc/grpc-js';
import { decodeMessage, messageTypeName, streamOfServerCall } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { type FrameTap, type TappedSession, withFrameTap } from '../session/frame-tap';
import { deferred } from '../testing/deferred';
import { ModelPeer } from '../testing/model-peer';
import { RecordedLog } from '../testing/recorded-log';
import { RegisterServer } from '../testing/register-server';
import { ScriptedPeer } from '../testing/scripted-peer';
import { TRANSPORTS } from '../testing/transports';
import { workerChaincode } from '../testing/worker-chaincode';
import { ChaincodeClient } from './chaincode-client';
import { ChaincodeServer } from './chaincode-server';

const FILENAME = join(__dirname, '../testing/worker-chaincode.js');
const BASICS = { packageId: 'cc:1', mspId: 'Org1MSP', logger: new RecordedLog() };

/** Keeps what it is told, a line for each. */
class RecordedTap implements FrameTap {
    readonly lines: string[] = [];
    readonly over = deferred();

    received(frame: Uint8Array): void {
        this.lines.push(`> ${describeFrame(frame)}`);
    }

    sent(frame: Uint8Array): void {
        this.lines.push(`< ${describeFrame(frame)}`);
    }

    ended(reason: Error | undefined): void {
        this.lines.push(`ended${reason === undefined ? '' : ` by ${reason.name}`}`);
        this.over.resolve();
    }
}

function describeFrame(frame: Uint8Array): string {
    const { type, txId } = decodeMessage(frame);
    return `${messageTypeName(type)} ${txId}`.trimEnd();
}

const SESSION = ['< REGISTER', '> REGISTERED', '> READY'];

function copyOf(txId: string): string[] {
    const steps = ['> TRANSACTION', '< GET_STATE', '> RESPONSE', '< PUT_STATE', '> RESPONSE', '< COMPLETED'];
    return steps.map((step) => `${step} ${txId}`);
}

async function copy(peer: ScriptedPeer, txId: string): Promise<void> {
    new ModelPeer({ a: 'value' }).answer(peer);
    await peer.result({ txId, args: ['copy', 'a', 'b'] });
}

describe('a frame tap', () => {
    it.each(TRANSPORTS)('sees all frames of a stream in one order, and its end: %s', async (_name, transport) => {
        const tap = new RecordedTap();
        const sessions: TappedSession[] = [];
        const createTap = (session: TappedSession): FrameTap => {
            sessions.push(session);
            return tap;
        };
        const options = { ...BASICS, address: '127.0.0.1:0', transport };
        await using server = new ChaincodeServer(workerChaincode, withFrameTap(options, createTap));
        const peer = ScriptedPeer.dial((await server.start()).address);
        await peer.register();
        await copy(peer, 'tx1');
        await peer.close();
        await tap.over.promise;
        expect(tap.lines).toEqual([...SESSION, ...copyOf('tx1'), expect.stringMatching(/^ended/)]);
        expect(sessions).toEqual([
            {
                packageId: 'cc:1',
                mspId: 'Org1MSP',
                coalesce: true,
                transactionTimeoutMs: 0,
                workers: 0,
                remote: expect.stringMatching(/^(::ffff:)?127\.0\.0\.1:\d+$/),
            },
        ]);
    });

    it('sees the frames of worker threads, and no registration of theirs', async () => {
        const tap = new RecordedTap();
        const options = { ...BASICS, address: '127.0.0.1:0', workers: { count: 1, filename: FILENAME } };
        await using server = new ChaincodeServer(
            workerChaincode,
            withFrameTap(options, () => tap),
        );
        await using peer = ScriptedPeer.dial((await server.start()).address);
        await peer.register();
        await copy(peer, 'tx1');
        await peer.result({ txId: 'tx2', args: ['exit'] });
        expect(tap.lines).toEqual([...SESSION, ...copyOf('tx1'), '> TRANSACTION tx2', '< COMPLETED tx2']);
    });

    it('sees those of a stream that the chaincode has dialled', async () => {
        const tap = new RecordedTap();
        const accepted = deferred<ScriptedPeer>();
        using register = await RegisterServer.listen((call) => {
            accepted.resolve(new ScriptedPeer(streamOfServerCall(call)));
        }, ServerCredentials.createInsecure());
        const options = { ...BASICS, address: `127.0.0.1:${register.port}` };
        const running = new ChaincodeClient(
            workerChaincode,
            withFrameTap(options, () => tap),
        ).run();
        const peer = await accepted.promise;
        await peer.register();
        await copy(peer, 'tx1');
        await peer.close();
        await running;
        expect(tap.lines).toEqual([...SESSION, ...copyOf('tx1'), 'ended']);
    });
});
