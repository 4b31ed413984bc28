import type { Logger } from '@heddle/core';
import type { ExitCode, ProcessHost } from 'heddle/command';
import { DevSession, type DevSessionOptions } from './dev-session';
import { DevLog } from './output/dev-log';

/** For the peer; the chaincode's process has its own time. */
const GRACE_MS = 3000;

/** Runs a session until the process is told to end. @throws CommandError if there is no network to be had */
export async function runDev(options: DevSessionOptions, host: ProcessHost): Promise<ExitCode> {
    const session = new DevSession(options);
    const close = (): Promise<void> => session.close();
    const logger = loggerOf(new DevLog(options.terminal));
    const ended = host.serve({ logger, graceMs: GRACE_MS, close, endsWithReader: true });
    try {
        // It runs until it is closed, which ends the process, or fails.
        return await Promise.race([ended, session.run().then(() => ended)]);
    } catch (error) {
        await session.close();
        throw error;
    } finally {
        session.kill();
    }
}

/** What the end of a process has to say, for a person. */
function loggerOf(log: DevLog): Logger {
    const tell =
        (level: 'info' | 'error') =>
        (fields: object, text: string): void => {
            const thrown = 'err' in fields ? `: ${String(fields.err)}` : '';
            log.note(level, `${text}${thrown}`);
        };
    return {
        debug: () => undefined,
        info: tell('info'),
        warn: tell('error'),
        error: tell('error'),
        isLevelEnabled: (level) => level !== 'debug',
    };
}
