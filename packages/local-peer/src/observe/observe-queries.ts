import type { PeerLogger } from '../logger';
import { notify } from './notify';
import type { PeerObserver } from './peer-observer';

/** Tells log and observer where CouchDB answers a channel's queries otherwise than one expects. */
export function observeQueries(
    channel: string,
    observer: PeerObserver,
    logger: PeerLogger,
): (warning: { readonly chaincode: string; readonly text: string }) => void {
    return ({ chaincode, text }) => {
        logger.warn({ channel, chaincode }, text);
        notify(logger, () => observer.queryWarning?.(Object.freeze({ channel, chaincode, text })));
    };
}
