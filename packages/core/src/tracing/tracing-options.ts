import { misnamedOption, type OptionNames } from '@heddle/protocol/internal';
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

const NAMES: OptionNames<TracingOptions> = { sampleRatio: true };
const RATIO = 'a number from 0 to 1, such as 0.01';

/**
 * Checks what is said of tracing; undefined where it is off.
 * @throws ChaincodeError INVALID_OPTIONS for something else than options, an option that there is not, and a ratio,
 * given here or in the SDK's variable, that is not a number from 0 to 1
 */
export function resolveTracing(tracing: TracingOptions | boolean | undefined): ResolvedTracing | undefined {
    if (tracing === undefined || tracing === false) return undefined;
    const { sampleRatio = ratioOfSampler(process.env) } = tracing === true ? {} : checkedNames(tracing);
    if (typeof sampleRatio === 'number' && sampleRatio >= 0 && sampleRatio <= 1) return { sampleRatio };
    throw invalid(`tracing.sampleRatio is ${shown(sampleRatio)}: set it to ${RATIO}`);
}

function checkedNames(tracing: TracingOptions | null): TracingOptions {
    if (typeof tracing !== 'object' || tracing === null) {
        throw invalid(`tracing is ${shown(tracing)}: set it to true or false, or to an object with sampleRatio`);
    }
    const misnamed = misnamedOption(tracing, NAMES);
    if (misnamed === undefined) return tracing;
    throw invalid(`tracing ${misnamed}: correct its name, or leave it out`);
}

/** As the SDK reads its variables; a sampler of another name is left to the SDK, which is asked for all of them then. */
function ratioOfSampler(variables: NodeJS.ProcessEnv): number {
    const { OTEL_TRACES_SAMPLER: name = '', OTEL_TRACES_SAMPLER_ARG: argument = '' } = variables;
    const sampler = name.trim().replace(/^parentbased_/, '');
    if (sampler === 'always_off') return 0;
    if (sampler !== 'traceidratio' || argument.trim() === '') return 1;
    const ratio = Number(argument);
    if (ratio >= 0 && ratio <= 1) return ratio;
    throw invalid(
        `the variable OTEL_TRACES_SAMPLER_ARG is ${shown(argument)}, and OTEL_TRACES_SAMPLER is ${shown(name)}: set it to ` +
            `${RATIO}, or say the ratio in tracing.sampleRatio (CORE_TRACING_RATIO, --tracing-ratio)`,
    );
}

function invalid(message: string): ChaincodeError {
    return new ChaincodeError('INVALID_OPTIONS', message);
}
