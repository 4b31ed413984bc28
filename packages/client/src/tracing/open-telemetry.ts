import type * as api from '@opentelemetry/api';

/** The API of OpenTelemetry, which the application has installed. */
export type OpenTelemetry = typeof api;

/** Loads it, when the first call is to be traced. @throws Error where it is not installed */
export function loadOpenTelemetry(): OpenTelemetry {
    try {
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- at once, and only where it is asked for
        return require('@opentelemetry/api') as OpenTelemetry;
    } catch (cause) {
        throw new Error('tracing is on, and @opentelemetry/api is not installed: install it, or leave tracing out', {
            cause,
        });
    }
}
