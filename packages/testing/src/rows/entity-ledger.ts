import type { LocalPeer, SeedWrite, StateEntry } from '@heddle/local-peer';
import { toDate } from '@heddle/protocol';

/** A version of a key. */
export interface KeyVersion {
    readonly txId: string;
    readonly at: Date;
    /** Undefined where it was deleted. */
    readonly value: Buffer | undefined;
}

/** Where keys are. */
export interface LedgerPlace {
    readonly chaincode: string;
    readonly channel?: string;
}

/** What the committed state is read from: a peer, or what stands for one. */
export type LedgerSource = Pick<LocalPeer, 'state' | 'states' | 'privateState' | 'privateStates' | 'history' | 'seed'>;

/** The ledger of one chaincode, as rows are found on it. */
export class EntityLedger {
    readonly #peer: LedgerSource;
    readonly #place: LedgerPlace;

    constructor(peer: LedgerSource, place: LedgerPlace) {
        this.#peer = peer;
        this.#place = place;
    }

    /** The value of a key; undefined where it does not exist. */
    value(key: string, collection: string | undefined): Promise<Buffer | undefined> {
        return collection === undefined
            ? this.#peer.state({ ...this.#place, key })
            : this.#peer.privateState({ ...this.#place, collection, key });
    }

    /** All keys, in the order of their UTF-8 bytes: of a collection, or the public ones. */
    entries(collection: string | undefined): Promise<readonly StateEntry[]> {
        return collection === undefined
            ? this.#peer.states(this.#place)
            : this.#peer.privateStates({ ...this.#place, collection });
    }

    /** The versions of a public key, the newest first. */
    async history(key: string): Promise<KeyVersion[]> {
        const versions = await this.#peer.history({ ...this.#place, key });
        return versions.map(({ txId, timestamp, isDelete, value }) => ({
            txId,
            at: toDate(timestamp ?? { seconds: 0n, nanos: 0 }),
            value: isDelete ? undefined : Buffer.from(value),
        }));
    }

    /** Writes by force, in a block of their own. */
    async write(writes: readonly SeedWrite[]): Promise<void> {
        await this.#peer.seed({ ...this.#place, writes });
    }
}
