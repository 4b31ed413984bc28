import type { KeyLayout } from './entity';

/** A layout that an entity gives its keys, and what its rows are told by. */
export interface KeptLayout {
    /** The class that declares it. */
    readonly owner: string;
    readonly layout: Required<KeyLayout>;
    readonly collection: string | undefined;
    readonly tag: Readonly<Record<string, unknown>>;
}

/** Which keys the entities of one chaincode have: two kinds of rows under the same ones could not be told apart. */
export class TakenKeys {
    readonly #objectTypes = new Map<string, string>();
    readonly #layouts: KeptLayout[] = [];

    /** Takes an object type for a member such as `Lot.entity`; answers the one that has it already. */
    takeObjectType(objectType: string, member: string): string | undefined {
        const other = this.#objectTypes.get(objectType);
        this.#objectTypes.set(objectType, member);
        return other;
    }

    /** Takes a layout; answers the class that has it already, unless the tags of both tell their rows apart. */
    takeLayout(kept: KeptLayout): string | undefined {
        const other = this.#layouts.find((known) => haveSameKeys(known, kept) && !haveOtherTags(known, kept));
        this.#layouts.push(kept);
        return other?.owner;
    }
}

/** Of parts and separators between them the same key can be made, too. */
function haveSameKeys(one: KeptLayout, other: KeptLayout): boolean {
    const { prefix, suffix } = one.layout;
    return one.collection === other.collection && prefix === other.layout.prefix && suffix === other.layout.suffix;
}

function haveOtherTags({ tag }: KeptLayout, other: KeptLayout): boolean {
    return Object.entries(tag).some(([name, value]) => Object.hasOwn(other.tag, name) && other.tag[name] !== value);
}
