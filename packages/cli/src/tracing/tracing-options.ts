import type { Setting } from '../input/environment';

/** The options of what is traced. */
export const TRACING_SETTINGS = {
    tracing: {
        flags: '--tracing',
        variables: ['CORE_TRACING'],
        description: 'make spans of transactions, by the OpenTelemetry SDK that the process has registered',
    },
    tracingRatio: {
        flags: '--tracing-ratio <ratio>',
        variables: ['CORE_TRACING_RATIO'],
        description: 'which part of all transactions has spans, such as 0.01; default: as OTEL_TRACES_SAMPLER says',
    },
} as const satisfies Record<string, Setting>;
