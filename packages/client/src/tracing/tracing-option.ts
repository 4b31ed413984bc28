/** How calls are traced, by OpenTelemetry. */
export interface TracingOptions {
    /**
     * Which part of all transactions is traced, from 0 to 1, by their ids: servers with the same ratio trace the same ones.
     * Default: as `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG` say, else all.
     */
    readonly sampleRatio?: number | undefined;
}

const RATIO = 'a number from 0 to 1, such as 0.01';

/**
 * The part of all transactions that is traced; 0 where tracing is off.
 * @throws TypeError for something else than options, and for an option that there is not
 * @throws RangeError where the ratio, given here or in the SDK's variable, is not a number from 0 to 1
 */
export function sampleRatioOf(tracing: TracingOptions | boolean | undefined): number {
    if (tracing === undefined || tracing === false) return 0;
    const { sampleRatio = ratioOfSampler(process.env) } = tracing === true ? {} : checkedNames(tracing);
    if (isRatio(sampleRatio)) return sampleRatio;
    const value = typeof sampleRatio === 'string' ? JSON.stringify(sampleRatio) : String(sampleRatio);
    throw new RangeError(`tracing.sampleRatio is ${value}: set it to ${RATIO}`);
}

function isRatio(value: unknown): boolean {
    return typeof value === 'number' && value >= 0 && value <= 1;
}

function checkedNames(tracing: TracingOptions | null): TracingOptions {
    if (typeof tracing !== 'object' || tracing === null) {
        const value = JSON.stringify(tracing);
        throw new TypeError(`tracing is ${value}: set it to true or false, or to an object with sampleRatio`);
    }
    // One without a value counts as not given.
    const unknown = Object.entries(tracing).find(([name, value]) => name !== 'sampleRatio' && value !== undefined);
    if (unknown === undefined) return tracing;
    const remedy = 'correct its name, or leave it out';
    throw new TypeError(`tracing has no option '${unknown[0]}'; the options are sampleRatio: ${remedy}`);
}

/** As the SDK reads its variables; a sampler that is not known here is left to it. */
function ratioOfSampler(variables: NodeJS.ProcessEnv): number {
    const { OTEL_TRACES_SAMPLER: name = '', OTEL_TRACES_SAMPLER_ARG: argument = '' } = variables;
    const sampler = name.trim().replace(/^parentbased_/, '');
    if (sampler === 'always_off') return 0;
    if (sampler !== 'traceidratio' || argument.trim() === '') return 1;
    const ratio = Number(argument);
    if (isRatio(ratio)) return ratio;
    const remedy = `set it to ${RATIO}, or say the ratio in tracing.sampleRatio`;
    throw new RangeError(
        `the variable OTEL_TRACES_SAMPLER_ARG is ${JSON.stringify(argument)}, and OTEL_TRACES_SAMPLER is ` +
            `${JSON.stringify(name)}: ${remedy}`,
    );
}
