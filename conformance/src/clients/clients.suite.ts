import {
    ArgumentInvalid,
    codecs,
    CommitUnknown,
    type ContractClient,
    type ContractEvent,
    defineContract,
    type MismatchedEvent,
    ResultMismatch,
    type Submit,
    submit,
    TransactionInvalid,
    TransactionRefused,
    TransactionUnknown,
} from '@heddle/client';
import { AssetTransfer } from '@heddle-examples/client-application/dist/clients/asset-transfer';
import { checkpointers, type Network } from '@hyperledger/fabric-gateway';
import { describe, expect, it } from '@jest/globals';
import { type ChaincodeEvents, OrgExampleBackRoom, type Piece, TooFew, Workshop } from './workshop-client';

export const WORKSHOP = 'workshop';

const PIECE: Piece = {
    id: 'p"1\u2028',
    count: 3,
    price: 90_000_000_000_000_000_001n,
    made: new Date('2025-01-31T12:00:00.123Z'),
    seal: Uint8Array.of(0, 255, 128),
    sold: false,
    grade: 'fine',
    note: null,
    offers: { ann: 2n ** 70n, constructor: 1n },
    visits: { 'first time': new Date(0) },
    weights: [1n, -(2n ** 64n)],
    material: { kind: 'cloth', length: 5n },
    remarks: { any: [1.5, 'text', null, true] },
};

/** A client of the workshop as it never was. */
interface Older extends ContractClient<OlderEvents> {
    readonly increase: Submit<[id: string], Date>;
}
interface OlderEvents {
    readonly Offered: { readonly id: string; readonly price: number };
}
const Older = defineContract<Older>({
    transactions: { increase: submit({ id: codecs.string }, codecs.date) },
    events: { Offered: codecs.object(() => ({ id: codecs.string, price: codecs.number })) },
    refusals: [],
});

async function failureOf(attempt: Promise<unknown>): Promise<unknown> {
    return attempt.then(
        (value) => value,
        (error: unknown) => error,
    );
}

/**
 * What generated clients do on a network that has the workshop.
 * @param connect makes a channel of the gateway client
 */
export function describeClients(connect: () => Network): void {
    const workshop = (): Workshop => Workshop.connect(connect(), WORKSHOP);

    describe('a generated client, of values', () => {
        it.each(['', 'null', '{}', '"', 'ä€😀\u0000\n', '17'])('has the text %j back', async (text) => {
            expect(await workshop().text(text)).toBe(text);
        });

        it.each([0, -1.5, 1.5e-300, 2 ** 53 - 1, 5e-324])('has the number %d back', async (value) => {
            expect(await workshop().number(value)).toBe(value);
        });

        it('has values of each type back', async () => {
            const client = workshop();
            expect(await client.flag(true)).toBe(true);
            expect(await client.amount(-(2n ** 100n))).toBe(-(2n ** 100n));
            expect(await client.instant(PIECE.made)).toEqual(PIECE.made);
            expect(Array.from(await client.bytes(PIECE.seal))).toEqual([0, 255, 128]);
            expect([await client.maybe(true), await client.maybe(false)]).toEqual([2n ** 80n, null]);
        });

        it('has objects back, with all that is in them', async () => {
            const lidded: Piece = {
                ...PIECE,
                lid: { ...PIECE, note: 'null', material: { kind: 'stone', carat: 0.5 } },
            };
            expect(await workshop().piece(lidded)).toEqual(lidded);
            expect(await workshop().pieces(PIECE)).toEqual([PIECE]);
            expect(await workshop().pieces(PIECE, lidded)).toEqual([PIECE, lidded]);
        });

        it('has the bytes of results that are not declared', async () => {
            expect((await workshop().undeclared('nothing')).isEmpty).toBe(true);
            expect((await workshop().undeclared('json')).json()).toEqual({ form: 'json' });
        });

        it('sends transient data, and calls other contracts and transactions of any name', async () => {
            const secret = workshop().secret.with({ transient: { price: 17n, note: 'ä' } });
            expect(await secret()).toBe('17 ä');
            expect([await workshop().then_(), await workshop().with()]).toEqual(['then', 'with']);
            expect(await OrgExampleBackRoom.connect(connect(), WORKSHOP).text('x')).toBe('back: x');
        });

        it.each<[string, (client: Workshop) => Promise<unknown>, RegExp]>([
            ['a lone surrogate', (client) => client.text('\ud800'), /value must be a text, not/],
            ['no number', (client) => client.number(NaN), /value must be a number, not NaN/],
            ['an invalid date', (client) => client.instant(new Date(NaN)), /value must be a valid Date/],
            [
                'a wrong value inside',
                (client) => client.piece({ ...PIECE, weights: [5 as never] }),
                /value\.weights\[0\]/,
            ],
            ['a missing member', (client) => client.piece({} as never), /value\.id is missing/],
            ['a missing argument', (client) => client.text(undefined as never), /value is missing/],
            [
                'too many arguments',
                (client) => (client.text as (...args: string[]) => Promise<string>)('1', '2'),
                /takes 1/,
            ],
        ])('sends nothing of %s', async (_what, attempt, problem) => {
            const failure = await failureOf(attempt(workshop()));
            expect(failure).toBeInstanceOf(ArgumentInvalid);
            expect((failure as Error).message).toMatch(problem);
        });
    });

    describe('a generated client, of failures', () => {
        it('has a class for a code, with details that are alive', async () => {
            const failure = await failureOf(workshop().take(2n ** 65n));
            expect(failure).toBeInstanceOf(TooFew);
            expect(failure).toMatchObject({
                name: 'TooFew',
                status: 409,
                code: 'TOO_FEW',
                reason: `only ${2n ** 65n} are left`,
                details: { has: 2n ** 65n, since: new Date('2025-01-31T12:00:00.000Z') },
                transaction: 'take',
            });
            expect((failure as TooFew).message).toMatch(/^take of workshop on \w+ was refused: 409 TOO_FEW: only /);
            expect((failure as TooFew).cause.details.length).toBeGreaterThan(0);
        });

        it('has the code and the status of what is not declared, evaluated or submitted', async () => {
            const { refuse } = workshop();
            for (const attempt of [() => refuse(), () => refuse.evaluate()]) {
                const failure = await failureOf(attempt());
                expect(failure).toBeInstanceOf(TransactionRefused);
                expect(failure).toMatchObject({ status: 418, code: 'UNHEARD_OF', reason: 'no', details: undefined });
            }
        });

        it('says that the chaincode is another one than it was generated from', async () => {
            const assets = AssetTransfer.connect(connect(), WORKSHOP);
            const unknown = await failureOf(assets.readAsset('a1'));
            expect(unknown).toBeInstanceOf(TransactionUnknown);
            expect((unknown as Error).message).toMatch(/does not exist: .*generate the client again/);
        });

        it('submits nothing whose answer is not what was declared', async () => {
            const id = `m${Date.now()}`;
            const failure = await failureOf(Older.connect(connect(), WORKSHOP).increase(id));
            expect(failure).toBeInstanceOf(ResultMismatch);
            expect((failure as Error).message).toMatch(
                /^the answer of increase of workshop on \w+ is not what was declared: it must be a date and time .*, not "1"\. /,
            );
            expect(Array.from((failure as ResultMismatch).payload)).toEqual([0x31]);
            expect(await workshop().increase.evaluate(id)).toBe(1);
        });
    });

    describe('a generated client, of submitting', () => {
        it('tells the transaction and its block, and asks without recording', async () => {
            const id = `s${Date.now()}`;
            expect(await workshop().increase.evaluate(id)).toBe(1);
            const sent = await workshop().increase.send(id);
            expect(sent).toMatchObject({ result: 1, transactionId: expect.stringMatching(/^[0-9a-f]{64}$/) });
            const committed = await sent.commit();
            expect(committed.transactionId).toBe(sent.transactionId);
            expect(await sent.status()).toMatchObject({ successful: true, blockNumber: committed.blockNumber });
            expect(await workshop().increase(id)).toBe(2);
        });

        it('says which of two at once was too late, and by a policy tries it again', async () => {
            const id = `r${Date.now()}`;
            await workshop().increase(id);
            const waits: number[] = [];
            const patient = workshop().$with({
                retry: { attempts: 50, baseMs: 20, onRetry: (failure, waitMs) => waits.push(failure.attempts, waitMs) },
            });
            const counted = await Promise.all(Array.from({ length: 5 }, () => patient.increase(id)));
            expect(counted.sort()).toEqual([2, 3, 4, 5, 6]);
            expect(waits.every((wait) => wait >= 0 && wait <= 5000)).toBe(true);
        });

        it('without a policy fails with what the block says', async () => {
            const id = `c${Date.now()}`;
            const [first, second] = await Promise.all([workshop().increase.send(id), workshop().increase.send(id)]);
            const outcomes = await Promise.all([failureOf(first.commit()), failureOf(second.commit())]);
            // Whose the later one is depends on the orderer.
            const failed = outcomes.filter((outcome) => outcome instanceof TransactionInvalid);
            expect(failed).toHaveLength(1);
            expect(failed[0]).toMatchObject({ code: 'MVCC_READ_CONFLICT', attempts: 1, transaction: 'increase' });
        });

        it('ends by a signal, and says so where the outcome is open', async () => {
            const reason = new Error('enough');
            const aborted = AbortSignal.abort(reason);
            expect(await failureOf(workshop().increase.with({ signal: aborted })('x'))).toBe(reason);
            expect(await failureOf(workshop().text.with({ signal: aborted })('x'))).toBe(reason);
            const sent = await workshop().increase.send(`a${Date.now()}`);
            const open = await failureOf(sent.commit({ signal: aborted }));
            expect(open).toBeInstanceOf(CommitUnknown);
            expect(open).toMatchObject({ transactionId: sent.transactionId, cause: reason });
            expect((await sent.commit()).transactionId).toBe(sent.transactionId);
        });
    });

    describe('a generated client, of events', () => {
        type WorkshopEvent = ContractEvent<ChaincodeEvents>;
        const shown = (event: WorkshopEvent): unknown[] =>
            event.name === undefined ? [event.undeclaredName, event.payload.text()] : [event.name, event.payload];

        async function takeEvents<E>(
            client: ContractClient<E>,
            from: object,
            count: number,
        ): Promise<ContractEvent<E>[]> {
            const events: ContractEvent<E>[] = [];
            for await (const event of client.$events({ ...from, signal: AbortSignal.timeout(30_000) })) {
                events.push(event);
                if (events.length === count) break;
            }
            return events;
        }

        it('has each event of a transaction, typed, and those that are not declared', async () => {
            const sent = await workshop().offer.send('e1', 2n ** 70n);
            const { blockNumber } = await sent.commit();
            await workshop().whisper('e2');
            const events = await takeEvents(workshop(), { startBlock: blockNumber }, 3);
            expect(events.map(shown)).toEqual([
                ['Offered', { id: 'e1', price: 2n ** 70n }],
                ['Seen', { at: expect.any(Date) }],
                ['Whispered', 'quietly'],
            ]);
            expect(events[0]).toMatchObject({ transactionId: sent.transactionId, blockNumber });
        });

        it('goes on behind the last transaction that was handled', async () => {
            const checkpointer = checkpointers.inMemory();
            const sent = await workshop().offer.send('f1', 1n);
            const { blockNumber: startBlock } = await sent.commit();
            await workshop().offer('f2', 2n);
            // Left in the middle of the first transaction's events: both come again.
            const [first] = await takeEvents(workshop(), { startBlock, checkpointer }, 1);
            expect(first?.name).toBe('Offered');
            const again = await takeEvents(workshop(), { startBlock, checkpointer }, 3);
            expect(again.map(({ name }) => name)).toEqual(['Offered', 'Seen', 'Offered']);
            const rest = await takeEvents(workshop(), { startBlock, checkpointer }, 2);
            expect(rest.map(shown)).toEqual([
                ['Offered', { id: 'f2', price: 2n }],
                ['Seen', { at: expect.any(Date) }],
            ]);
            await rest[1]?.checkpoint();
            expect(checkpointer.getTransactionId()).toBe(rest[1]?.transactionId);
        });

        it('ends by a signal, by close, and by leaving the loop', async () => {
            const ending = new AbortController();
            const stream = workshop().$events({ signal: ending.signal });
            setTimeout(() => {
                ending.abort();
            }, 10);
            const heard: unknown[] = [];
            for await (const event of stream) heard.push(event);
            using closed = workshop().$events();
            closed.close();
            for await (const event of closed) heard.push(event);
            expect(heard).toEqual([]);
        });

        it('refuses a payload that is not what was declared', async () => {
            const sent = await workshop().offer.send('g1', 1n);
            const { blockNumber } = await sent.commit();
            const heard = takeEvents(Older.connect(connect(), WORKSHOP), { startBlock: blockNumber }, 1);
            const failure = await failureOf(heard);
            expect(failure).toBeInstanceOf(ResultMismatch);
            expect(failure).toMatchObject({ transactionId: sent.transactionId });
            expect((failure as Error).message).toMatch(
                /^event Offered of workshop, of transaction \w+ in block \d+, is not what was declared: its payload\.price must be a number, not/,
            );
        });

        it('hands over a payload that is not what was declared to who takes it, and goes on', async () => {
            const checkpointer = checkpointers.inMemory();
            const sent = await workshop().offer.send('h1', 1n);
            const { blockNumber: startBlock } = await sent.commit();
            const mismatched: MismatchedEvent[] = [];
            const from = {
                startBlock,
                checkpointer,
                onMismatch: (event: MismatchedEvent) => void mismatched.push(event),
            };
            await workshop().whisper('h2');
            const older = Older.connect(connect(), WORKSHOP);
            const heard = await takeEvents(older, from, 2);
            expect(heard.map((event) => event.name ?? event.undeclaredName)).toEqual(['Seen', 'Whispered']);
            expect(mismatched.map(({ name, transactionId }) => [name, transactionId])).toEqual([
                ['Offered', sent.transactionId],
            ]);
            expect(mismatched[0]?.mismatch).toBeInstanceOf(ResultMismatch);
            expect(mismatched[0]?.payload.text()).toContain('"h1"');
            // The whole transaction is behind the checkpoint, although one of its events could not be read.
            expect(checkpointer.getTransactionId()).toBe(sent.transactionId);
        });

        it('tells what fails in the hands of the application, though it has closed the stream', async () => {
            const sent = await workshop().offer.send('c1', 1n);
            const { blockNumber: startBlock } = await sent.commit();
            const refusing = Older.connect(connect(), WORKSHOP).$events({
                startBlock,
                onMismatch: () => {
                    refusing.close();
                    throw new Error('nowhere to put it');
                },
            });
            expect(await failureOf(refusing[Symbol.asyncIterator]().next())).toMatchObject({
                message: 'nowhere to put it',
            });
            const checkpointer = Object.assign(checkpointers.inMemory(), {
                checkpointChaincodeEvent: () => Promise.reject(new Error('the disk is full')),
            });
            const last = workshop().$events({ startBlock, checkpointer });
            const handleFirst = async (): Promise<void> => {
                for await (const { name } of last) if (name === 'Seen') last.close();
            };
            expect(await failureOf(handleFirst())).toMatchObject({ message: 'the disk is full' });
        });

        it('rejects nothing that nobody waits for where listening cannot begin', async () => {
            const unhandled: unknown[] = [];
            const note = (reason: unknown): void => void unhandled.push(reason);
            process.on('unhandledRejection', note);
            try {
                const checkpointer = Object.assign(checkpointers.inMemory(), {
                    getBlockNumber: () => {
                        throw new Error('the disk is gone');
                    },
                });
                const stream = workshop().$events({ checkpointer });
                // Rejections that nobody waits for are told at the end of a turn.
                await workshop().whisper('u1');
                expect(await failureOf(stream[Symbol.asyncIterator]().next())).toMatchObject({
                    message: 'the disk is gone',
                });
            } finally {
                process.off('unhandledRejection', note);
            }
            expect(unhandled).toEqual([]);
        });
    });
}
