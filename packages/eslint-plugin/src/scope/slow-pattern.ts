import { type AST, RegExpParser } from '@eslint-community/regexpp';

/** Characters that stand for all: what a class takes of them is what it takes. */
const SAMPLES = [...Array.from({ length: 128 }, (_, code) => code), 0xa0, 0xe9, 0x3b1, 0x4e00, 0x2028, 0x1f600];
const MANY = 10;

type Characters = ReadonlySet<number>;

/**
 * Finds a repetition in a repetition that can divide the same text in many ways, such as `(a+)+$`: a text that does not match
 * is tried in all of them.
 *
 * @returns the repeated part as it is written; undefined for none, and for what is no pattern
 */
export function slowPart(source: string, flags: string): string | undefined {
    try {
        const unicode = flags.includes('u') || flags.includes('v');
        const pattern = new RegExpParser().parsePattern(source, 0, source.length, {
            unicode,
            unicodeSets: flags.includes('v'),
        });
        return slowIn(pattern.alternatives);
    } catch {
        return undefined;
    }
}

function slowIn(alternatives: readonly AST.Alternative[]): string | undefined {
    const found = alternatives.flatMap(({ elements }) =>
        elements.map((element, index) => slowElement(element, elements.slice(index + 1))),
    );
    return found.find((part) => part !== undefined);
}

function slowElement(element: AST.Element, after: readonly AST.Element[]): string | undefined {
    const inner = element.type === 'Quantifier' ? element.element : element;
    if (element.type === 'Quantifier' && element.max >= MANY && mayFail(element, after) && isAmbiguous(inner))
        return element.raw;
    const group = inner.type === 'Group' || inner.type === 'CapturingGroup' ? inner.alternatives : [];
    return slowIn(group);
}

/** Without anything behind it that has to match, the first way is taken. */
function mayFail(element: AST.Element, after: readonly AST.Element[]): boolean {
    if (after.some((one) => (one.type === 'Quantifier' ? one.min > 0 : true))) return true;
    // What is inside of a group goes on behind it.
    const { parent } = element;
    if (parent.type !== 'Alternative') return false;
    const group = parent.parent;
    if (group.type !== 'Group' && group.type !== 'CapturingGroup') return false;
    const outer = group.parent.type === 'Quantifier' ? group.parent : group;
    const siblings = outer.parent.type === 'Alternative' ? outer.parent.elements : [];
    return mayFail(outer, siblings.slice(siblings.indexOf(outer) + 1));
}

/** Whether a repeated part can match one text in two ways. */
function isAmbiguous(part: AST.Node): boolean {
    if (part.type !== 'Group' && part.type !== 'CapturingGroup') return false;
    const { alternatives } = part;
    return alternatives.some(({ elements }) => dividesAtWill(elements)) || overlap(alternatives);
}

/** `a+` in `(a+)+`, and `\w+` in `(\w+\s?)+`: where one round ends and the next begins is open. */
function dividesAtWill(elements: readonly AST.Element[]): boolean {
    return elements.some((element, index) => {
        const others = elements.filter((_, at) => at !== index);
        if (element.type === 'Group' || element.type === 'CapturingGroup')
            return others.every(isOptional) && element.alternatives.some((one) => dividesAtWill(one.elements));
        if (element.type !== 'Quantifier' || element.max < MANY) return false;
        const own = charactersOf(element.element);
        return own.size > 0 && others.every((other) => isOptional(other) || isPart(charactersOf(other), own));
    });
}

function isOptional(element: AST.Element): boolean {
    return (element.type === 'Quantifier' && element.min === 0) || element.type === 'Assertion';
}

/** `(a|a)*`, `(\w|\d)+`: one character by two alternatives. */
function overlap(alternatives: readonly AST.Alternative[]): boolean {
    const sets = alternatives.map(({ elements }) =>
        elements.length === 1 && elements[0] !== undefined ? charactersOf(elements[0]) : new Set<number>(),
    );
    return sets.some((one, index) => sets.slice(index + 1).some((other) => [...one].some((code) => other.has(code))));
}

function isPart(some: Characters, all: Characters): boolean {
    return some.size > 0 && [...some].every((code) => all.has(code));
}

/** What one character, class or repetition of one can be; of longer parts nothing. */
function charactersOf(node: AST.Node): Characters {
    if (node.type === 'Character') return new Set([node.value]);
    if (node.type === 'Quantifier') return charactersOf(node.element);
    if (node.type === 'CharacterSet' || node.type === 'CharacterClass') return charactersIn(node.raw);
    if (node.type !== 'Group' && node.type !== 'CapturingGroup') return new Set();
    const single = node.alternatives.every(({ elements }) => elements.length === 1);
    return new Set(
        single ? node.alternatives.flatMap(({ elements }) => elements.flatMap((one) => [...charactersOf(one)])) : [],
    );
}

function charactersIn(raw: string): Characters {
    const pattern = new RegExp(`^${raw}$`, 'u');
    return new Set(SAMPLES.filter((code) => pattern.test(String.fromCodePoint(code))));
}
