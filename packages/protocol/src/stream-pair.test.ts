import { describe, expect, it } from '@jest/globals';
import { testMessageStream } from './message-stream.suite';
import { createStreamPair } from './stream-pair';

describe('a stream pair', () => {
    testMessageStream(() => {
        const [one, other] = createStreamPair();
        return Promise.resolve({ one, other, close: () => Promise.resolve() });
    });

    it('throws the reason for its closing itself, behind the frames sent before', async () => {
        const [one, other] = createStreamPair();
        const reason = new Error('out of order');
        await one.send(Buffer.from('sent before'));
        await one.close(reason);
        const received: string[] = [];
        const reading = (async (): Promise<void> => {
            for await (const frame of other.incoming) received.push(Buffer.from(frame).toString());
        })();
        await expect(reading).rejects.toBe(reason);
        expect(received).toEqual(['sent before']);
    });

    it('never delivers within the call of send', async () => {
        const [one, other] = createStreamPair();
        let received = false;
        const reading = other.incoming[Symbol.asyncIterator]()
            .next()
            .then(() => {
                received = true;
            });
        const sending = one.send(Buffer.from('frame'));
        expect(received).toBe(false);
        await Promise.all([sending, reading]);
        expect(received).toBe(true);
    });
});
