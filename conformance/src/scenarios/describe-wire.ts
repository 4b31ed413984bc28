import { MessageType, messageTypeName } from '@heddle/protocol';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { describeWireRules } from './describe-wire-rules';
import { PAGE_CASES, PAGE_ROWS, pageOfAnswer } from './page-cases';
import { withoutTxIds } from './scenario';
import { evaluateSteps, type Step, submitSteps } from './script';
import { COLLECTIONS, type Target, type TargetTraits } from './target';
import { WIRE_CASES, WIRE_CHAINCODE } from './wire-cases';
import { type WireAnswer, type WireRequest, wireRequest } from './wire-script';
import type { WireServer } from './wire-server';

/** A target that has WIRE_CHAINCODE, and the scenarios' chaincode behind a server that keeps what goes over the wire. */
export interface WireBench {
    readonly target: Target;
    readonly recorded: WireServer;
}

/** What goes over the wire for some steps: the messages that the chaincode sends, by their types. */
interface Traffic {
    readonly title: string;
    /** Submitted before, for the steps to find. */
    readonly given?: Step;
    readonly steps: readonly Step[];
    readonly sent: Readonly<Record<string, number>>;
    /** Where the peer takes batches; default: the same. */
    readonly batched?: Readonly<Record<string, number>>;
}

const TRAFFIC: readonly Traffic[] = [
    {
        title: 'one message for a hundred writes of one tick where the peer takes that',
        steps: [['putMany', 'wire-m', 100]],
        sent: { PUT_STATE: 100 },
        batched: { WRITE_BATCH_STATE: 1 },
    },
    {
        title: 'one message for a hundred reads of one tick where the peer takes that',
        given: ['putMany', 'wire-m', 100],
        steps: [
            ['readMany', 'wire-m', 100],
            ['putMany', 'wire-m', 100],
        ],
        sent: { GET_STATE: 100, PUT_STATE: 100 },
        batched: { GET_STATE_MULTIPLE: 1, WRITE_BATCH_STATE: 1 },
    },
    {
        title: 'one message for each private read',
        steps: [['together', ['getPrivateData', COLLECTIONS.org1, 'a'], ['getPrivateData', COLLECTIONS.org1, 'b']]],
        sent: { GET_STATE: 2 },
    },
    {
        title: 'one message for each step that waits',
        steps: [
            ['putState', 'wire-w', '1'],
            ['putState', 'wire-w', '2'],
        ],
        sent: { PUT_STATE: 2 },
    },
    {
        title: 'a batch, then its writes one by one, where one of them is refused',
        steps: [
            [
                'together',
                ['putState', 'wire-x', '1'],
                ['putPrivateData', 'none', 'k', 'v'],
                ['putState', 'wire-y', '2'],
            ],
        ],
        sent: { PUT_STATE: 3 },
        batched: { WRITE_BATCH_STATE: 1, PUT_STATE: 3 },
    },
    {
        title: 'a request for each hundred rows of a range',
        given: ['putMany', 'wire-r', 250],
        steps: [['getStateByRange', 'wire-r', 'wire-s']],
        sent: { GET_STATE_BY_RANGE: 1, QUERY_STATE_NEXT: 2 },
    },
    {
        title: 'a request to close a range that is left',
        given: ['putMany', 'wire-r', 250],
        steps: [['firstOfRange', 'wire-r', 'wire-s', 1]],
        sent: { GET_STATE_BY_RANGE: 1, QUERY_STATE_CLOSE: 1 },
    },
];

/**
 * Compares what a peer answers to single requests, and what goes over the wire to it, with what real peers do.
 * @param bench gives the target, which may come to life in a `beforeAll`
 */
export function describeWire(title: string, traits: TargetTraits, bench: () => WireBench): void {
    describe(`${title} answers`, () => {
        describeAnswers(traits, () => bench().target);
    });
    describe(`${title} gives`, () => {
        describePages(() => bench().target);
    });
    describeWireRules(title, traits, () => bench().target);
    describe(`on the wire to ${title}`, () => {
        describeTraffic(traits, bench);
    });
}

function describeAnswers(traits: TargetTraits, target: () => Target): void {
    const cases = WIRE_CASES.filter(({ needs = () => true }) => needs(traits));
    it.each(cases)('$title', async ({ requests, answers }) => {
        const got = await ask(target(), requests);
        const texts = typeof got === 'string' ? got : got.map((answer, at) => textOf(answer, answers[at]));
        expect(texts).toEqual(answers);
    });

    it('requests that it knows, and ends the stream over others, until the next call', async () => {
        const got = await ask(target(), [wireRequest('getStateMultiple', { keys: ['wire-none'] })]);
        const ended =
            'error in simulation: failed to execute transaction TX: error sending: chaincode stream terminated';
        expect(typeof got === 'string' ? withoutTxIds(got) : 'answered').toContain(
            traits.takesBatches ? 'answered' : ended,
        );
        expect(await ask(target(), [wireRequest('getState', { key: 'k' })])).toEqual([
            { type: 'RESPONSE', payload: '' },
        ]);
    });
}

function describePages(target: () => Target): void {
    beforeAll(async () => {
        const outcome = await target().submit({ chaincode: WIRE_CHAINCODE, args: [JSON.stringify(PAGE_ROWS)] });
        expect(outcome.validation).toBe('VALID');
    });

    it.each(PAGE_CASES)('$title', async ({ request, page }) => {
        const got = await ask(target(), [request]);
        expect(typeof got === 'string' ? got : got.map(pageOfAnswer)).toEqual([page]);
    });
}

function describeTraffic({ takesBatches }: TargetTraits, bench: () => WireBench): void {
    it('goes a REGISTER, and comes REGISTERED and READY with what the peer takes', () => {
        const first = bench().recorded.messages.slice(0, 3);
        const types = first.map(({ from, message }) => `${from} ${messageTypeName(message.type)}`);
        expect(types).toEqual(['chaincode REGISTER', 'peer REGISTERED', 'peer READY']);
        expect(first[2]?.message.payload.toString('hex')).toBe(takesBatches ? '080110e807180120e807' : '');
    });

    it.each(TRAFFIC)('goes $title', async ({ given, steps, sent, batched = sent }) => {
        const { target } = bench();
        if (given !== undefined) await submitSteps(target, [given]);
        expect(await sentBy(bench(), () => evaluateSteps(target, steps))).toEqual({
            ...(takesBatches ? batched : sent),
            COMPLETED: 1,
        });
    });
}

async function ask(target: Target, requests: readonly WireRequest[]): Promise<WireAnswer[] | string> {
    const outcome = await target.evaluate({ chaincode: WIRE_CHAINCODE, args: [JSON.stringify(requests)] });
    return outcome.status === 200 ? (JSON.parse(outcome.payload.toString()) as WireAnswer[]) : outcome.message;
}

/** How many messages of each type the chaincode sent for one transaction. */
async function sentBy({ recorded }: WireBench, transaction: () => Promise<unknown>): Promise<Record<string, number>> {
    const before = recorded.messages.length;
    await transaction();
    const counts: Record<string, number> = {};
    for (const { from, message } of recorded.messages.slice(before)) {
        const name = messageTypeName(message.type);
        if (from === 'chaincode') counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
}

/** What a case says of an answer: the text of an ERROR, `empty` or `ok` of a RESPONSE. */
function textOf({ type, payload }: WireAnswer, expected: string | undefined): string {
    if (type === messageTypeName(MessageType.ERROR)) return withoutTxIds(Buffer.from(payload, 'base64').toString());
    return payload === '' && expected !== 'ok' ? 'empty' : 'ok';
}
