import { ChurningMap } from '@heddle/protocol/internal';
import type { Entrant } from './entrant';

/** The transactions that run, by their ids: a chaincode that calls another one does so under the same id. */
export class TransactionIds {
    /** Alone where there is one of an id, which is nearly always. */
    readonly #byId = new ChurningMap<string, Entrant | Set<Entrant>>();
    #size = 0;

    get size(): number {
        return this.#size;
    }

    add(entrant: Entrant): void {
        const { txId } = entrant;
        const same = this.#byId.get(txId);
        if (same === undefined) this.#byId.set(txId, entrant);
        else if (same instanceof Set) same.add(entrant);
        else this.#byId.set(txId, new Set([same, entrant]));
        this.#size++;
    }

    /** Whether it was there. */
    delete(entrant: Entrant): boolean {
        const { txId } = entrant;
        const same = this.#byId.get(txId);
        const isAlone = same === entrant;
        if (!isAlone && !(same instanceof Set && same.delete(entrant))) return false;
        if (isAlone || (same instanceof Set && same.size === 0)) this.#byId.delete(txId);
        this.#size--;
        return true;
    }

    /**
     * Whether the same peer has the same transaction run in another chaincode, or on another channel: that one calls this
     * one. Two peers may have it run at the same time in the same chaincode, and neither calls the other.
     */
    isCalledFrom({ txId, peer, packageId, channelId }: Entrant): boolean {
        const same = this.#byId.get(txId);
        if (same === undefined) return false;
        const all = same instanceof Set ? [...same] : [same];
        return all.some(
            (other) => other.peer === peer && (other.packageId !== packageId || other.channelId !== channelId),
        );
    }
}
