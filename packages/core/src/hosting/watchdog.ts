import { ChaincodeError } from '../errors';
import type { Logger } from '../logger';
import type { HostObserver } from '../observer';
import type { SessionRunner } from '../session/session-runner';

/** What a watchdog knows of the session that it watches. */
export interface WatchedSession {
    readonly runner: SessionRunner;
    readonly packageId: string;
    /** Where the stream comes from, or leads to, for the log. */
    readonly remote: string;
    /** Whom the peer asked for, for the log. */
    readonly authority?: string | undefined;
    /** Whether the same peer has accepted this package id on another stream. */
    readonly isServedOtherwise: () => boolean;
    readonly logger: Logger;
    readonly observer?: HostObserver | undefined;
}

/**
 * Sees to it that a refused registration does not pass unnoticed. A peer that does not accept a package id answers
 * nothing and keeps the stream, while its callers wait for minutes; once the stream ends they fail at once (fabric,
 * core/chaincode/handler.go, HandleRegister, and runtime_launcher.go).
 *
 * The stream is left open where the peer has accepted the id on another one: at the end of a stream, a peer
 * deregisters everything under its id, the healthy session included.
 * @param timeoutMs 0 for no watch
 * @returns ends the watch
 */
export function watchRegistration(session: WatchedSession, timeoutMs: number): () => void {
    if (timeoutMs === 0) return () => undefined;
    const timer = setTimeout(() => {
        if (session.runner.state.kind === 'created') judge(session, timeoutMs);
    }, timeoutMs);
    return () => {
        clearTimeout(timer);
    };
}

function judge(session: WatchedSession, timeoutMs: number): void {
    const { runner, packageId, remote, authority, isServedOtherwise, logger, observer } = session;
    const fields = { packageId, remote, authority };
    if (isServedOtherwise()) {
        logger.error(
            fields,
            `the peer at ${remote} opened a second stream, on which it does not accept ${packageId}: two packages point ` +
                'at this address; each package id needs its own',
        );
        return;
    }
    const message =
        `the peer at ${remote} did not accept package id ${packageId} within ${timeoutMs} ms: compare it with what ` +
        '`peer lifecycle chaincode queryinstalled` shows there, and correct CORE_CHAINCODE_ID';
    logger.error(fields, message);
    observer?.registrationRefused?.(message);
    // It never rejects, and the end of the session is noticed where it runs.
    void runner.close(new ChaincodeError('SESSION_CLOSED', message));
}
