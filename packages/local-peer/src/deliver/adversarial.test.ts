import { requests } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LocalPeer } from '../local-peer';
import { DeliverCaller, seekEnvelope } from '../testing/deliver-caller';
import { ScriptedChaincode } from '../testing/scripted-chaincode';

const VALUE = 'v'.repeat(256 * 1024);
const MANY_BLOCKS = 150;

describe('Deliver, when things go wrong,', () => {
    let peer: LocalPeer;
    let address: string;
    /** How often the peer has looked at a certificate's time, which it does for each block that it delivers. */
    let checks: number;

    beforeEach(async () => {
        checks = 0;
        const clock = (): Date => {
            checks++;
            return new Date();
        };
        peer = await LocalPeer.start({ clock });
        const { packageId, connect } = new ScriptedChaincode('basic:1', {
            async put({ ask }, key = '') {
                await ask(requests.putState, { key, value: Buffer.from(VALUE) });
            },
        });
        peer.install({ name: 'basic', packageId, connect });
        ({ address } = await peer.listen());
    });

    afterEach(() => peer.close());

    async function put(count = 1): Promise<void> {
        for (let index = 0; index < count; index++)
            await peer.submit({ chaincode: 'basic', function: 'put', args: ['k'] });
    }

    it.each(['Deliver', 'DeliverFiltered', 'DeliverWithPrivateData'])('%s ends over garbage', async (method) => {
        using caller = new DeliverCaller(address, method);
        caller.stream.write(Buffer.from('garbage'));
        expect(await caller.ended).toMatch(/^INTERNAL: grpc: failed to unmarshal the received message/);
    });

    it('a request behind one that was refused is not answered', async () => {
        using caller = new DeliverCaller(address, 'Deliver');
        caller.stream.write(seekEnvelope(peer.client, { start: 2, stop: 1 }));
        caller.stream.write(seekEnvelope(peer.client, { start: 0, stop: 0 }));
        expect(await caller.receive(1)).toEqual(['NOT_FOUND']);
        expect(await caller.ended).toBe('OK: OK');
        expect(caller.responses).toHaveLength(1);
    });

    it('a client that does not read holds the delivery back, and gets all once it reads', async () => {
        await put(MANY_BLOCKS);
        using caller = new DeliverCaller(address, 'Deliver');
        caller.stream.write(seekEnvelope(peer.client, { start: 0, stop: MANY_BLOCKS }));
        const before = checks;
        // The peer goes on with other work meanwhile.
        await put(5);
        expect(checks - before).toBeLessThan(MANY_BLOCKS);
        const answers = await caller.receive(MANY_BLOCKS + 2);
        expect(answers.at(-1)).toBe('SUCCESS');
        expect(answers.slice(0, -1)).toEqual(Array.from({ length: MANY_BLOCKS + 1 }, (_, index) => String(index)));
    });

    it('a client that cancels leaves no listener behind', async () => {
        const caller = new DeliverCaller(address, 'Deliver');
        caller.stream.write(seekEnvelope(peer.client, { start: 0 }));
        await caller.receive(1);
        caller[Symbol.dispose]();
        expect(await caller.ended).toMatch(/^CANCELLED/);
        using next = new DeliverCaller(address, 'Deliver');
        next.stream.write(seekEnvelope(peer.client, { start: 1, stop: 1 }));
        await put();
        expect(await next.receive(2)).toEqual(['1', 'SUCCESS']);
    });

    it('a peer that is closed ends the call in the middle of it', async () => {
        using caller = new DeliverCaller(address, 'Deliver');
        caller.stream.write(seekEnvelope(peer.client, { start: 0 }));
        await caller.receive(1);
        await peer.close();
        expect(await caller.ended).toMatch(/^(UNAVAILABLE|CANCELLED|INTERNAL)/);
    });

    it('many clients at once each get all blocks', async () => {
        await put(3);
        const callers = Array.from({ length: 10 }, () => new DeliverCaller(address, 'DeliverFiltered'));
        for (const { stream } of callers) stream.write(seekEnvelope(peer.client, { start: 0, stop: 4 }));
        await put();
        for (const caller of callers) {
            expect(await caller.receive(6)).toEqual(['0', '1', '2', '3', '4', 'SUCCESS']);
            caller[Symbol.dispose]();
        }
    });
});
