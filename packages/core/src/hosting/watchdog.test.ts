import { createStreamPair, MessageType } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SessionRunner } from '../session/session-runner';
import { RecordedLog } from '../testing/recorded-log';
import { ScriptedPeer } from '../testing/scripted-peer';
import { createTestChaincode } from '../testing/test-chaincode';
import { ChaincodeServer } from './chaincode-server';
import { watchRegistration } from './watchdog';

describe('the watch on registrations', () => {
    let log: RecordedLog;
    let server: ChaincodeServer | undefined;
    let address: string;

    beforeEach(() => {
        log = new RecordedLog();
    });
    afterEach(async () => {
        await server?.close({ graceMs: 0 });
    });

    async function start(registrationTimeoutMs: number): Promise<void> {
        server = new ChaincodeServer(createTestChaincode({ echo: (_stub, text) => text }), {
            packageId: 'cc:wrong',
            address: '127.0.0.1:0',
            logger: log,
            registrationTimeoutMs,
        });
        ({ address } = await server.start());
    }

    it('names the id and the remedy, and ends the stream', async () => {
        await start(20);
        await using peer = ScriptedPeer.dial(address);
        await peer.next({ type: MessageType.REGISTER });
        const { level, message } = await log.line('did not accept');
        expect(level).toBe('error');
        expect(message).toMatch(
            /^the peer at 127\.0\.0\.1:\d+ did not accept package id cc:wrong within 20 ms: compare it with what `peer lifecycle chaincode queryinstalled` shows there, and correct CORE_CHAINCODE_ID$/,
        );
        expect(await peer.ended).toMatchObject({
            message: expect.stringContaining('did not accept package id cc:wrong'),
        });
        expect(server?.sessionCount).toBe(0);
    });

    it('leaves a second stream of a peer that accepted the id on another one', async () => {
        await start(500);
        await using healthy = ScriptedPeer.dial(address);
        await healthy.register();
        await using refused = ScriptedPeer.dial(address);
        await refused.next({ type: MessageType.REGISTER });
        const { level, message } = await log.line('a second stream');
        expect(level).toBe('error');
        expect(message).toContain(
            'on which it does not accept cc:wrong: two packages point at this address; each package id needs its own',
        );
        expect(server?.sessionCount).toBe(2);
        expect((await healthy.result({ args: ['echo', 'still here'] })).payload.toString()).toContain('still here');
    });

    it('says nothing of a registration that was accepted', async () => {
        await start(500);
        await using accepted = ScriptedPeer.dial(address);
        await accepted.register();
        await using refused = ScriptedPeer.dial(address);
        // It came later, so that its time is over later, too.
        await refused.next({ type: MessageType.REGISTER });
        await log.line('a second stream');
        expect(log.messages('error')).toHaveLength(1);
    });

    it('takes a stream that is given up before it is accepted for no error', async () => {
        await start(500);
        const peer = ScriptedPeer.dial(address);
        await peer.next({ type: MessageType.REGISTER });
        await peer.close(new Error('given up'));
        await log.line('the stream ended while the session was created');
        await using other = ScriptedPeer.dial(address);
        await log.line('did not accept');
        expect(log.messages('error')).toHaveLength(1);
        expect(await other.ended).toBeDefined();
    });

    it('does not watch where it is told not to', () => {
        jest.useFakeTimers();
        try {
            const [stream] = createStreamPair();
            const session = { packageId: 'cc:1', chaincode: createTestChaincode(), logger: log };
            const runner = new SessionRunner(stream, session);
            const watched = { ...session, runner, remote: 'peer0', isServedOtherwise: () => false };
            watchRegistration(watched, 0)();
            expect(jest.getTimerCount()).toBe(0);
            const endWatch = watchRegistration(watched, 1);
            expect(jest.getTimerCount()).toBe(1);
            endWatch();
            expect(jest.getTimerCount()).toBe(0);
        } finally {
            jest.useRealTimers();
        }
    });
});
