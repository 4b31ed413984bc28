import { errorText } from '../errors';
import type { PeerLogger } from '../logger';

/** Tells an observer something. What it throws is its own fault, and nobody else's. */
export function notify(logger: PeerLogger, tell: () => void): void {
    try {
        tell();
    } catch (error) {
        logger.error({}, `the observer of the local peer failed: ${errorText(error)}`);
    }
}
