import { createHash, X509Certificate } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Scenario } from './scenario';
import { evaluateSteps, script, valueOf } from './script';

/** Who called, with what, and when: what the stub reads from the proposal. */
export const callScenarios: readonly Scenario[] = [
    {
        title: 'gives the arguments as texts and as bytes',
        run: async (target) => {
            const steps = '[["getBufferArgs"],["getStringArgs"],["getFunctionAndParameters"],["getArgs"]]';
            const { payload } = await target.evaluate({ args: ['script', steps, 'é', new Uint8Array([0, 255])] });
            const [bytes, texts, named, args] = JSON.parse(payload.toString()) as { value: unknown }[];
            expect(bytes?.value).toEqual([
                Buffer.from('script').toString('hex'),
                Buffer.from(steps).toString('hex'),
                'c3a9',
                '00ff',
            ]);
            expect(texts?.value).toEqual(['script', steps, 'é', '\0\ufffd']);
            expect(args?.value).toEqual(texts?.value);
            expect(named?.value).toEqual({ fcn: 'script', params: [steps, 'é', '\0\ufffd'] });
        },
    },
    {
        title: 'gives the ids of transaction, channel and MSP',
        run: async (target) => {
            const outcome = await target.evaluate(script([['getTxID'], ['getChannelID'], ['getMspID']]));
            expect(JSON.parse(outcome.payload.toString())).toEqual([
                { value: outcome.txId },
                { value: 'mychannel' },
                { value: 'Org1MSP' },
            ]);
        },
    },
    {
        title: 'gives the client of each organization',
        run: async (target) => {
            for (const client of ['Org1', 'Org2'] as const) {
                const creator = await valueOf(target, ['getCreator'], { client });
                expect(creator).toMatchObject({ mspId: `${client}MSP` });
                const { certificate } = creator as { certificate: string };
                expect(new X509Certificate(certificate).subject).toContain('OU=client');
            }
        },
    },
    {
        title: "gives the client's transient data, which is no part of the arguments",
        run: async (target) => {
            const transient = { text: 'secret', bytes: new Uint8Array([1, 2]) };
            expect(await valueOf(target, ['getTransient'], { transient })).toEqual({
                text: 'secret',
                bytes: '\x01\x02',
            });
            expect(await valueOf(target, ['getTransient'])).toEqual({});
            expect(await valueOf(target, ['getArgs'], { transient })).toEqual(['script', '[["getArgs"]]']);
        },
    },
    {
        title: "gives the client's time",
        run: async (target) => {
            const before = Date.now();
            const [seconds, date] = await evaluateSteps(target, [['getTxTimestamp'], ['getDateTimestamp']]);
            const ms = Number(date !== undefined && 'value' in date ? date.value : Number.NaN);
            expect(ms).toBeGreaterThanOrEqual(before - 1);
            expect(ms).toBeLessThanOrEqual(Date.now());
            expect(seconds).toEqual({ value: Math.floor(ms / 1000) });
        },
    },
    {
        title: 'gives a binding of its own to each proposal, and its signature',
        run: async (target) => {
            const bindings = [await valueOf(target, ['getBinding']), await valueOf(target, ['getBinding'])];
            for (const binding of bindings) expect(binding).toMatch(/^[0-9a-f]{64}$/);
            expect(bindings[0]).not.toBe(bindings[1]);
            expect(await valueOf(target, ['getSignature'])).toBeGreaterThan(60);
            expect(await valueOf(target, ['getDecorations'])).toEqual([]);
        },
    },
    {
        title: 'takes an argument of 20 MiB and gives a result of 20 MiB',
        isHeavy: true,
        run: async (target) => {
            const argument = Buffer.alloc(20 << 20, 'y');
            const { status, payload } = await target.evaluate({ args: ['size', String(20 << 20), argument] });
            expect(status).toBe(200);
            expect(payload.length).toBe((20 << 20) + 8);
            expect(payload.subarray(0, 9).toString()).toBe(`${20 << 20} `);
            expect(createHash('sha256').update(payload.subarray(8)).digest('hex')).toBe(
                createHash('sha256')
                    .update(Buffer.alloc(20 << 20, ' '))
                    .digest('hex'),
            );
        },
    },
];
