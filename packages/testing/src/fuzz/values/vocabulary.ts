/** Words of a contract's own source, which bring a generator to its limits: numbers, texts, names of roles. */
export interface Vocabulary {
    readonly numbers: readonly number[];
    readonly texts: readonly string[];
    /** What stands between two values in a text that is made of them. */
    readonly separators: readonly string[];
    /** Milliseconds. */
    readonly durations: readonly number[];
    readonly mspIds: readonly string[];
    /** Attributes of certificates that are asked for, and values that stand near. */
    readonly attributes: readonly { readonly name: string; readonly values: readonly string[] }[];
    readonly transientKeys: readonly string[];
    /** Whether it asks for the id of a client, and not for its name alone. */
    readonly asksForIds: boolean;
}

const NUMBER = String.raw`(?:\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?)`;
const NUMBERS = new RegExp(String.raw`(?<![\w.$])(${NUMBER})n?(?![\w.])`, 'gi');
const PRODUCTS = new RegExp(String.raw`(?<![\w.$])${NUMBER}(?:\s*\*\s*${NUMBER})+(?![\w.])`, 'gi');
const TEXTS = /(['"])((?:(?!\1)[^\\\n]){1,40})\1/g;
const MSP_ID = /^[A-Za-z0-9.-]*MSP$/;
const BETWEEN_HOLES = /\}([^${}`]{1,3})\$\{/g;
const BETWEEN_SUMS = /\+\s*(['"])([^'"\\\n]{1,3})\1\s*\+/g;
const ATTRIBUTE = /(?:get|assert)AttributeValue\(\s*(['"])([^'"\\]+)\1([^;{]{0,80})/g;
const TRANSIENT_KEY = /\.get\(\s*(['"])([\w.:-]+)\1\s*\)/g;
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;

/** Reads the words of source text, which may be TypeScript or what a compiler made of it. */
export function vocabularyOf(source: string): Vocabulary {
    const text = source.replace(COMMENT, ' ');
    const numbers = matches(text, NUMBERS, 1).map(numberOf);
    const texts = matches(text, TEXTS, 2);
    return {
        asksForIds: /\bgetID\(|\bgetCreator\(|\bgetIDBytes\(/.test(text),
        numbers: unique(numbers.filter(Number.isFinite)),
        texts: unique(texts.filter((one) => !one.startsWith('@') && !one.startsWith('.'))),
        separators: unique([...matches(text, BETWEEN_HOLES, 1), ...matches(text, BETWEEN_SUMS, 2)]),
        durations: unique([...matches(text, PRODUCTS, 0).map(productOf), ...numbers.filter((one) => one >= 1000)]),
        mspIds: unique(texts.filter((one) => MSP_ID.test(one))),
        attributes: Array.from(text.matchAll(ATTRIBUTE), ([, , name = '', near = '']) => ({
            name,
            values: matches(near, TEXTS, 2),
        })),
        transientKeys: text.includes('getTransient') ? unique(matches(text, TRANSIENT_KEY, 2)) : [],
    };
}

function matches(text: string, pattern: RegExp, group: number): string[] {
    return Array.from(text.matchAll(pattern), (match) => match[group] ?? '');
}

function numberOf(text: string): number {
    return Number(text.replaceAll('_', ''));
}

function productOf(text: string): number {
    return text.split('*').reduce((product, factor) => product * numberOf(factor.trim()), 1);
}

function unique<T>(list: readonly T[]): T[] {
    return [...new Set(list)];
}
