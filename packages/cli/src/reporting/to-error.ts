import { inspect, types } from 'node:util';

/** Makes an Error of whatever was thrown. By isNativeError, as errors may come from another realm. */
export function toError(thrown: unknown): Error {
    return types.isNativeError(thrown) ? thrown : new Error(`${inspect(thrown)} was thrown, which is no error`);
}
