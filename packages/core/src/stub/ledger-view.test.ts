import { MessageType, requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import type { ChaincodeError } from '../errors';
import { batches, ServedSession, type TransactionFunction, type TransactionResult } from '../testing/served-session';
import { settlementOf } from '../testing/settlement-of';
import type { ChaincodeStub } from './chaincode-stub';
import { type LedgerView, ledgerViewOf, type LedgerWrite } from './ledger-view';

const PUBLIC = { collection: '' };

function viewOf(stub: ChaincodeStub): LedgerView {
    const view = ledgerViewOf(stub);
    if (view === undefined) throw new Error('a stub of this package has a view');
    return view;
}

/** Runs a transaction at a peer that has nothing and takes everything but the keys that begin with `bad`. */
async function run(served: TransactionFunction): Promise<TransactionResult & { readonly asked: number[] }> {
    await using session = await ServedSession.start(served, { capabilities: batches() });
    const asked: number[] = [];
    const answers: [number, (payload: Buffer) => Uint8Array][] = [
        [MessageType.GET_STATE, () => Buffer.alloc(0)],
        [MessageType.GET_STATE_MULTIPLE, answerAll],
        [MessageType.GET_STATE_BY_RANGE, (payload) => requests.getStateByRange.reply.encode({ id: rangeOf(payload) })],
        [MessageType.PUT_STATE, refuseBad],
        [MessageType.WRITE_BATCH_STATE, () => Buffer.alloc(0)],
    ];
    for (const [type, answer] of answers)
        session.peer.answerAll(type, ({ payload }) => {
            asked.push(type);
            return answer(payload);
        });
    return { ...(await session.result()), asked };
}

function answerAll(payload: Buffer): Uint8Array {
    const { keys } = requests.getStateMultiple.query.decode(payload);
    return requests.getStateMultiple.reply.encode({ values: keys.map((key) => Buffer.from(key)) });
}

function rangeOf(payload: Buffer): string {
    const { startKey, endKey, collection } = requests.getStateByRange.query.decode(payload);
    return JSON.stringify([startKey, endKey, collection]);
}

function refuseBad(payload: Buffer): Uint8Array {
    if (requests.putState.query.decode(payload).key.startsWith('bad')) throw new Error('no such key');
    return Buffer.alloc(0);
}

describe("the contract layer's view", () => {
    it('asks for a range between any two keys, composite ones too', async () => {
        const range = { startKey: '\u0000lot\u0000a\u0000', endKey: '\u0000lot\u0000b\u0001', ...PUBLIC };
        let id = '';
        const { status } = await run(async (stub) => {
            ({ id } = await viewOf(stub).range('find of lot', range));
            await stub.putState('k', 'v');
        });
        expect([status, JSON.parse(id)]).toEqual([200, [range.startKey, range.endKey, '']]);
    });

    it('has writes refused behind rows of a collection or a page, and such queries behind a pending write', async () => {
        const refusals: unknown[] = [];
        const range = { startKey: 'a', endKey: 'b' };
        await run(async (stub) => {
            const view = viewOf(stub);
            view.beforeWrite('put of lot');
            refusals.push(await settlementOf(view.range('find of terms', { ...range, collection: 'c' })));
            view.writeDropped();
            await view.range('page of lot', { ...range, ...PUBLIC, page: { size: 3, bookmark: '' } });
            refusals.push(
                await settlementOf(
                    Promise.resolve().then(() => {
                        view.beforeWrite('put of lot');
                    }),
                ),
            );
        });
        expect(refusals.map((error) => (error as Error).message)).toEqual([
            expect.stringContaining('find of terms after put of lot: peers refuse'),
            expect.stringContaining('put of lot after page of lot: peers refuse'),
        ]);
    });

    it('has the right to write that its stub has', async () => {
        const { status, message } = await run((stub) => {
            viewOf(stub.asReadOnly()).beforeWrite('put of lot');
        });
        expect([status, message]).toEqual([
            500,
            expect.stringMatching(/^READ_ONLY_TRANSACTION: put of lot in a trans/),
        ]);
    });

    it('hears of each write of the stub, of a read-only one that is lenient as well, before it is sent', async () => {
        const heard: LedgerWrite[] = [];
        await run(async (stub) => {
            viewOf(stub).onStubWrite((write) => heard.push(write));
            stub.startWriteBatch();
            const writes = [
                stub.putState('k', 'v'),
                stub.asReadOnly(() => undefined).deleteState('k'),
                stub.purgePrivateData('c', 'p'),
                stub.setStateValidationParameter('k', Buffer.from('p')),
            ];
            expect(heard).toHaveLength(4);
            await Promise.all(writes);
            await stub.putState('', 'refused').catch(() => undefined);
        });
        expect(heard.map(({ kind, key, collection }) => [kind, key, collection])).toEqual([
            ['put', 'k', ''],
            ['delete', 'k', ''],
            ['purge', 'p', 'c'],
            ['policy', 'k', ''],
        ]);
    });

    it('reads the keys of one tick in one message, and writes as well', async () => {
        let values: Buffer[] = [];
        const origin = { name: 'put of lot', calledFrom: undefined, what: () => 'lot(a)' };
        const { asked } = await run(async (stub) => {
            const view = viewOf(stub);
            values = await Promise.all(['a', 'b'].map((key) => view.read({ key, ...PUBLIC })));
            const put = (key: string): Promise<void> =>
                view.write({ kind: 'put', key, ...PUBLIC, value: Buffer.from('v') }, origin);
            await Promise.all([put('a'), put('b')]);
        });
        expect(values.map(String)).toEqual(['a', 'b']);
        expect(asked).toEqual([MessageType.GET_STATE_MULTIPLE, MessageType.WRITE_BATCH_STATE]);
    });

    it("fails a transaction that did not await a call, and has the author's line as the cause", async () => {
        const failures: unknown[] = [];
        await run(async (stub) => {
            const view = viewOf(stub);
            function update(): Promise<void> {
                return view.start({ name: 'update of lot', kind: 'write', method: update }, () => undefined);
            }
            function transfer(): void {
                void update();
            }
            transfer();
            try {
                await view.functionReturned();
            } catch (error) {
                failures.push(error);
            }
        });
        const [error] = failures as ChaincodeError[];
        expect(error?.message).toMatch(/^update of lot was not awaited and would be lost/);
        expect((error?.cause as Error).stack?.split('\n')[1]).toContain('at transfer ');
    });

    it('has a call that comes when the function has returned fail the transaction', async () => {
        const { status, message } = await run(async (stub) => {
            const view = viewOf(stub);
            await view.functionReturned();
            void view.start({ name: 'update of lot', kind: 'write' }, () => undefined);
        });
        expect([status, message]).toEqual([
            500,
            expect.stringContaining('update of lot was called when the transaction'),
        ]);
    });

    it('says whose write the peer refused, and where it was called', async () => {
        let refusal: ChaincodeError | undefined;
        await run(async (stub) => {
            const view = viewOf(stub);
            function put(): Promise<void> {
                return view.start({ name: 'put of lot', kind: 'write', method: put }, (call) => {
                    const origin = { name: 'put of lot', calledFrom: call.calledFrom, what: () => 'lot(bad, 7)' };
                    view.write({ kind: 'put', key: 'bad', ...PUBLIC, value: Buffer.from('v') }, origin).then(
                        () => {
                            call.resolve(undefined);
                        },
                        (error: unknown) => {
                            call.reject(error);
                        },
                    );
                });
            }
            async function offer(): Promise<void> {
                await put().catch((error: unknown) => (refusal = error as ChaincodeError));
            }
            await offer();
        });
        expect(refusal?.message).toBe('the write of lot(bad, 7) was refused: no such key');
        expect((refusal?.cause as Error).stack).toContain('at offer ');
    });

    it('is not there for a stub of somebody else', () => {
        expect(ledgerViewOf({})).toBeUndefined();
    });
});
