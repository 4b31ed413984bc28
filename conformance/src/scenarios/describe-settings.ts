import { MessageType, messageTypeName, requests } from '@heddle/protocol';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { withoutTxIds } from './scenario';
import { errorOf, submitSteps, valueOf } from './script';
import { COLLECTIONS, type Target } from './target';
import { WIRE_CHAINCODE } from './wire-cases';
import { wireRequest } from './wire-script';
import type { WireServer } from './wire-server';

/** The settings of the peers that these rules are shown on. */
export const SETTINGS = {
    totalQueryLimit: 5,
    executeTimeoutSeconds: 2,
    keepaliveSeconds: 1,
    applicationCapability: 'V2_0',
} as const;

/** A target whose peer has these settings, and WIRE_CHAINCODE's server. */
export interface SettingsBench {
    readonly target: Target;
    readonly wire: WireServer;
}

/** Rules that take a peer with settings of its own. */
export function describeSettings(title: string, bench: () => SettingsBench): void {
    describe(`${title} with a limit of ${SETTINGS.totalQueryLimit} rows`, () => {
        describeLimit(() => bench().target);
    });

    it(`${title} without V2_5 purges nothing`, async () => {
        const text = await errorOf(bench().target, ['purgePrivateData', COLLECTIONS.both, 'k']);
        expect(withoutTxIds(text)).toBe(
            'PURGE_PRIVATE_DATA failed: transaction ID: TX: purge private data is not enabled, channel application ' +
                'capability of V2_5 or later is required',
        );
    });

    describeTime(title, bench);
}

function describeTime(title: string, bench: () => SettingsBench): void {
    it(`${title} with chaincode.keepalive sends KEEPALIVE, and no answer is needed`, async () => {
        const { wire, target } = bench();
        const count = (): number =>
            wire.messages.filter(({ message }) => message.type === MessageType.KEEPALIVE).length;
        while (count() < 2) await new Promise((resolve) => setTimeout(resolve, 50));
        const call = { chaincode: WIRE_CHAINCODE, args: [JSON.stringify([wireRequest('getState', { key: 'k' })])] };
        expect((await target.evaluate(call)).status).toBe(200);
    });

    it(`${title} with a time limit fails what takes longer, keeps the stream, and knows the transaction no more`, async () => {
        const { wire, target } = bench();
        const late = { ...wireRequest('getState', { key: 'k' }), waitMs: SETTINGS.executeTimeoutSeconds * 1500 };
        const outcome = await target.evaluate({ chaincode: WIRE_CHAINCODE, args: [JSON.stringify([late])] });
        expect(outcome.status).toBe(500);
        expect(withoutTxIds(outcome.message)).toBe(
            'error in simulation: failed to execute transaction TX: error sending: timeout expired while executing transaction',
        );
        const ofCall = (): string[] =>
            wire.messages
                .filter(({ message }) => message.txId === outcome.txId)
                .map(
                    ({ message: { type, payload } }) =>
                        `${messageTypeName(type)} ${type === MessageType.ERROR ? payload.toString() : ''}`,
                );
        // The late COMPLETED is the last one, and is passed over.
        while (!ofCall().includes('COMPLETED ')) await new Promise((resolve) => setTimeout(resolve, 50));
        expect(ofCall().map(withoutTxIds)).toEqual([
            'TRANSACTION ',
            'GET_STATE ',
            'ERROR GET_STATE failed: transaction ID: TX: no ledger context',
            'COMPLETED ',
        ]);
        const registered = wire.messages.filter(({ message }) => message.type === MessageType.REGISTERED);
        expect(registered).toHaveLength(1);
    });
}

function describeLimit(target: () => Target): void {
    const { totalQueryLimit: limit } = SETTINGS;

    beforeAll(async () => {
        await submitSteps(target(), [
            ['putMany', 'limit-r', limit + 3],
            ...Array.from(
                { length: limit + 3 },
                (_, index) => ['putPrivateData', COLLECTIONS.both, `limit-p${index}`, 'v'] as const,
            ),
        ]);
        for (let count = 0; count <= limit; count++)
            await submitSteps(target(), [['putState', 'limit-h', String(count)]]);
    });

    it.each([
        ['rows', ['getStateByRange', 'limit-r', 'limit-s']],
        ['private rows', ['getPrivateDataByRange', COLLECTIONS.both, 'limit-p', 'limit-q']],
        ['changes of a key', ['getHistoryForKey', 'limit-h']],
    ] as const)('gives so many %s, and does not say that there are more', async (_what, step) => {
        expect(await valueOf(target(), step)).toHaveLength(limit);
    });

    it('gives no larger pages, whose bookmarks lead on', async () => {
        const page = await valueOf(target(), ['rangePage', 'limit-r', 'limit-s', limit + 2]);
        expect(page).toMatchObject({ fetched: limit, bookmark: `limit-r000${limit}` });
        const next = await valueOf(target(), ['rangePage', 'limit-r', 'limit-s', limit + 2, `limit-r000${limit}`]);
        expect(next).toMatchObject({ fetched: 3, bookmark: '' });
    });

    it('says in its last batch that no other follows', async () => {
        const range = wireRequest('getStateByRange', { startKey: 'limit-', endKey: 'limit.' });
        const put = Array.from({ length: limit + 3 }, (_, index) =>
            wireRequest('putState', { key: `limit-${index}`, value: Buffer.from('v') }),
        );
        await target().submit({ chaincode: WIRE_CHAINCODE, args: [JSON.stringify(put)] });
        const { payload } = await target().evaluate({ chaincode: WIRE_CHAINCODE, args: [JSON.stringify([range])] });
        const [answer] = JSON.parse(payload.toString()) as { payload: string }[];
        const { results, hasMore } = requests.getStateByRange.reply.decode(
            Buffer.from(answer?.payload ?? '', 'base64'),
        );
        expect([results.length, hasMore]).toEqual([limit, false]);
    });
}
