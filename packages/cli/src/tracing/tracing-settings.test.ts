import { describe, expect, it } from '@jest/globals';
import { Environment } from '../input/environment';
import { resolveTracingSettings, type TracingSettings } from './tracing-settings';

function resolved(
    variables: Record<string, string>,
    options: Record<string, string> = { '--tracing': 'true' },
): TracingSettings | undefined {
    return resolveTracingSettings(new Environment(new Map(Object.entries(options)), variables));
}

describe('what is traced', () => {
    it('is nothing until somebody asks for it', () => {
        const sampler = { OTEL_TRACES_SAMPLER: 'always_on', CORE_TRACING_RATIO: '0.5' };
        expect(resolved(sampler, {})).toBeUndefined();
        expect(resolved({ CORE_TRACING: 'false' }, {})).toBeUndefined();
        expect(resolved({ CORE_TRACING: 'true' }, {})).toEqual({ sampleRatio: undefined });
    });

    it("is nothing where OpenTelemetry's own variable turns it off", () => {
        expect(resolved({ OTEL_SDK_DISABLED: 'true' })).toBeUndefined();
        expect(resolved({ OTEL_SDK_DISABLED: 'false' })).toEqual({ sampleRatio: undefined });
    });

    it('is the part that the option says, and otherwise left to the variables of the SDK', () => {
        const variables = { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '1' };
        expect(resolved(variables)).toEqual({ sampleRatio: undefined });
        expect(resolved(variables, { '--tracing': 'true', '--tracing-ratio': '1e-3' })).toEqual({ sampleRatio: 0.001 });
    });

    it.each([
        [
            { CORE_TRACING: 'yes' },
            'CORE_TRACING is "yes", which is neither: set the variable CORE_TRACING to true or false, or give --tracing',
        ],
        [{ CORE_TRACING: 'true', CORE_TRACING_RATIO: '1%' }, 'CORE_TRACING_RATIO is "1%", which is no part of all'],
        [
            { CORE_TRACING: 'true', CORE_TRACING_RATIO: '2' },
            'set --tracing-ratio or the variable CORE_TRACING_RATIO to',
        ],
    ])('is refused for %j', (variables, message) => {
        expect(() => resolved(variables, {})).toThrow(message);
    });
});
