import { bigintScalar } from './bigint-scalar';
import { booleanScalar } from './boolean-scalar';
import { bytesScalar } from './bytes-scalar';
import { dateScalar } from './date-scalar';
import { numberScalar } from './number-scalar';
import type { Scalar, Unwritable } from './scalar';
import { stringScalar } from './string-scalar';

/** All types whose values have no parts. Those that JSON has in a string stand in scalarText as well. */
export const SCALARS: readonly Scalar[] = [
    stringScalar,
    numberScalar,
    booleanScalar,
    dateScalar,
    bytesScalar,
    bigintScalar,
];

// By prototypes: a test kit may have put another constructor of the same objects in the place of Date.
const BY_PROTOTYPE = indexed(({ constructors }) => constructors.map(prototypeOf));
const BY_NAME = indexed(({ names }) => names);
const BY_VALIDATOR = indexed(({ validators }) => validators);

function indexed(keysOf: (scalar: Scalar) => readonly unknown[]): ReadonlyMap<unknown, Scalar> {
    return new Map(SCALARS.flatMap((scalar) => keysOf(scalar).map((key) => [key, scalar] as const)));
}

/** The scalar that a constructor such as `String` stands for. */
export function scalarOf(constructor: unknown): Scalar | undefined {
    return typeof constructor === 'function' ? BY_PROTOTYPE.get(prototypeOf(constructor)) : undefined;
}

/** Of what has none, such as an arrow function, the function itself. */
function prototypeOf(constructor: unknown): unknown {
    return (constructor as { readonly prototype?: unknown }).prototype ?? constructor;
}

/** The scalar that a text such as `'string'` stands for. */
export function scalarNamed(name: string): Scalar | undefined {
    return BY_NAME.get(name);
}

/** The scalar that a validator such as `isInt` leaves no choice but. */
export function scalarValidatedBy(validator: string): Scalar | undefined {
    return BY_VALIDATOR.get(validator);
}

/** The text of a value that JSON has in a string; undefined for all other values. */
export function scalarText(value: unknown): string | Unwritable | undefined {
    // One by one: canonical JSON asks this of every object in a value, and a loop over the rows takes longer.
    if (dateScalar.is(value)) return dateScalar.json.write(value);
    if (bytesScalar.is(value)) return bytesScalar.json.write(value);
    if (bigintScalar.is(value)) return bigintScalar.json.write(value);
    return undefined;
}

/** Tells whether JSON has a value in a string that is not its own text. */
export function isTextScalar(value: unknown): boolean {
    return SCALARS.some(({ is, json }) => json.parse !== undefined && is(value));
}
