/** What ECMAScript leaves to an engine: it asks these for an approximation, and says not which. */
const APPROXIMATIONS = [
    ...['acos', 'acosh', 'asin', 'asinh', 'atan', 'atan2', 'atanh', 'cbrt', 'cos', 'cosh', 'exp', 'expm1', 'hypot'],
    ...['log', 'log10', 'log1p', 'log2', 'pow', 'sin', 'sinh', 'tan', 'tanh'],
] as const;

const ERROR_TEXT = 'JSON Parse error: Unexpected token';

type Method = (this: unknown, ...args: unknown[]) => unknown;
/** Takes what has gone otherwise than on this engine. */
type Note = (what: string) => void;

/**
 * Makes this process one of another engine, as far as ECMAScript lets engines differ and a program can tell: an
 * approximation of Math is the number beside, a comparator is asked the other way round, and JSON.parse complains in other
 * words. Exact results stay as they are, and so does what a consistent comparator sorts.
 */
export function becomeOtherEngine(note: Note): void {
    const noting = (what: string) => (): void => {
        note(what);
    };
    for (const name of APPROXIMATIONS) replace(Math, name, (real) => approximated(real, noting(`Math.${name}()`)));
    for (const type of [Array, ...TYPED_ARRAYS])
        for (const name of ['sort', 'toSorted'])
            replace(type.prototype, name, (real) =>
                askedOtherwise(real, noting(`${name}() with a comparator that contradicts itself`)),
            );
    replace(JSON, 'parse', (real) => complainingOtherwise(real, noting('the error of JSON.parse()')));
}

const TYPED_ARRAYS = [Object.getPrototypeOf(Uint8Array) as { readonly prototype: object }];

function replace(owner: object, name: string, replacement: (real: Method) => Method): void {
    const descriptor = Object.getOwnPropertyDescriptor(owner, name);
    if (descriptor === undefined) return; // this version of Node has none
    const made = replacement(descriptor.value as Method); // each of those above
    Object.defineProperty(made, 'name', { value: name, configurable: true });
    Object.defineProperty(owner, name, { ...descriptor, value: made });
}

function approximated(real: Method, changed: () => void): Method {
    return (...args) => {
        const value = real.apply(Math, args) as number; // each of those above
        const neighbour = neighbourOf(value);
        if (neighbour !== value && !Number.isNaN(value)) changed();
        return neighbour;
    };
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

function askedOtherwise(real: Method, changed: () => void): Method {
    return function (this: unknown, compare, ...rest) {
        if (typeof compare !== 'function') return real.call(this, compare, ...rest);
        const ask = compare as (a: unknown, b: unknown) => number;
        const answers: [a: unknown, b: unknown, order: number][] = [];
        const asked = (a: unknown, b: unknown): number => {
            const order = -ask(b, a);
            answers.push([a, b, order]);
            return order;
        };
        const sorted = real.call(this, asked, ...rest);
        if (answers.some(([a, b, order]) => Math.sign(ask(a, b)) !== Math.sign(order))) changed();
        return sorted;
    };
}

function complainingOtherwise(real: Method, changed: () => void): Method {
    return (...args) => {
        try {
            return real.apply(JSON, args);
        } catch (error) {
            if (error instanceof SyntaxError) {
                error.message = ERROR_TEXT;
                changed();
            }
            throw error;
        }
    };
}
