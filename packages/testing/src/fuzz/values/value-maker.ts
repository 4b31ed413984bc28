import { type Field, fieldAccepts, type ValueType } from '@heddle/contract/internal';
import type * as fc from 'fast-check';
import { TestNetworkError } from '../../errors/test-network-error';
import { type Constraints, constraintsOf } from './constraints';
import type { Dice } from './dice';
import { type Kind, kindOf, type Pool } from './pool';
import { makeEdge, makeScalar, type ScalarSources } from './scalars';

/** What values are made of. */
export interface MakerOptions {
    readonly dice: Dice;
    readonly pool: Pool;
    readonly sources: ScalarSources;
    /** Generators of the author's own, by `transaction.parameter`, `parameter`, or the path of a member. */
    readonly own: Readonly<Record<string, fc.Arbitrary<unknown>>>;
}

const TRIES = 100;
const DEEPEST = 4;
const MOST_ELEMENTS = 3;
const FROM_FOCUS = 0.6;
const FROM_POOL = 0.6;
const FRESH = 0.9;
const LEFT_OUT = 0.3;
const NO_VALUE = 0.15;

const SCALAR_KINDS: Readonly<Record<string, Kind>> = {
    string: 'string',
    number: 'number',
    bigint: 'bigint',
    boolean: 'boolean',
    Date: 'date',
    Uint8Array: 'bytes',
};

interface Wanted {
    readonly type: ValueType;
    readonly name: string;
    readonly path: string;
    readonly constraints: Constraints;
    readonly ofElements: Constraints;
    readonly depth: number;
}

/** Makes values of the types that a contract was compiled with, each as its validators want it. */
export class ValueMaker {
    readonly #options: MakerOptions;
    #focus: Pool | undefined;

    constructor(options: MakerOptions) {
        this.#options = options;
    }

    /** Has values come from one row, where that has such; undefined from anywhere. */
    lookAt(focus: Pool | undefined): void {
        this.#focus = focus;
    }

    /**
     * A value of a parameter or a member; undefined where it may be left out, and is.
     * @param object what it is a member of, as far as that is made
     * @throws TestNetworkError ARGUMENT_INVALID where a hundred values were refused by its validators
     */
    field(field: Field, path: string, object: Record<string, unknown>, depth = 0): unknown {
        const own = this.#options.own[path] ?? this.#options.own[field.name];
        if (own !== undefined) return this.#options.dice.sample(own);
        if (!field.required && this.#options.dice.chance(LEFT_OUT)) return undefined;
        const { own: constraints, ofElements } = constraintsOf(field);
        const wanted: Wanted = { type: field.type, name: field.name, path, constraints, ofElements, depth };
        for (let tries = 0; tries < TRIES; tries += 1) {
            const value = this.#value(wanted);
            if (fieldAccepts(field, { ...object, [field.name]: value })) return value;
        }
        throw new TestNetworkError(
            'ARGUMENT_INVALID',
            `no value for ${path} in ${TRIES} tries: its validators refuse them all. Give fuzz a generator: arguments: { '${path}': fc.… }`,
        );
    }

    /** A value just beyond what the validators of a field allow; undefined where they allow everything. */
    refused(field: Field, path: string, object: Record<string, unknown>): { readonly value: unknown } | undefined {
        if (field.validators === undefined || this.#options.own[path] !== undefined) return undefined;
        const candidates = this.#options.dice.shuffled(beyond(constraintsOf(field).own));
        const value = candidates.find(
            (one) => isOfType(one, field.type) && !fieldAccepts(field, { ...object, [field.name]: one }),
        );
        return value === undefined ? undefined : { value };
    }

    #value(wanted: Wanted): unknown {
        const { type } = wanted;
        if (type.kind === 'scalar') return this.#scalar(SCALAR_KINDS[type.scalar.names[0] ?? ''] ?? 'other', wanted);
        if (type.kind === 'any') return this.#scalar('other', wanted);
        if (type.kind === 'enum') return this.#options.dice.pick(type.values);
        if (type.kind === 'nullable')
            return this.#options.dice.chance(NO_VALUE) ? null : this.#value({ ...wanted, type: type.value });
        return this.#structure(wanted, type);
    }

    #structure(wanted: Wanted, type: Exclude<ValueType, { kind: 'scalar' | 'any' | 'enum' | 'nullable' }>): unknown {
        if (type.kind === 'array') return this.#array(wanted, type.element);
        if (type.kind === 'class' || type.kind === 'variants') return this.#object(wanted, type);
        const entries = this.#entries(wanted, type.element);
        return type.kind === 'map' ? new Map(entries) : Object.fromEntries(entries);
    }

    #scalar(kind: Kind, { name, constraints }: Wanted): unknown {
        const { dice, pool, sources } = this.#options;
        const near =
            this.#focus !== undefined && kind !== 'other' && dice.chance(FROM_FOCUS)
                ? this.#focus.draw(name, kind, dice)
                : undefined;
        if (near !== undefined) return nearby(near.value, dice);
        const at = dice.below(1000) / 1000;
        if (at < FROM_POOL) {
            const seen = kind === 'other' ? undefined : pool.draw(name, kind, dice);
            if (seen !== undefined) return nearby(seen.value, dice);
        }
        const wish = { name, constraints };
        return at < FRESH ? makeScalar(kind, wish, dice, sources) : makeEdge(kind, wish, dice, sources);
    }

    #array({ constraints, ofElements, ...rest }: Wanted, element: ValueType): unknown[] {
        const { fewest = 0, mostElements = Math.max(fewest, MOST_ELEMENTS), isUnique } = constraints;
        const length = this.#options.dice.between(fewest, Math.min(mostElements, fewest + MOST_ELEMENTS));
        const wanted: Wanted = {
            ...rest,
            type: element,
            constraints: ofElements,
            ofElements: {},
            depth: rest.depth + 1,
        };
        if (rest.depth >= DEEPEST) return [];
        const values = Array.from({ length }, () => this.#value(wanted));
        return isUnique === true ? [...new Set(values)] : values;
    }

    #entries(wanted: Wanted, element: ValueType): [string, unknown][] {
        const length = wanted.depth >= DEEPEST ? 0 : this.#options.dice.below(MOST_ELEMENTS);
        const inside: Wanted = { ...wanted, type: element, constraints: {}, ofElements: {}, depth: wanted.depth + 1 };
        return Array.from({ length }, (_, index): [string, unknown] => [
            ['a', 'b', 'c'][index] ?? 'd',
            this.#value(inside),
        ]);
    }

    #object({ path, depth }: Wanted, type: Extract<ValueType, { kind: 'class' | 'variants' }>): unknown {
        const [name, shape] =
            type.kind === 'class'
                ? [undefined, type.shape]
                : this.#options.dice.pick([...type.variants.shapes.entries()]);
        const object: Record<string, unknown> = {};
        if (type.kind === 'variants') object[type.variants.property] = name;
        for (const field of shape.fields) {
            // A class that refers to itself comes to an end where it may.
            if (field.name in object || (depth >= DEEPEST && !field.required)) continue;
            const value = this.field(field, `${path}.${field.name}`, object, depth + 1);
            if (value !== undefined) object[field.name] = value;
        }
        return object;
    }
}

/** A number that was seen, or one beside it: a balance is overdrawn by one. */
function nearby(value: unknown, dice: Dice): unknown {
    if (!dice.chance(0.2)) return value;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value + dice.pick([-1, 1]);
    return typeof value === 'bigint' ? value + dice.pick([-1n, 1n]) : value;
}

function beyond({ least, most, shortest, longest, isInteger, values, pattern, format }: Constraints): unknown[] {
    return [
        ...(least === undefined ? [] : [Math.ceil(least) - 1, BigInt(Math.ceil(least) - 1)]),
        ...(most === undefined ? [] : [Math.floor(most) + 1, BigInt(Math.floor(most) + 1)]),
        ...(shortest === undefined || shortest === 0 ? [] : ['e'.repeat(shortest - 1)]),
        ...(longest === undefined ? [] : ['e'.repeat(longest + 1)]),
        ...(isInteger === true ? [0.5] : []),
        ...(values === undefined && pattern === undefined && format === undefined ? [] : ['', 'no such value', -1]),
    ];
}

function isOfType(value: unknown, type: ValueType): boolean {
    return type.kind === 'scalar' && SCALAR_KINDS[type.scalar.names[0] ?? ''] === kindOf(value);
}
