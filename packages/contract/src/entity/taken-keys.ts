import { commonKey, type KeyPattern } from './key-pattern';

type Tag = Readonly<Record<string, unknown>>;

/** Keys of one kind that an entity has: those of its rows, or those of the entries of an index. */
export interface KeptKeys {
    /** The class that declares them. */
    readonly owner: string;
    /** Of entries: the index. */
    readonly index?: string;
    readonly pattern: KeyPattern;
    /** The author gave their layout. All others are composite keys of an object type that nothing else has. */
    readonly isOfAuthor: boolean;
    readonly collection: string | undefined;
    /** What its rows are told by; entries have no such thing. */
    readonly tag: Tag;
    /** Gathers what may stand under these keys besides. */
    readonly neighbours: KeyNeighbours;
}

/** Another entity whose rows may have a key that rows of this one may have. */
export interface KeyNeighbour {
    readonly owner: string;
    readonly tag: Tag;
    /** A key that both may have. */
    readonly key: string;
}

/** The other entities of a chaincode with which an entity shares keys. */
export interface KeyNeighbours {
    /** Tags tell the rows apart. */
    readonly told: KeyNeighbour[];
    /** Nothing but their collections keeps the rows apart, for as long as they are used in no further ones. */
    readonly elsewhere: KeyNeighbour[];
}

/** Two kinds of keys that meet, and nothing tells what stands under them apart. */
export interface KeyCollision {
    readonly other: KeptKeys;
    readonly key: string;
}

/** Which keys the entities of one chaincode have: two kinds of rows under the same ones could not be told apart. */
export class TakenKeys {
    readonly #objectTypes = new Map<string, string>();
    readonly #kept: KeptKeys[] = [];

    /** Takes an object type for a member such as `Lot.entity`; answers the one that has it already. */
    takeObjectType(objectType: string, member: string): string | undefined {
        const other = this.#objectTypes.get(objectType);
        this.#objectTypes.set(objectType, member);
        return other;
    }

    /** Takes keys; answers those with which they collide. */
    takeKeys(kept: KeptKeys): KeyCollision | undefined {
        let collision: KeyCollision | undefined;
        for (const other of this.#kept) {
            if (!kept.isOfAuthor && !other.isOfAuthor) continue;
            const key = commonKey(kept.pattern, other.pattern);
            if (key !== undefined && !areApart(kept, other, key)) collision ??= { other, key };
        }
        this.#kept.push(kept);
        return collision;
    }
}

/** Whether rows or entries under a common key are told apart; both entities keep what does it. */
function areApart(one: KeptKeys, other: KeptKeys, key: string): boolean {
    if (haveOtherTags(one, other)) {
        one.neighbours.told.push(neighbour(other, key));
        other.neighbours.told.push(neighbour(one, key));
        return true;
    }
    if (one.collection === other.collection) return false;
    // Public rows stay where they are.
    if (other.collection !== undefined) one.neighbours.elsewhere.push(neighbour(other, key));
    if (one.collection !== undefined) other.neighbours.elsewhere.push(neighbour(one, key));
    return true;
}

function neighbour(kept: KeptKeys, key: string): KeyNeighbour {
    return { owner: ownerOf(kept), tag: kept.tag, key };
}

/** For messages: the class, or the index of one. */
export function ownerOf({ owner, index }: KeptKeys): string {
    return index === undefined ? owner : `the index ${index} of ${owner}`;
}

function haveOtherTags(one: KeptKeys, other: KeptKeys): boolean {
    if (one.index !== undefined || other.index !== undefined) return false;
    return Object.entries(one.tag).some(([name, value]) => Object.hasOwn(other.tag, name) && other.tag[name] !== value);
}
