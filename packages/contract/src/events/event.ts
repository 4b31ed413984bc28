import { isMarked, mark } from '@heddle/core/internal';
import type { DataOf } from '../entity/entity-types';
import type { Class } from '../evidence/class';

// Symbol.for, so that classes that were declared with another copy of this package are recognised.
const MARKER = Symbol.for('heddle.EventSpec');

/** How an event is told. */
export interface EventOptions {
    /**
     * Whether listeners must never see it in an envelope: a second event in the same transaction is refused then. Default
     * false.
     */
    readonly alone?: boolean;
}

/** What a class of events says in its static member `event`. */
export interface EventSpec<Name extends string = string> {
    readonly name: Name;
    readonly alone: boolean;
}

/** A class whose values are events. */
export type AnyEvent = (new () => object) & { readonly event: EventSpec };

/** The fields of an event: those of its class, without methods. */
export type EventValue<C extends AnyEvent> = DataOf<InstanceType<C>>;

/**
 * Declares a class to be an event, under the name by which clients listen to it.
 *
 * @example
 * class Transferred {
 *     static readonly event = event('Transferred');
 *     \@IsString() from!: string;
 *     \@IsString() to!: string;
 *     \@Property() amount!: bigint;
 * }
 */
export function event<Name extends string>(name: Name, { alone = false }: EventOptions = {}): EventSpec<Name> {
    return Object.freeze(marked({ name, alone }));
}

function marked<T extends object>(spec: T): T {
    mark(spec, MARKER);
    return spec;
}

/** What a class says of itself as an event, by itself or by its base; undefined for all else. */
export function eventSpecOf(target: unknown): EventSpec | undefined {
    if (typeof target !== 'function') return undefined;
    const spec: unknown = Reflect.get(target as Class, 'event');
    return isMarked(spec, MARKER) ? (spec as EventSpec) : undefined; // nothing else has the mark
}
