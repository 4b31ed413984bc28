import type { KeyModification } from '@heddle/protocol';
import type { Channel } from './channel/channel';
import type { Scan, StateEntry } from './ledger/ledger-store';
import { isHeldBy } from './records/private-holders';
import { valuesOf } from './records/private-namespaces';

/** A key's committed state. */
export interface StateOptions {
    readonly chaincode: string;
    readonly channel?: string;
}

/** A key of private data. */
export interface PrivateKeyOptions {
    readonly collection: string;
    readonly key: string;
    /** Whose peer's value is wanted. Default: that of those members' peers that have got it. */
    readonly organization?: string | undefined;
}

/** What is committed of one chaincode on one channel. */
export class CommittedState {
    readonly #channel: Pick<Channel, 'store' | 'collections'>;
    readonly #chaincode: string;

    constructor(channel: Pick<Channel, 'store' | 'collections'>, chaincode: string) {
        this.#channel = channel;
        this.#chaincode = chaincode;
    }

    async value(key: string): Promise<Buffer | undefined> {
        return (await this.#channel.store.state(this.#chaincode, key))?.value;
    }

    async privateValue({ collection: name, key, organization }: PrivateKeyOptions): Promise<Buffer | undefined> {
        const { store, collections } = this.#channel;
        const collection = collections.find(this.#chaincode, name);
        if (organization !== undefined && collection?.members.includes(organization) !== true) return undefined;
        const held = await store.state(valuesOf(this.#chaincode, name), key);
        return organization === undefined || isHeldBy(held, organization) ? held?.value : undefined;
    }

    /** From `startKey` up to and without `endKey`. An empty end is no end. To be closed. */
    scan(startKey = '', endKey = ''): Scan<StateEntry> {
        return this.#channel.store.scan(this.#chaincode, startKey, endKey);
    }

    privateScan(collection: string, startKey = '', endKey = ''): Scan<StateEntry> {
        return this.#channel.store.scan(valuesOf(this.#chaincode, collection), startKey, endKey);
    }

    history(key: string): Scan<KeyModification> {
        return this.#channel.store.history(this.#chaincode, key);
    }
}

/** What is left of a scan, which is closed then. */
export async function entriesOf<T>(scan: Scan<T>): Promise<T[]> {
    const entries: T[] = [];
    for (let entry = await scan.next(); entry !== undefined; entry = await scan.next()) entries.push(entry);
    await scan.close();
    return entries;
}
