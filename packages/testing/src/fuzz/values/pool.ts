import { types } from 'node:util';
import type { Dice } from './dice';

/** What a value is, as far as one may stand for another. */
export type Kind = 'string' | 'number' | 'bigint' | 'boolean' | 'date' | 'bytes' | 'other';

export function kindOf(value: unknown): Kind {
    if (types.isDate(value)) return 'date';
    if (types.isUint8Array(value)) return 'bytes';
    const kind = typeof value;
    if (kind === 'string' || kind === 'number' || kind === 'bigint' || kind === 'boolean') return kind;
    return 'other';
}

/** Of each role so many are kept, the newest ones. */
const KEPT = 48;
const DEEPEST = 6;

/**
 * Remembers the values of a run by their roles: names of parameters and members, and kinds. What was seen before is what
 * later calls are most likely to meet with.
 */
export class Pool {
    readonly #byName = new Map<string, unknown[]>();
    readonly #byKind = new Map<Kind, unknown[]>();
    /** What is committed, by its key: the parts of that, and the value. */
    readonly #rows = new Map<string, readonly [parts: readonly string[], value: unknown]>();

    /** Remembers a value, and what it is made of. */
    see(name: string, value: unknown, depth = 0): void {
        const kind = kindOf(value);
        if (kind !== 'other') {
            keep(this.#byName, `${kind} ${name}`, value);
            keep(this.#byKind, kind, value);
        } else if (typeof value === 'object' && value !== null && depth < DEEPEST) this.#seeParts(name, value, depth);
    }

    /** One of the name and kind, else one of the kind; undefined where there is none. */
    draw(name: string, kind: Kind, dice: Dice): { readonly value: unknown } | undefined {
        const named = this.#byName.get(`${kind} ${name}`);
        const known = named !== undefined && dice.chance(0.7) ? named : this.#byKind.get(kind);
        return known === undefined ? undefined : { value: dice.pick(known) };
    }

    /** Remembers what is committed under a key; undefined forgets it. */
    seeRow(key: string, value: unknown): void {
        if (value === undefined) this.#rows.delete(key);
        else this.#rows.set(key, [key.split(/[(),~\s]+/).filter(Boolean), value]);
    }

    /** What one row is made of: a call that takes several values from it is likely to meet it. */
    focus(dice: Dice): Pool | undefined {
        if (this.#rows.size === 0) return undefined;
        const [parts, value] = dice.pick([...this.#rows.values()]);
        const focus = new Pool();
        for (const part of parts) focus.see('key', part);
        focus.see('value', value);
        return focus;
    }

    /** Whether a value is one that was seen. */
    has(value: unknown): boolean {
        return this.#byKind.get(kindOf(value))?.includes(value) ?? false;
    }

    #seeParts(name: string, value: object, depth: number): void {
        if (Array.isArray(value)) for (const element of value) this.see(name, element, depth + 1);
        else if (value instanceof Map)
            for (const [key, element] of value as Map<unknown, unknown>) this.see(String(key), element, depth + 1);
        else for (const [key, element] of Object.entries(value)) this.see(key, element, depth + 1);
    }
}

function keep<K>(pool: Map<K, unknown[]>, role: K, value: unknown): void {
    const known = pool.get(role);
    if (known === undefined) pool.set(role, [value]);
    else if (!known.includes(value)) {
        known.push(value);
        if (known.length > KEPT) known.shift();
    }
}
