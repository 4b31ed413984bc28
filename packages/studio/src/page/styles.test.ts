import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const STYLES = readFileSync(join(__dirname, '..', '..', 'src', 'page', 'styles.css'), 'utf8');
/** WCAG 2.2 AA: of text, and of what has to be seen to use the page. */
const TEXT = 4.5;
const SHAPE = 3;

type Tokens = ReadonlyMap<string, string>;

const PLAIN = ['canvas', 'surface', 'sunken', 'hover'];
/** By the colour of text, what is behind it besides the rules that say both. */
const TEXT_ON: Readonly<Record<string, readonly string[]>> = {
    // Rows and keys that are selected, and the failure of a transaction, have all of these in them.
    ink: [...PLAIN, 'accent-soft', 'bad-soft', 'warn-soft'],
    ink2: [...PLAIN, 'accent-soft', 'bad-soft'],
    ink3: [...PLAIN, 'accent-soft', 'bad-soft'],
    accent: [...PLAIN, 'accent-soft', 'bad-soft', 'warn-soft'],
    bad: [...PLAIN, 'accent-soft', 'bad-soft'],
    good: [...PLAIN, 'good-soft'],
    warn: ['surface', 'warn-soft'],
    'on-accent': ['accent'],
};
/** Fields, dots, lines of threads and the ring of the focus. */
const SHAPE_ON: Readonly<Record<string, readonly string[]>> = {
    field: ['canvas', 'surface', 'hover'],
    ink3: [...PLAIN, 'accent-soft'],
    accent: [...PLAIN, 'accent-soft'],
    bad: ['canvas', 'surface', 'hover', 'accent-soft'],
    good: ['canvas', 'surface'],
    warn: ['canvas', 'surface'],
};

/** Light, then dark. */
const TOKEN = /--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g;

const TOKENS = [...STYLES.matchAll(TOKEN)];
const SCHEMES: readonly (readonly [scheme: string, tokens: Tokens])[] = [
    ['light', new Map(TOKENS.map(([, name = '', light = '']) => [name, light]))],
    ['dark', new Map(TOKENS.map(([, name = '', , dark = '']) => [name, dark]))],
];

function luminance(color: string): number {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((from) => {
        const part = parseInt(color.slice(from, from + 2), 16) / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
    const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
}

/** The pairs of a table that can be told apart less well than they have to be. */
function weakPairs(tokens: Tokens, table: Readonly<Record<string, readonly string[]>>, least: number): string[] {
    return Object.entries(table).flatMap(([front, backs]) =>
        backs.flatMap((back) => {
            const [one, other] = [tokens.get(front), tokens.get(back)];
            if (one === undefined || other === undefined) return [`${front} or ${back} is missing`];
            const ratio = contrast(one, other);
            return ratio >= least ? [] : [`${front} on ${back}: ${ratio.toFixed(2)}`];
        }),
    );
}

/** What the rules say: each with the token of its text and the one behind it, where it has them. */
function rules(): { readonly color: string | undefined; readonly background: string | undefined }[] {
    return [...STYLES.matchAll(/\{([^{}]*)\}/g)].map(([, body = '']) => ({
        color: /(?:^|\s)(?:color|fill): var\(--([\w-]+)\)/.exec(body)?.[1],
        background: /(?:^|\s)background: var\(--([\w-]+)\)/.exec(body)?.[1],
    }));
}

describe('the colours of the page', () => {
    it('are computed as the guidelines compute them', () => {
        expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
        expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
    });

    it('have each a name of their own', () => {
        expect(TOKENS.length).toBeGreaterThan(20);
        for (const [, tokens] of SCHEMES) expect(tokens.size).toBe(TOKENS.length);
    });

    it('are all in the table of what is behind what', () => {
        const texts = new Set(Object.keys(TEXT_ON));
        // A dot is filled, and is no text.
        const used = rules().flatMap(({ color }) => (color === undefined || color === 'surface' ? [] : [color]));
        expect(used.filter((color) => !texts.has(color))).toEqual([]);
        const pairs = rules().filter(({ color, background }) => color !== undefined && background !== undefined);
        expect(pairs.length).toBeGreaterThan(5);
        for (const { color = '', background = '' } of pairs) expect(TEXT_ON[color]).toContain(background);
    });

    it('are given by tokens alone', () => {
        const rest = STYLES.replaceAll(TOKEN, '');
        expect(rest.match(/#[0-9a-f]{3,8}\b/gi)).toBeNull();
    });

    it.each(SCHEMES)('let text be read, %s', (_scheme, tokens) => {
        expect(weakPairs(tokens, TEXT_ON, TEXT)).toEqual([]);
    });

    it.each(SCHEMES)('let fields, dots and the focus be seen, %s', (_scheme, tokens) => {
        expect(weakPairs(tokens, SHAPE_ON, SHAPE)).toEqual([]);
    });
});
