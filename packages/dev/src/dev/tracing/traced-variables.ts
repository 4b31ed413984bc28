import type { ResolvedTracing } from '@heddle/core/internal';
import { TRACING_SETTINGS } from 'heddle/command';

/** Has the chaincode's processes trace as the network does. */
export function variablesOfTracing(
    variables: NodeJS.ProcessEnv,
    tracing: ResolvedTracing | undefined,
): NodeJS.ProcessEnv {
    const { tracing: isOn, tracingRatio } = TRACING_SETTINGS;
    if (tracing === undefined) return { ...variables, [isOn.variables[0]]: 'false' };
    return { ...variables, [isOn.variables[0]]: 'true', [tracingRatio.variables[0]]: String(tracing.sampleRatio) };
}
