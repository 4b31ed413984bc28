import type { KeyLayout } from './entity';
import type { KeyField } from './key-field';

/**
 * What the keys of one kind look like: a row of places, each for one character or for any number of them. Where a part's
 * form is intricate, as that of numbers, its places allow more than it: what no two patterns have, no two kinds have.
 */
export interface KeyPattern {
    readonly places: readonly Place[];
    /** Its keys begin with U+0000, as composite keys do. */
    readonly isComposite: boolean;
}

/** Characters, of which a key has one here, or any number. */
interface Place {
    readonly has: (character: string) => boolean;
    /** Some of them: enough that two places with a character in common have one of these in common. */
    readonly some: readonly string[];
    readonly isRepeated: boolean;
}

/** Where a search stands in each of two patterns, with the key that led there. */
interface Step {
    readonly one: number;
    readonly other: number;
    readonly key: string;
}

const SEPARATOR = '\u0000';
/** Of two places of any text, each leaves out one separator at most. */
const LETTERS = ['a', 'b', 'c'];
const DIGITS = '1023456789';

/** The pattern of the keys that are these fields in this layout. */
export function patternOf({ prefix, separator, suffix }: Required<KeyLayout>, fields: readonly KeyField[]): KeyPattern {
    const places = textOf(prefix);
    for (const [index, field] of fields.entries()) {
        if (index > 0) places.push(...textOf(separator));
        places.push(...placesOf(field, fields.length > 1 ? separator : SEPARATOR));
    }
    places.push(...textOf(suffix));
    return { places, isComposite: prefix.startsWith(SEPARATOR) };
}

/** A key that both patterns have, one of the shortest; undefined where they have none in common. */
export function commonKey(one: KeyPattern, other: KeyPattern): string | undefined {
    const steps: Step[] = [{ one: 0, other: 0, key: '' }];
    const seen = new Set<string>();
    for (const step of steps) {
        const mark = `${step.one} ${step.other} ${step.key === ''}`;
        if (seen.has(mark)) continue;
        seen.add(mark);
        const isEnd = step.one === one.places.length && step.other === other.places.length;
        if (isEnd && step.key !== '') return step.key;
        steps.push(...stepsBehind(step, one, other));
    }
    return undefined;
}

function stepsBehind(step: Step, one: KeyPattern, other: KeyPattern): Step[] {
    const left = one.places[step.one];
    const right = other.places[step.other];
    const steps: Step[] = [];
    if (left?.isRepeated === true) steps.push({ ...step, one: step.one + 1 });
    if (right?.isRepeated === true) steps.push({ ...step, other: step.other + 1 });
    const character = left && right && commonCharacter(left, right);
    if (character === undefined) return steps;
    const isAllowed = step.key !== '' || [one, other].every((pattern) => canBegin(pattern, character));
    const key = step.key + character;
    if (isAllowed) steps.push({ one: behind(step.one, left), other: behind(step.other, right), key });
    return steps;
}

/** Where a pattern goes on behind a character of a place. */
function behind(at: number, place: Place | undefined): number {
    return place?.isRepeated === true ? at : at + 1;
}

function commonCharacter(one: Place, other: Place): string | undefined {
    return one.some.find((character) => other.has(character)) ?? other.some.find((character) => one.has(character));
}

/** Keys that begin otherwise are refused when they are made. */
function canBegin({ isComposite }: KeyPattern, character: string): boolean {
    return character === SEPARATOR ? isComposite : character !== '_';
}

function placesOf({ as, text }: KeyField, separator: string): Place[] {
    switch (as) {
        case 'string':
            return [repeated(anyBut(separator))];
        case 'boolean':
            // true, false
            return [oneOf('tf'), oneOf('ra'), oneOf('ul'), oneOf('es'), repeated(oneOf('e'))];
        case 'date':
            return Array.from('0000-00-00T00:00:00.000Z', (character) => oneOf(character === '0' ? DIGITS : character));
        case 'number':
        case 'bigint':
            return text ? [oneOf(`${DIGITS}-`), repeated(oneOf(`${DIGITS}.e+-`))] : numberPlaces();
    }
}

/** `p242` for 42, `n757~` for -42. */
function numberPlaces(): Place[] {
    return [oneOf('pn'), oneOf(DIGITS), oneOf(DIGITS), repeated(oneOf(`${DIGITS}~`))];
}

function textOf(text: string): Place[] {
    return text.split('').map((character) => oneOf(character));
}

function oneOf(characters: string): Place {
    const some = characters.split('');
    return { has: (character) => some.includes(character), some, isRepeated: false };
}

/** Of a separator of several characters, a text may have each. */
function anyBut(separator: string): Place {
    const has = (character: string): boolean => character !== SEPARATOR && character !== separator;
    return { has, some: LETTERS.filter(has), isRepeated: false };
}

function repeated(place: Place): Place {
    return { ...place, isRepeated: true };
}
