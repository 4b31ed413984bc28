import { type Environment, type Given, nameOf, type Sayable } from '../input/environment';
import { refuseIdleSettings } from '../input/idle-setting';
import { resolveSwitch } from '../input/switch';
import { ConfigurationError } from '../reporting/command-error';
import { TRACING_SETTINGS } from './tracing-options';

/** What is traced, checked. */
export interface TracingSettings {
    /** Which part of all transactions, from 0 to 1. Undefined: as the variables of OpenTelemetry's SDKs say. */
    readonly sampleRatio: number | undefined;
}

/**
 * Reads what is to be traced; undefined for nothing, and where `OTEL_SDK_DISABLED` says so.
 * @throws ConfigurationError that names the option, its variable and the remedy
 */
export function resolveTracingSettings(environment: Environment): TracingSettings | undefined {
    const { tracing, tracingRatio } = TRACING_SETTINGS;
    if (!resolveSwitch(environment, tracing)) {
        const remedy = `set ${nameOf(tracing)} as well`;
        refuseIdleSettings(environment, [tracingRatio], { why: 'nothing is traced', remedy });
        return undefined;
    }
    if (environment.find({ variables: ['OTEL_SDK_DISABLED'] })?.value.toLowerCase() === 'true') return undefined;
    return { sampleRatio: readRatio(environment, tracingRatio) };
}

function readRatio(environment: Environment, setting: Sayable): number | undefined {
    const given = environment.find(setting);
    if (given === undefined) return undefined;
    const ratio = /^\d*\.?\d+(?:e-?\d+)?$/i.test(given.value) ? Number(given.value) : NaN;
    if (ratio <= 1) return ratio;
    throw invalid(given, setting);
}

function invalid({ source, value }: Given, setting: Sayable): ConfigurationError {
    const remedy = `set ${nameOf(setting)} to a number from 0 to 1, such as 0.01`;
    return new ConfigurationError(`${source} is ${JSON.stringify(value)}, which is no part of all: ${remedy}`);
}
