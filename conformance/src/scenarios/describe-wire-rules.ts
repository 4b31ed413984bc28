import { decodeMessage, keyModification, MessageType, requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { evaluateSteps, submitSteps } from './script';
import { type Outcome, SCENARIO_CHAINCODE, type Target, type TargetTraits } from './target';
import { WIRE_CHAINCODE } from './wire-cases';
import { type WireAnswer, type WireEnd, type WireRequest, wireRequest } from './wire-script';

/** Rules of the wire that take more than one transaction to see, or more than the text of an answer. */
export function describeWireRules(title: string, { takesBatches }: TargetTraits, target: () => Target): void {
    describe(`${title} on the wire`, () => {
        describeRequests(target);
        describeWrites(target);
        describeEnds(target);
        if (takesBatches) describeBatches(target);
    });
}

function describeRequests(target: () => Target): void {
    it('drops a request of a transaction that waits for the answer to another one', async () => {
        const chaincodeId = { name: SCENARIO_CHAINCODE };
        const args = ['script', '[["sleep",1500]]'].map((arg) => Buffer.from(arg));
        const slow = wireRequest('invokeChaincode', { chaincodeId, input: { args } });
        const dropped = { ...wireRequest('getState', { key: 'k' }), waitMs: 300 };
        const answers = await evaluated(target(), [
            { ...slow, meanwhile: dropped },
            wireRequest('getStateByRange', { startKey: 'wire-none', endKey: 'wire-none0' }),
        ]);
        expect(answers.map(({ type }) => type)).toEqual(['RESPONSE', 'RESPONSE']);
        const [first = '', second = ''] = answers.map(({ payload }) => payload);
        // Each answer is the one to its request; had the dropped one been answered, they would be one place off.
        expect(decodeMessage(Buffer.from(first, 'base64')).type).toBe(MessageType.COMPLETED);
        expect(requests.getStateByRange.reply.decode(Buffer.from(second, 'base64')).id).not.toBe('');
    });

    it('ends an iterator that is left open with its transaction', async () => {
        await submitSteps(target(), [['putMany', 'wire-open', 250]]);
        const open = wireRequest('getStateByRange', { startKey: '\x01', endKey: '' });
        expect((await evaluated(target(), [open])).map(({ type }) => type)).toEqual(['RESPONSE']);
        // An iterator that lives on would hold off this commit.
        await submitSteps(target(), [['putState', 'wire-after', '1']]);
    });

    it('holds a commit off while a transaction runs', async () => {
        const order: string[] = [];
        const running = evaluateSteps(target(), [['sleep', 2_000]]).then(() => order.push('evaluated'));
        await new Promise((resolve) => setTimeout(resolve, 300));
        await submitSteps(target(), [['putState', 'wire-held', '1']]);
        order.push('committed');
        await running;
        expect(order).toEqual(['evaluated', 'committed']);
    });
}

function describeWrites(target: () => Target): void {
    const put = (value: string): WireRequest => wireRequest('putState', { key: 'wire-e', value: Buffer.from(value) });

    it('takes a write of an empty value for a delete', async () => {
        await submitted(target(), [put('v')]);
        expect(await valuesOf(target(), ['wire-e'])).toEqual(['v']);
        await submitted(target(), [put('')]);
        expect(await valuesOf(target(), ['wire-e'])).toEqual(['']);
        const [answer] = await evaluated(target(), [wireRequest('getHistoryForKey', { key: 'wire-e' })]);
        const { results } = requests.getHistoryForKey.reply.decode(Buffer.from(answer?.payload ?? '', 'base64'));
        const changes = results.map(({ resultBytes }) => keyModification.decode(resultBytes).isDelete);
        expect(changes).toEqual([true, false]);
    });
}

function describeBatches(target: () => Target): void {
    it('stops a batch at its first bad record, and keeps those before', async () => {
        const records = [
            { type: MessageType.PUT_STATE, key: 'wire-before', value: Buffer.from('v') },
            { type: MessageType.PUT_STATE, key: 'wire-bad', value: Buffer.from('v'), collection: 'none' },
            { type: MessageType.PUT_STATE, key: 'wire-behind', value: Buffer.from('v') },
        ];
        const [answer] = await submitted(target(), [wireRequest('writeBatchState', { records })]);
        expect(answer?.type).toBe('ERROR');
        expect(await valuesOf(target(), ['wire-before', 'wire-bad', 'wire-behind'])).toEqual(['v', '', '']);
    });

    it('takes batches that are larger than it announced', async () => {
        const keys = Array.from({ length: 1001 }, (_, index) => `wire-many${index}`);
        const records = keys.map((key) => ({ type: MessageType.PUT_STATE, key, value: Buffer.from('v') }));
        const answers = await evaluated(target(), [
            wireRequest('getStateMultiple', { keys }),
            wireRequest('writeBatchState', { records }),
        ]);
        expect(answers.map(({ type }) => type)).toEqual(['RESPONSE', 'RESPONSE']);
    });
}

function describeEnds(target: () => Target): void {
    it.each<[string, WireEnd, Pick<Outcome, 'status' | 'message'>]>([
        ['a status below 200', { status: 199, message: 'odd' }, { status: 199, message: 'odd' }],
        [
            'an ERROR',
            { error: 'the reason' },
            { status: 500, message: 'error in simulation: transaction returned with failure: the reason' },
        ],
    ])('fails a transaction that ends with %s', async (_what, end, expected) => {
        for (const how of ['evaluate', 'submit'] as const) {
            const outcome = await target()[how](call([], end));
            expect(outcome).toMatchObject({ ...expected, validation: undefined, payload: Buffer.alloc(0) });
        }
    });
}

function call(script: readonly WireRequest[], end: WireEnd = {}): { chaincode: string; args: string[] } {
    return { chaincode: WIRE_CHAINCODE, args: [JSON.stringify(script), JSON.stringify(end)] };
}

async function evaluated(target: Target, script: readonly WireRequest[]): Promise<WireAnswer[]> {
    return answersOf(await target.evaluate(call(script)));
}

async function submitted(target: Target, script: readonly WireRequest[]): Promise<WireAnswer[]> {
    const outcome = await target.submit(call(script));
    expect(outcome.validation).toBe('VALID');
    return answersOf(outcome);
}

async function valuesOf(target: Target, keys: readonly string[]): Promise<string[]> {
    const answers = await evaluated(
        target,
        keys.map((key) => wireRequest('getState', { key })),
    );
    return answers.map(({ payload }) => Buffer.from(payload, 'base64').toString());
}

function answersOf({ status, message, payload }: Outcome): WireAnswer[] {
    if (status !== 200) throw new Error(`the transaction failed with ${status}: ${message}`);
    return JSON.parse(payload.toString()) as WireAnswer[];
}
