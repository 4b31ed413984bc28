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
    ])("without a ratio goes by the SDK's sampler: %s %s", (sampler, argument, sampleRatio) => {
        process.env['OTEL_TRACES_SAMPLER'] = sampler;
        process.env['OTEL_TRACES_SAMPLER_ARG'] = argument;
        expect(resolveTracing(true)).toEqual({ sampleRatio });
        expect(resolveTracing({ sampleRatio: 0.5 })).toEqual({ sampleRatio: 0.5 });
        expect(resolveTracing(false)).toBeUndefined();
    });

    it.each([-0.1, 1.1, NaN, '1'])('is refused with a ratio of %p', (ratio) => {
        const options = { packageId: 'cc:1', address: '127.0.0.1:0', tracing: { sampleRatio: ratio as number } };
        const failed = { code: 'INVALID_OPTIONS', message: expect.stringContaining('tracing.sampleRatio is') };
        expect(() => new ChaincodeServer(workerChaincode, options)).toThrow(expect.objectContaining(failed));
    });
});
