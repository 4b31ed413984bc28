/** How calls are traced, by OpenTelemetry. */
export interface TracingOptions {
    /**
     * Which part of all transactions is traced, from 0 to 1, by their ids: servers with the same ratio trace the same ones.
     * Default: as `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG` say, else all.
     */
    readonly sampleRatio?: number | undefined;
}

/** The part that is traced; 0 for none. @throws RangeError where the ratio is none */
export function sampleRatioOf(tracing: TracingOptions | boolean | undefined): number {
    if (tracing === undefined || tracing === false) return 0;
    const { sampleRatio = ratioOfSampler(process.env) } = tracing === true ? {} : tracing;
    if (sampleRatio >= 0 && sampleRatio <= 1) return sampleRatio;
    throw new RangeError(`tracing.sampleRatio is ${String(sampleRatio)}: set it to a number from 0 to 1, such as 0.01`);
}

/** As the SDK reads its variables; a sampler that is not known here is left to it. */
function ratioOfSampler({ OTEL_TRACES_SAMPLER: name = '', OTEL_TRACES_SAMPLER_ARG: ratio }: NodeJS.ProcessEnv): number {
    const sampler = name.replace(/^parentbased_/, '');
    if (sampler === 'always_off') return 0;
    return sampler === 'traceidratio' && ratio !== undefined && ratio !== '' ? Number(ratio) : 1;
}
