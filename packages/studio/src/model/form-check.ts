import { type FormValue, NUMBER } from './form-value';
import type { Field, Member } from './inputs';
import { mightTakeLong } from './long-pattern';
import type { Schema } from './schema';

/** A mistake, with the path that the contract's own message has: `asset.size`. */
export interface Mistake {
    readonly path: string;
    readonly message: string;
}

/** What a contract would say of these values, as far as the schema tells, in class-validator's words. */
export function mistakesIn(members: readonly Member[], values: ReadonlyMap<string, FormValue>): Mistake[] {
    return members.flatMap((member) => {
        const value = values.get(member.name) ?? { kind: 'absent' };
        return value.kind === 'absent' && member.isOptional ? [] : check(member, value, member.name);
    });
}

function check(field: Field, value: FormValue, path: string): Mistake[] {
    if (value.kind === 'absent') return [{ path, message: 'must be given' }];
    if (value.kind === 'null') return field.isNullable ? [] : [{ path, message: 'must not be null' }];
    if (value.kind === 'json') return jsonMistakes(value.text, path);
    if (value.kind === 'members') return memberMistakes(field, value.members, path);
    if (value.kind === 'elements') return elementMistakes(field, value.elements, path);
    const message = textMistake(value.text, field);
    return message === undefined ? [] : [{ path, message: `${path.split('.').at(-1) ?? path} ${message}` }];
}

function memberMistakes({ input }: Field, members: readonly (readonly [string, FormValue])[], path: string): Mistake[] {
    return members.flatMap(([name, value]) => {
        const member = input.kind === 'object' ? input.members.find((one) => one.name === name) : undefined;
        const field = member ?? (input.kind === 'map' ? input.element : undefined);
        if (field === undefined || (value.kind === 'absent' && member?.isOptional === true)) return [];
        return check(field, value, `${path}.${name}`);
    });
}

function elementMistakes({ input, schema }: Field, elements: readonly FormValue[], path: string): Mistake[] {
    const { minItems, maxItems } = schema;
    const count = [
        ...(minItems !== undefined && elements.length < minItems
            ? [{ path, message: `must contain at least ${minItems} elements` }]
            : []),
        ...(maxItems !== undefined && elements.length > maxItems
            ? [{ path, message: `must contain no more than ${maxItems} elements` }]
            : []),
    ];
    if (input.kind !== 'list') return count;
    return [...count, ...elements.flatMap((one, index) => check(input.element, one, `${path}[${index}]`))];
}

function jsonMistakes(text: string, path: string): Mistake[] {
    try {
        JSON.parse(text);
        return [];
    } catch (error) {
        return [{ path, message: `is no JSON: ${error instanceof Error ? error.message : String(error)}` }];
    }
}

function textMistake(text: string, { input, schema }: Field): string | undefined {
    if (input.kind === 'number') return numberMistake(text, schema);
    if (input.kind === 'text' || input.kind === 'digits') return lengthMistake(text, schema);
    if (input.kind === 'date' && Number.isNaN(Date.parse(text))) return 'must be a valid ISO 8601 date string';
    if (input.kind === 'choice' && !input.values.some((value) => String(value) === text))
        return `must be one of the following values: ${input.values.join(', ')}`;
    return undefined;
}

function numberMistake(text: string, schema: Schema): string | undefined {
    const number = Number(text);
    if (!NUMBER.test(text.trim())) return 'must be a number conforming to the specified constraints';
    if (schema.type === 'integer' && !Number.isInteger(number)) return 'must be an integer number';
    return lowMistake(number, schema) ?? highMistake(number, schema);
}

function lowMistake(number: number, { minimum, exclusiveMinimum = false }: Schema): string | undefined {
    if (minimum === undefined || number > minimum) return undefined;
    if (!exclusiveMinimum) return number < minimum ? `must not be less than ${minimum}` : undefined;
    return minimum === 0 ? 'must be a positive number' : `must be greater than ${minimum}`;
}

function highMistake(number: number, { maximum, exclusiveMaximum = false }: Schema): string | undefined {
    if (maximum === undefined || number < maximum) return undefined;
    if (!exclusiveMaximum) return number > maximum ? `must not be greater than ${maximum}` : undefined;
    return maximum === 0 ? 'must be a negative number' : `must be less than ${maximum}`;
}

function lengthMistake(text: string, { minLength, maxLength, pattern }: Schema): string | undefined {
    // A character is one, whether JavaScript has one half of it or two.
    const { length } = Array.from(text);
    if (minLength !== undefined && length < minLength) return `must be longer than or equal to ${minLength} characters`;
    if (maxLength !== undefined && length > maxLength)
        return `must be shorter than or equal to ${maxLength} characters`;
    if (pattern !== undefined && !matches(pattern, text)) return `must match ${pattern} regular expression`;
    return undefined;
}

/** A pattern of another language's expressions says nothing here, nor does one that the page might stand still at. */
function matches(pattern: string, text: string): boolean {
    if (mightTakeLong(pattern, text.length)) return true;
    try {
        return new RegExp(pattern, 'u').test(text);
    } catch {
        return true;
    }
}
