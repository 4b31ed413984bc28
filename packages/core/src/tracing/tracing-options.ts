import { ChaincodeError, shown } from '../errors';

/** How transactions are traced, by OpenTelemetry. */
export interface TracingOptions {
    /**
     * Which part of all transactions is traced, from 0 to 1. It is decided by the transaction's id, so that all processes
     * with the same ratio trace the same ones. Default: as `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG` say, else 1.
     */
    readonly sampleRatio?: number | undefined;
}

/** TracingOptions, checked and complete. It can be sent to another thread. */
export interface ResolvedTracing {
    readonly sampleRatio: number;
}

/**
 * Checks what is said of tracing; undefined where it is off.
 * @throws ChaincodeError INVALID_OPTIONS where the ratio is none
 */
export function resolveTracing(tracing: TracingOptions | boolean | undefined): ResolvedTracing | undefined {
    if (tracing === undefined || tracing === false) return undefined;
    const { sampleRatio = ratioOfSampler(process.env) } = tracing === true ? {} : tracing;
    if (typeof sampleRatio === 'number' && sampleRatio >= 0 && sampleRatio <= 1) return { sampleRatio };
    throw new ChaincodeError(
        'INVALID_OPTIONS',
        `tracing.sampleRatio is ${shown(sampleRatio)}: set it to a number from 0 to 1, such as 0.01`,
    );
}

/** As the SDK reads its variables; a sampler of another name is left to the SDK, which is asked for all of them then. */
function ratioOfSampler(variables: NodeJS.ProcessEnv): number {
    const { OTEL_TRACES_SAMPLER: name = '', OTEL_TRACES_SAMPLER_ARG: ratio = '' } = variables;
    if (name.endsWith('always_off')) return 0;
    return name.endsWith('traceidratio') && ratio !== '' ? Number(ratio) : 1;
}
