import type { Channel } from './channel/channel';
import { LocalPeerError } from './errors';
import type { ChannelMark } from './ledger/channel-mark';
import type { MarkListener } from './observe/observe-marks';

/** What all channels of a local peer had at one time, to come back to. */
export interface LedgerMark {
    /** Undefined for a mark that lasts as long as the peer. */
    readonly name: string | undefined;
    /** How many blocks the first channel had. */
    readonly height: bigint;
    /** When it was taken. */
    readonly at: Date;
}

/** How a mark is taken. */
export interface MarkOptions {
    /** Keeps it with the ledger, under this name. Default: it has no name, and lasts as long as the peer. */
    readonly name?: string | undefined;
}

/** What a revert has done. */
export interface RevertResult {
    readonly mark: LedgerMark;
    /** How many blocks were undone, on all channels. */
    readonly undoneBlocks: bigint;
}

/** The marks of all channels together. One channel goes back after the other: no transaction writes on two. */
export class LedgerMarks {
    readonly #channels: () => readonly Channel[];
    readonly #listener: MarkListener;
    /** The places of marks that this process has taken, by channel. */
    readonly #places = new WeakMap<LedgerMark, ReadonlyMap<Channel, ChannelMark>>();

    /** @param channels throws where the peer is closed */
    constructor(channels: () => readonly Channel[], listener: MarkListener) {
        this.#channels = channels;
        this.#listener = listener;
    }

    /** Those with names, which are the same on all channels. */
    get named(): readonly LedgerMark[] {
        const [first] = this.#channels();
        return (first?.store.marks ?? []).flatMap((mark) => (mark.name === undefined ? [] : toMark(mark)));
    }

    async take(name: string | undefined): Promise<LedgerMark> {
        const replaced = this.named.find((one) => one.name === name);
        const places = new Map<Channel, ChannelMark>();
        for (const channel of this.#channels()) places.set(channel, await channel.mark(name));
        const [first] = places.values();
        if (first === undefined) throw new Error('a local peer has a channel');
        const mark = toMark(first);
        this.#places.set(mark, places);
        if (name !== undefined) this.#listener.marked({ name, height: mark.height, replacedHeight: replaced?.height });
        return mark;
    }

    /** @throws LocalPeerError MARK_GONE */
    async revert(wanted: LedgerMark | string): Promise<RevertResult> {
        const places = this.#placesOf(wanted);
        let undoneBlocks = 0n;
        for (const [channel, mark] of places) undoneBlocks += await channel.revert(mark);
        const [first] = places.values();
        if (first === undefined) throw new Error('a local peer has a channel');
        const mark = typeof wanted === 'string' ? toMark(first) : wanted;
        this.#listener.reverted({ name: mark.name, height: mark.height, undoneBlocks });
        return { mark, undoneBlocks };
    }

    /** @throws LocalPeerError MARK_GONE for a name that there is not */
    async forget(wanted: LedgerMark | string): Promise<void> {
        for (const [channel, mark] of this.#placesOf(wanted)) await channel.forget(mark);
    }

    #placesOf(wanted: LedgerMark | string): ReadonlyMap<Channel, ChannelMark> {
        const name = typeof wanted === 'string' ? wanted : wanted.name;
        const places = typeof wanted === 'string' ? undefined : this.#places.get(wanted);
        if (places !== undefined) return places;
        const found = this.#channels().flatMap((channel) => {
            const mark = channel.store.marks.find((one) => one.name !== undefined && one.name === name);
            return mark === undefined ? [] : [[channel, mark] as const];
        });
        if (found.length > 0) return new Map(found);
        throw new LocalPeerError('MARK_GONE', `there is no mark '${name ?? ''}': ${this.#knownNames()}`);
    }

    #knownNames(): string {
        const names = this.named.map(({ name }) => name);
        return names.length === 0 ? 'none has a name' : `there are ${names.join(', ')}`;
    }
}

function toMark({ name, height, at }: ChannelMark): LedgerMark {
    return Object.freeze({ name, height, at });
}
