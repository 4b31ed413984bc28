import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as api from '@opentelemetry/api';
import { ChaincodeError } from '../errors';

/** The API of OpenTelemetry. What does the work is an SDK that the process has registered; without one, nothing comes of it. */
export type OpenTelemetry = typeof api;

/** What an SDK's provider has besides the API's. */
interface Flushing {
    forceFlush?(): Promise<void>;
}

let loaded: OpenTelemetry | undefined;

/**
 * Loads the API as the application has it installed, or as this package finds it.
 * @throws ChaincodeError INVALID_OPTIONS where there is none
 */
export function loadOpenTelemetry(): OpenTelemetry {
    for (const from of [join(process.cwd(), 'package.json'), __filename]) {
        const require = createRequire(from);
        try {
            return (loaded = require('@opentelemetry/api') as OpenTelemetry);
        } catch {
            // Not from there.
        }
    }
    throw new ChaincodeError(
        'INVALID_OPTIONS',
        'tracing is asked for, and @opentelemetry/api is not installed: install it, with an SDK of OpenTelemetry, or turn ' +
            'tracing off',
    );
}

/**
 * Has the SDK of this thread send the spans that it holds back; does nothing where the API was not loaded. Never rejects: the
 * SDK tells of its failures itself.
 */
export async function flushSpans(): Promise<void> {
    if (loaded === undefined) return;
    const provider = loaded.trace.getTracerProvider();
    try {
        const behind =
            'getDelegate' in provider && typeof provider.getDelegate === 'function' ? provider.getDelegate : null;
        const registered = (behind === null ? provider : behind.call(provider)) as Flushing;
        await registered.forceFlush?.();
    } catch {
        // As said above.
    }
}
