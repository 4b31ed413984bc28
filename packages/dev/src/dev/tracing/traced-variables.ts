import { TRACING_SETTINGS, type TracingSettings } from 'heddle/command';

/** Has the chaincode's processes trace as the network does. */
export function variablesOfTracing(
    variables: NodeJS.ProcessEnv,
    tracing: TracingSettings | undefined,
): NodeJS.ProcessEnv {
    const { tracing: isOn, tracingRatio } = TRACING_SETTINGS;
    if (tracing === undefined) return { ...variables, [isOn.variables[0]]: 'false' };
    const { sampleRatio } = tracing;
    // Otherwise they go by the SDK's variables, as the network does.
    const ratio = sampleRatio !== undefined && { [tracingRatio.variables[0]]: String(sampleRatio) };
    return { ...variables, [isOn.variables[0]]: 'true', ...ratio };
}
