import type { Settings } from 'node:http2';

/**
 * How much may be under way in one direction: with HTTP/2's 64 KiB, large values would wait for a round trip again and
 * again.
 */
export const WINDOW_BYTES = 16 * 1024 * 1024;
/** What node:http2 may hold for one connection, in megabytes: its default of 10 is below the size of one message. */
const SESSION_MEMORY_MB = 1024;

/** The options of connections, on both sides. Their own window is set by `setLocalWindowSize`. */
export const CONNECTION_LIMITS: { readonly settings: Settings; readonly maxSessionMemory: number } = {
    settings: { initialWindowSize: WINDOW_BYTES, enablePush: false },
    maxSessionMemory: SESSION_MEMORY_MB,
};
