import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SessionRunner } from '@heddle/core';
import { messageTypeName, MessageType, type MessageStream } from '@heddle/protocol';
import { withoutTxIds } from '../scenarios/scenario';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { evaluateSteps, submitSteps, valueOf, type Step } from '../scenarios/script';
import { SCENARIO_CHAINCODE } from '../scenarios/target';
import { WIRE_CASES, WIRE_CHAINCODE } from '../scenarios/wire-cases';
import { serveWireScripts, wireRequest, type WireAnswer, type WireRequest } from '../scenarios/wire-script';
import { WireServer } from '../scenarios/wire-server';
import { networkOptionsOfRun } from './conformance-run';
import { chaincodeLogger, define, install } from './deployment';
import { FabricNetwork } from './fabric-network';
import { GatewayTarget } from './gateway-target';
import { SCENARIO_COLLECTIONS } from './scenario-collections';

const options = networkOptionsOfRun();
const takesBatches = options.binaries.line !== '2.5';
const traits = { takesBatches, takesSelectors: false };
const open: AsyncDisposable[] = [];
let target: GatewayTarget;
let recorded: WireServer;

async function serve(
    network: FabricNetwork,
    name: string,
    session: (stream: MessageStream, packageId: string) => Promise<void>,
): Promise<WireServer> {
    const definition = { name, collections: SCENARIO_COLLECTIONS };
    const installed = await install(network, definition);
    const server = new WireServer((stream) => session(stream, installed.packageId));
    open.unshift(server);
    await server.listen(installed.address);
    await define(network, definition, installed);
    return server;
}

beforeAll(async () => {
    const network = await FabricNetwork.start(options);
    open.push(network);
    const logger = chaincodeLogger(network);
    await serve(network, WIRE_CHAINCODE, serveWireScripts);
    recorded = await serve(network, SCENARIO_CHAINCODE, (stream, packageId) =>
        new SessionRunner(stream, { packageId, chaincode: scenarioChaincode, logger }).run(),
    );
    target = new GatewayTarget(network);
    open.unshift({
        [Symbol.asyncDispose]: () => {
            target.close();
            return Promise.resolve();
        },
    });
});

afterAll(async () => {
    for (const one of open) await one[Symbol.asyncDispose]();
});

async function ask(requests: readonly WireRequest[]): Promise<WireAnswer[] | string> {
    const outcome = await target.evaluate({ chaincode: WIRE_CHAINCODE, args: [JSON.stringify(requests)] });
    return outcome.status === 200 ? (JSON.parse(outcome.payload.toString()) as WireAnswer[]) : outcome.message;
}

describe(`a peer of Fabric ${options.binaries.version} answers`, () => {
    it.each(WIRE_CASES.filter(({ needs = () => true }) => needs(traits)))('$title', async ({ requests, answers }) => {
        const got = await ask(requests);
        const texts = typeof got === 'string' ? got : got.map((answer, at) => textOf(answer, answers[at]));
        expect(texts).toEqual(answers);
    });

    it('requests that it knows, and ends the stream over others, until the next call', async () => {
        const got = await ask([wireRequest('getStateMultiple', { keys: ['wire-none'] })]);
        const ended =
            'error in simulation: failed to execute transaction TX: error sending: chaincode stream terminated';
        expect(typeof got === 'string' ? withoutTxIds(got) : 'answered').toContain(takesBatches ? 'answered' : ended);
        expect(await ask([wireRequest('getState', { key: 'k' })])).toEqual([{ type: 'RESPONSE', payload: '' }]);
    });
});

describe(`on the wire to a peer of Fabric ${options.binaries.version}`, () => {
    it('goes a REGISTER, and comes REGISTERED and READY with what the peer takes', () => {
        const types = recorded.messages
            .slice(0, 3)
            .map(({ from, message }) => `${from} ${messageTypeName(message.type)}`);
        expect(types).toEqual(['chaincode REGISTER', 'peer REGISTERED', 'peer READY']);
        expect(recorded.messages[2]?.message.payload.toString('hex')).toBe(takesBatches ? '080110e807180120e807' : '');
    });

    it('goes one message for a hundred reads or writes of one tick where the peer takes that', async () => {
        expect(await sentBy(() => submitSteps(target, [['putMany', 'wire-m', 100]]))).toEqual(
            takesBatches ? { WRITE_BATCH_STATE: 1, COMPLETED: 1 } : { PUT_STATE: 100, COMPLETED: 1 },
        );
        expect(await sentBy(() => evaluateSteps(target, [['readMany', 'wire-m', 100]]))).toEqual(
            takesBatches ? { GET_STATE_MULTIPLE: 1, COMPLETED: 1 } : { GET_STATE: 100, COMPLETED: 1 },
        );
        expect(await valueOf(target, ['readMany', 'wire-m', 100])).toBe(100);
        const both: Step[] = [
            ['readMany', 'wire-m', 100],
            ['putMany', 'wire-m', 100],
        ];
        expect(await sentBy(() => submitSteps(target, both))).toEqual(
            takesBatches
                ? { GET_STATE_MULTIPLE: 1, WRITE_BATCH_STATE: 1, COMPLETED: 1 }
                : { GET_STATE: 100, PUT_STATE: 100, COMPLETED: 1 },
        );
    });

    it('goes one message for each private read, and for each step that waits', async () => {
        const [{ name: collection } = { name: '' }] = SCENARIO_COLLECTIONS;
        const reads: Step[] = [['together', ['getPrivateData', collection, 'a'], ['getPrivateData', collection, 'b']]];
        expect(await sentBy(() => evaluateSteps(target, reads))).toEqual({ GET_STATE: 2, COMPLETED: 1 });
        const waits: Step[] = [
            ['putState', 'wire-w', '1'],
            ['putState', 'wire-w', '2'],
        ];
        expect(await sentBy(() => evaluateSteps(target, waits))).toEqual({ PUT_STATE: 2, COMPLETED: 1 });
    });

    it('goes a batch, then its writes one by one, where one of them is refused', async () => {
        const writes: Step[] = [
            [
                'together',
                ['putState', 'wire-x', '1'],
                ['putPrivateData', 'none', 'k', 'v'],
                ['putState', 'wire-y', '2'],
            ],
        ];
        const alone = { PUT_STATE: 3, COMPLETED: 1 };
        expect(await sentBy(() => evaluateSteps(target, writes))).toEqual(
            takesBatches ? { WRITE_BATCH_STATE: 1, ...alone } : alone,
        );
    });

    it('goes a request for each hundred rows of a range', async () => {
        await submitSteps(target, [['putMany', 'wire-r', 250]]);
        expect(await sentBy(() => evaluateSteps(target, [['getStateByRange', 'wire-r', 'wire-s']]))).toEqual({
            GET_STATE_BY_RANGE: 1,
            QUERY_STATE_NEXT: 2,
            COMPLETED: 1,
        });
        expect(await sentBy(() => evaluateSteps(target, [['firstOfRange', 'wire-r', 'wire-s', 1]]))).toEqual({
            GET_STATE_BY_RANGE: 1,
            QUERY_STATE_CLOSE: 1,
            COMPLETED: 1,
        });
    });
});

/** How many messages of each type the chaincode sent for one transaction. */
async function sentBy(transaction: () => Promise<unknown>): Promise<Record<string, number>> {
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
