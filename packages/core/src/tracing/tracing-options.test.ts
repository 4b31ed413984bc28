import { afterEach, describe, expect, it } from '@jest/globals';
import { ChaincodeServer } from '../hosting/chaincode-server';
import { workerChaincode } from '../testing/worker-chaincode';
import { resolveTracing } from './tracing-options';

describe('the option', () => {
    afterEach(() => {
        delete process.env['OTEL_TRACES_SAMPLER'];
        delete process.env['OTEL_TRACES_SAMPLER_ARG'];
    });

    it.each([
        ['', '', 1],
        ['always_off', '', 0],
        ['parentbased_traceidratio', '0.01', 0.01],
        ['traceidratio', '', 1],
        ['parentbased_traceidratio', '', 1],
        [' traceidratio ', ' 1e-3 ', 0.001],
        ['parentbased_always_off', '0.5', 0],
        ['always_on', '0.5', 1],
        ['not_always_off', '', 1],
        ['jaeger_remote', 'endpoint=http://localhost:14250', 1],
    ])("without a ratio goes by the SDK's sampler: %s %s", (sampler, argument, sampleRatio) => {
        process.env['OTEL_TRACES_SAMPLER'] = sampler;
        process.env['OTEL_TRACES_SAMPLER_ARG'] = argument;
        expect(resolveTracing(true)).toEqual({ sampleRatio });
        expect(resolveTracing({ sampleRatio: 0.5 })).toEqual({ sampleRatio: 0.5 });
        expect(resolveTracing(false)).toBeUndefined();
    });

    it.each<[tracing: unknown, message: string]>([
        ...[-0.1, 1.1, NaN, '1'].map((sampleRatio): [unknown, string] => [{ sampleRatio }, 'tracing.sampleRatio is ']),
        [
            { samplingRatio: 0.01 },
            "tracing has no option 'samplingRatio'; the options are sampleRatio: correct its name",
        ],
        ['no', 'tracing is "no": set it to true or false, or to an object with sampleRatio'],
        [null, 'tracing is null: set it to true or false'],
    ])('is refused as %j', (tracing, message) => {
        const options = { packageId: 'cc:1', address: '127.0.0.1:0', tracing: tracing as boolean };
        const failed = { code: 'INVALID_OPTIONS', message: expect.stringContaining(message) };
        expect(() => new ChaincodeServer(workerChaincode, options)).toThrow(expect.objectContaining(failed));
    });

    it.each(['1%', '-1', '2'])("names the SDK's variable where that is no ratio: %s", (argument) => {
        process.env['OTEL_TRACES_SAMPLER'] = 'traceidratio';
        process.env['OTEL_TRACES_SAMPLER_ARG'] = argument;
        const message = `the variable OTEL_TRACES_SAMPLER_ARG is "${argument}", and OTEL_TRACES_SAMPLER is "traceidratio": set it`;
        expect(() => resolveTracing(true)).toThrow(message);
        expect(resolveTracing({ sampleRatio: 0.5 })).toEqual({ sampleRatio: 0.5 });
    });
});
