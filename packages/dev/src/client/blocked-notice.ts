import { readBlocked } from '../dev/connection/blocked-file';
import type { Connection } from './gateway-connection';

const LOOK_MS = 500;

/**
 * Tells on standard error, once, when a call to the network of `heddle dev` waits for a chaincode that is blocked.
 * The call goes on: the chaincode may do so, too.
 */
export class BlockedNotice implements Disposable {
    readonly #timer: NodeJS.Timeout;

    constructor({ dev }: Connection) {
        this.#timer = setInterval(() => {
            const why = dev && readBlocked(dev.folder);
            if (why === undefined) return;
            process.stderr.write(`the call waits: ${why}\n`);
            clearInterval(this.#timer);
        }, LOOK_MS);
        if (dev === undefined) clearInterval(this.#timer);
    }

    [Symbol.dispose](): void {
        clearInterval(this.#timer);
    }
}
