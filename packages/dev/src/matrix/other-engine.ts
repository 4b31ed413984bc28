/** What ECMAScript leaves to an engine: it asks these for an approximation, and says not which. */
const APPROXIMATIONS = [
    ...['acos', 'acosh', 'asin', 'asinh', 'atan', 'atan2', 'atanh', 'cbrt', 'cos', 'cosh', 'exp', 'expm1', 'hypot'],
    ...['log', 'log10', 'log1p', 'log2', 'pow', 'sin', 'sinh', 'tan', 'tanh'],
] as const;

const ERROR_TEXT = 'JSON Parse error: Unexpected token';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Makes this process one of another engine, as far as ECMAScript lets engines differ and a program can tell: an
 * approximation of Math is the number beside, a comparator is asked the other way round, and JSON.parse complains in other
 * words. Exact results stay as they are, and so does what a consistent comparator sorts.
 */
export function becomeOtherEngine(): void {
    for (const name of APPROXIMATIONS) replace(Math, name, (real) => approximated(real));
    for (const type of [Array, ...TYPED_ARRAYS]) {
        replace(type.prototype, 'sort', (real) => askedOtherwise(real));
        replace(type.prototype, 'toSorted', (real) => askedOtherwise(real));
    }
    replace(JSON, 'parse', (real) => complainingOtherwise(real));
}

const TYPED_ARRAYS = [Object.getPrototypeOf(Uint8Array) as { readonly prototype: object }];

function replace(owner: object, name: string, replacement: (real: Method) => Method): void {
    const descriptor = Object.getOwnPropertyDescriptor(owner, name);
    if (descriptor === undefined) return; // this version of Node has none
    const made = replacement(descriptor.value as Method); // each of those above
    Object.defineProperty(made, 'name', { value: name, configurable: true });
    Object.defineProperty(owner, name, { ...descriptor, value: made });
}

function approximated(real: Method): Method {
    return (...args) => neighbourOf(real.apply(Math, args) as number);
}

/** The next number away from zero; what is whole, zero, infinite or none is exact everywhere. */
function neighbourOf(value: number): number {
    if (!Number.isFinite(value) || Number.isInteger(value)) return value;
    const bits = new BigInt64Array(1);
    const numbers = new Float64Array(bits.buffer);
    numbers[0] = value;
    bits[0] = (bits[0] ?? 0n) + 1n;
    return numbers[0];
}

function askedOtherwise(real: Method): Method {
    return function (this: unknown, compare, ...rest) {
        if (typeof compare !== 'function') return real.call(this, compare, ...rest);
        const ask = compare as (a: unknown, b: unknown) => number;
        return real.call(this, (a: unknown, b: unknown) => -ask(b, a), ...rest);
    };
}

function complainingOtherwise(real: Method): Method {
    return (...args) => {
        try {
            return real.apply(JSON, args);
        } catch (error) {
            if (error instanceof SyntaxError) error.message = ERROR_TEXT;
            throw error;
        }
    };
}
