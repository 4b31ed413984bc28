import type { KeyModification } from '@heddle/protocol';
import type { Channel } from './channel/channel';
import type { Scan, StateEntry } from './ledger/ledger-store';
import { isHeldBy } from './records/private-holders';
import { valuesOf } from './records/private-namespaces';
import type { VersionedValue } from './records/version';

/** Whose state is read. */
export interface StateOptions {
    /** The chaincode's name. */
    readonly chaincode: string;
    /** Default: the peer's first channel. */
    readonly channel?: string;
}

/** Where a key is, and whose. */
export interface StatePlace {
    /** Empty or left out for the public state. */
    readonly collection?: string | undefined;
    /** Of private data: whose peer is asked. Empty or left out: those members' peers that have got it. */
    readonly organization?: string | undefined;
}

/** Keys from one up to and without another one. */
export interface StateRange extends StatePlace {
    /** Default: the first. */
    readonly startKey?: string;
    /** Default: no end. */
    readonly endKey?: string;
}

/** What is committed of one chaincode on one channel. */
export class CommittedState {
    readonly #channel: Pick<Channel, 'store' | 'collections'>;
    readonly #chaincode: string;

    constructor(channel: Pick<Channel, 'store' | 'collections'>, chaincode: string) {
        this.#channel = channel;
        this.#chaincode = chaincode;
    }

    /** Undefined where the key does not exist. */
    async entry({ key, ...place }: StatePlace & { readonly key: string }): Promise<VersionedValue | undefined> {
        const found = await this.#channel.store.state(this.#namespaceOf(place), key);
        return found !== undefined && this.#isSeen(found, place) ? found : undefined;
    }

    async *entries({ startKey = '', endKey = '', ...place }: StateRange = {}): AsyncGenerator<StateEntry> {
        const rows = this.#channel.store.scan(this.#namespaceOf(place), startKey, endKey);
        for await (const row of rowsOf(rows)) if (this.#isSeen(row, place)) yield row;
    }

    /** The versions of a public key, the newest first. To be closed. */
    history(key: string): Scan<KeyModification> {
        return this.#channel.store.history(this.#chaincode, key);
    }

    #namespaceOf({ collection = '' }: StatePlace): string {
        return collection === '' ? this.#chaincode : valuesOf(this.#chaincode, collection);
    }

    #isSeen(value: VersionedValue, { collection = '', organization = '' }: StatePlace): boolean {
        if (collection === '' || organization === '') return true;
        const { members = [] } = this.#channel.collections.find(this.#chaincode, collection) ?? {};
        return members.includes(organization) && isHeldBy(value, organization);
    }
}

/** The rows of a scan, which is closed behind the last one that is asked for. */
export async function* rowsOf<T>(scan: Scan<T>): AsyncGenerator<T> {
    try {
        for (let row = await scan.next(); row !== undefined; row = await scan.next()) yield row;
    } finally {
        await scan.close();
    }
}

export async function listOf<T>(rows: AsyncIterable<T>): Promise<T[]> {
    const list: T[] = [];
    for await (const row of rows) list.push(row);
    return list;
}
