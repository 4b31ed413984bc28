import { MessageType, requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import type { ChaincodeStub } from '../stub/chaincode-stub';
import { batches, ServedSession } from '../testing/served-session';
import { ValueSizes } from './value-sizes';

const { GET_STATE, GET_STATE_MULTIPLE } = MessageType;

async function readMany(stub: ChaincodeStub, count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, (_, index) => stub.getState(`k${index}`)));
}

/** Reads as many keys as the argument says. */
async function serve(valueSizes: ValueSizes): Promise<ServedSession> {
    const read = (stub: ChaincodeStub): Promise<void> => readMany(stub, Number(stub.getStringArgs()[0]));
    return await ServedSession.start(read, { valueSizes, capabilities: batches() });
}

async function keysAskedAtOnce({ peer }: ServedSession, txId: string, keys: number): Promise<number> {
    await peer.invoke({ txId, args: [String(keys)] });
    const { type, payload } = await peer.next({ txId });
    return type === GET_STATE ? 1 : requests.getStateMultiple.query.decode(payload).keys.length;
}

describe('the sizes of values', () => {
    it('are suspected by the largest of the reads that a lost stream was to answer', async () => {
        const sizes = new ValueSizes();
        const lost = await serve(sizes);
        const asked = [];
        for (const keys of [2, 100, 3]) asked.push(await keysAskedAtOnce(lost, `tx${keys}`, keys));
        expect(asked).toEqual([2, 100, 3]);
        await lost[Symbol.asyncDispose]();
        expect(lost.log.messages().filter((text) => text.includes('was to answer'))).toEqual([
            expect.stringContaining('a read of 100 keys at once'),
        ]);
        await using next = await serve(sizes);
        expect(await keysAskedAtOnce(next, 'tx', 100)).toBe(32);
    });

    it('are suspected no more when many reads were answered, though each was of one key', async () => {
        const sizes = new ValueSizes();
        sizes.noteLoss(2);
        let together = 0;
        await using session = await ServedSession.start(
            async (stub) => {
                for (let times = 0; times < 101; times++) await readMany(stub, 100);
            },
            { valueSizes: sizes, capabilities: batches() },
        );
        session.peer.answerAll(GET_STATE, () => Buffer.alloc(0));
        session.peer.answerAll(GET_STATE_MULTIPLE, ({ payload }) => {
            const { keys } = requests.getStateMultiple.query.decode(payload);
            together = keys.length;
            return requests.getStateMultiple.reply.encode({ values: keys.map(() => Buffer.alloc(0)) });
        });
        expect((await session.result()).status).toBe(200);
        expect(together).toBe(100);
    });
});
