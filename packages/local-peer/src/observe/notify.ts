import { notify as tell } from '@heddle/protocol/internal';
import { errorText } from '../errors';
import { type PeerLogger, silentLogger } from '../logger';

/** Tells an observer something. What it throws, or rejects with, is its own fault and nobody else's. */
export function notify(logger: PeerLogger, run: () => unknown): void {
    tell(run, (error) => {
        const text = `the observer of the local peer failed: ${errorText(error)}`;
        // A peer without a log has nowhere else to say what its user did not mean.
        if (logger === silentLogger) process.emitWarning(text);
        else logger.error({}, text);
    });
}
