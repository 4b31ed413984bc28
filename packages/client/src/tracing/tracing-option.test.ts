import type { Network } from '@hyperledger/fabric-gateway';
import { afterEach, describe, expect, it } from '@jest/globals';
import { defineContract } from '../define-contract';
import { sampleRatioOf } from './tracing-option';

function setSampler(name: string, argument: string): void {
    process.env['OTEL_TRACES_SAMPLER'] = name;
    process.env['OTEL_TRACES_SAMPLER_ARG'] = argument;
}

describe('the option of a client', () => {
    afterEach(() => {
        delete process.env['OTEL_TRACES_SAMPLER'];
        delete process.env['OTEL_TRACES_SAMPLER_ARG'];
    });

    it.each<[name: string, argument: string, ratio: number]>([
        ['', '', 1],
        ['parentbased_always_off', '', 0],
        ['traceidratio', '0.01', 0.01],
        ['parentbased_traceidratio', '', 1],
        ['jaeger_remote', 'endpoint=http://localhost:14250', 1],
    ])("without a ratio goes by the SDK's sampler: %s %s", (name, argument, ratio) => {
        setSampler(name, argument);
        expect(sampleRatioOf(true)).toBe(ratio);
        expect(sampleRatioOf({ sampleRatio: 0.5 })).toBe(0.5);
        expect(sampleRatioOf(false)).toBe(0);
    });

    it.each<[tracing: unknown, message: string]>([
        [{ sampleRatio: '1' }, 'tracing.sampleRatio is "1": set it to a number from 0 to 1'],
        [{ sampleRatio: NaN }, 'tracing.sampleRatio is NaN'],
        [
            { samplingRatio: 0.01 },
            "tracing has no option 'samplingRatio'; the options are sampleRatio: correct its name",
        ],
        ['no', 'tracing is "no": set it to true or false, or to an object with sampleRatio'],
        [null, 'tracing is null: set it to true or false'],
    ])('is refused when the client is made: %j', (tracing, message) => {
        const connector = defineContract<object>({ transactions: {}, events: {}, refusals: [] });
        // It has no transactions, and calls nothing of the network.
        const connect = (): object => connector.connect({} as Network, 'cars', { tracing: tracing as boolean });
        expect(connect).toThrow(message);
    });

    it("names the SDK's variable where that is no ratio", () => {
        setSampler('traceidratio', '1%');
        const message =
            'the variable OTEL_TRACES_SAMPLER_ARG is "1%", and OTEL_TRACES_SAMPLER is "traceidratio": set it to';
        expect(() => sampleRatioOf(true)).toThrow(message);
    });
});
