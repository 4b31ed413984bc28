import type { CallAnswer, KeyState, KeyVersion, Page, RawTransaction, Transaction } from '@heddle/studio';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ServedStudio } from '../testing/served-studio';

const LONG = 'é'.repeat(50_000);

/** Behind the signatures' own bytes. */
interface Document {
    readonly header: { readonly type: string; readonly txId: string; readonly channelId: string };
    readonly creator: { readonly mspId: string; readonly certificate: string };
    readonly nonce: string;
    readonly signature: string;
    readonly readWriteSet: readonly {
        readonly namespace: string;
        readonly writes: readonly { readonly key: string }[];
    }[];
    readonly endorsements: readonly { readonly mspId: string; readonly signature: string }[];
}

describe('values that do not fit into an answer', () => {
    let studio: ServedStudio;
    let written: Transaction;
    beforeAll(async () => {
        studio = await ServedStudio.start();
        written = await called('submit', 'put', 'long', LONG);
    });
    afterAll(async () => {
        await studio[Symbol.asyncDispose]();
    });

    async function called(mode: string, name: string, ...args: readonly string[]): Promise<Transaction> {
        const identity = { mspId: 'Org1MSP', user: 'User1' };
        const call = { callId: crypto.randomUUID(), mode, chaincode: 'store', function: name, args, identity };
        const sent = { method: 'POST', body: JSON.stringify(call) };
        const { transaction } = await studio.read<CallAnswer>('calls', sent);
        if (transaction === undefined) throw new Error('nothing was run');
        return transaction;
    }

    async function whole(of: string | undefined): ReturnType<ServedStudio['ask']> {
        return await studio.ask(`bytes?of=${encodeURIComponent(of ?? '')}`);
    }

    it('come whole, wherever their beginning was', async () => {
        const state = await studio.read<KeyState>('state/key?namespace=store&key=long');
        const history = await studio.read<Page<KeyVersion>>('history?namespace=store&key=long');
        const change = written.changes.find(({ key }) => key?.text === 'long');
        const beginnings = [
            ['state', state.value],
            ['history', history.items[0]?.value],
            ['argument', written.args[1]],
            ['change', change?.after],
            ['event', written.event?.payload],
        ] as const;
        for (const [what, value] of beginnings) {
            expect([what, value?.cut, value?.size]).toEqual([what, true, 100_000]);
            // A character that would be cut is left out.
            expect(value?.text).toMatch(/^é+$/);
            const { status, headers, text } = await whole(value?.of);
            expect([what, status, text]).toEqual([what, 200, LONG]);
            expect(headers).toMatchObject({
                'content-type': 'application/octet-stream',
                'cache-control': 'no-store',
                'content-disposition': expect.stringMatching(/^attachment; filename="(?:[0-9a-f]{16}|value)\.txt"$/),
            });
        }
        expect(written.args[0]).not.toHaveProperty('of');
    });

    it('are kept by their beginning where no block has them, which is said', async () => {
        const { id, args } = await called('evaluate', 'get', 'x'.repeat(70_000));
        expect(args[0]).toMatchObject({ size: 70_000, cut: true, isLost: true });
        expect(args[0]).not.toHaveProperty('of');
        const { response } = await called('evaluate', 'get', 'long');
        expect(response?.payload).toMatchObject({ size: 100_000, cut: true, isLost: true });
        expect(response?.payload).not.toHaveProperty('of');
        const { status, text } = await whole(JSON.stringify(['argument', id, '0']));
        expect(status).toBe(404);
        expect(text).toContain('of 70000 bytes the first 16384 are kept');
    });

    it('come whole of what is in no block, too, where they are kept whole', async () => {
        const { args } = await called('evaluate', 'get', 'x'.repeat(60_000));
        expect(args[0]).not.toHaveProperty('isLost');
        expect((await whole(args[0]?.of)).text).toBe('x'.repeat(60_000));
    });

    it.each([
        ['no JSON', 400, 'x'],
        ['no list', 400, '{}'],
        ['a list of numbers', 400, '[1]'],
        ['a kind that there is not', 404, '["file","/etc/passwd"]'],
        ['a key that there is not', 404, '["state","store","nothing"]'],
        ['no transaction', 400, '["result","abc"]'],
        ['a transaction that there is not', 404, `["argument","${'a'.repeat(64)}","0"]`],
        ['an argument that there is not', 404, undefined],
    ])('are not found by %s', async (_what, status, given) => {
        expect((await whole(given ?? JSON.stringify(['argument', written.id, '9']))).status).toBe(status);
    });

    it('are beside all of a transaction: header, nonce, signatures, and its envelope', async () => {
        const raw = await studio.read<RawTransaction>(`transactions/${written.id}/raw`);
        const document = raw.document as Document;
        expect(document).toMatchObject({
            header: { type: 'ENDORSER_TRANSACTION', txId: written.id, channelId: 'mychannel' },
            creator: { mspId: 'Org1MSP', certificate: expect.stringContaining('BEGIN CERTIFICATE') },
            nonce: expect.stringMatching(/^[0-9a-f]{48}$/),
            endorsements: [{ mspId: 'Org1MSP', signature: expect.stringMatching(/^30[0-9a-f]+$/) }],
            signature: expect.stringMatching(/^30[0-9a-f]+$/),
        });
        const own = document.readWriteSet.find(({ namespace }) => namespace === 'store');
        expect(own?.writes).toEqual([{ key: 'long', value: expect.objectContaining({ size: 100_000, cut: true }) }]);
        const { status, headers, text } = await whole(raw.envelope?.of);
        expect([status, headers['content-length']]).toEqual([200, String(raw.envelope?.size)]);
        expect(headers['content-disposition']).toContain(`${written.id.slice(0, 16)}.envelope.pb`);
        expect(text).toContain(LONG);
    });

    it('have no envelope where nothing was submitted', async () => {
        const { id } = await called('evaluate', 'get', 'long');
        const { document, envelope } = await studio.read<RawTransaction>(`transactions/${id}/raw`);
        expect(envelope).toBeUndefined();
        expect(document).toMatchObject({ header: { txId: id }, creator: { mspId: 'Org1MSP' } });
        expect(document).not.toHaveProperty('nonce');
    });

    it('tell the policy that a key was given', async () => {
        const { changes } = await called('submit', 'keyPolicy', 'guarded', 'Org1MSP');
        expect(changes).toContainEqual(
            expect.objectContaining({ kind: 'policy', policy: expect.stringContaining("'Org1MSP.peer'") }),
        );
    });
});
