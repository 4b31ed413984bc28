import type { Field, Input, Member } from './inputs';

/**
 * What somebody has put into a form, as text, so that digits stay what they are. `absent` is left out, `null` is null; JSON
 * text stands for itself.
 */
export type FormValue =
    | { readonly kind: 'absent' }
    | { readonly kind: 'null' }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'json'; readonly text: string }
    | { readonly kind: 'members'; readonly members: readonly (readonly [name: string, value: FormValue])[] }
    | { readonly kind: 'elements'; readonly elements: readonly FormValue[] };

const ABSENT: FormValue = { kind: 'absent' };
const NULL: FormValue = { kind: 'null' };

/** What a form begins with. */
export function emptyValue({ input }: Field, isOptional = false): FormValue {
    if (isOptional) return ABSENT;
    if (input.kind === 'object')
        return { kind: 'members', members: input.members.map((one) => [one.name, emptyValue(one, one.isOptional)]) };
    if (input.kind === 'choice') return { kind: 'text', text: scalarText(input.values[0] ?? '') };
    return EMPTY[input.kind];
}

const EMPTY_TEXT: FormValue = { kind: 'text', text: '' };
const EMPTY: Readonly<Record<Exclude<Input['kind'], 'object' | 'choice'>, FormValue>> = {
    text: EMPTY_TEXT,
    number: EMPTY_TEXT,
    date: EMPTY_TEXT,
    bytes: EMPTY_TEXT,
    boolean: { kind: 'text', text: 'false' },
    json: { kind: 'json', text: '{}' },
    list: { kind: 'elements', elements: [] },
    map: { kind: 'members', members: [] },
};

/** The JSON of a value, with its digits as they were typed; undefined for one that is left out. */
export function jsonOf(value: FormValue, input: Input): string | undefined {
    switch (value.kind) {
        case 'absent':
            return undefined;
        case 'null':
            return 'null';
        case 'json':
            return value.text;
        case 'text':
            return scalarJson(value.text, input);
        case 'elements':
            return `[${value.elements.map((one) => jsonOf(one, elementOf(input)) ?? 'null').join(',')}]`;
        case 'members': {
            const members = value.members.flatMap(([name, member]) => {
                const json = jsonOf(member, memberInput(input, name));
                return json === undefined ? [] : [`${JSON.stringify(name)}:${json}`];
            });
            return `{${members.join(',')}}`;
        }
    }
}

/** An argument as the contract reads it: a text as it is, all else as JSON. */
export function argumentOf(value: FormValue, { input }: Field): string | undefined {
    const isText = input.kind === 'text' || input.kind === 'date' || input.kind === 'bytes';
    if (value.kind === 'text' && (isText || isTextChoice(input))) return value.text;
    if (value.kind === 'text' && input.kind === 'number') return value.text;
    return jsonOf(value, input);
}

/** A value of the form from JSON; what does not fit the schema stays JSON. */
export function valueFrom(json: unknown, input: Input): FormValue {
    if (json === undefined) return ABSENT;
    if (json === null) return NULL;
    if (typeof json === 'object') return groupFrom(json, input);
    return input.kind === 'json' ? jsonFrom(json) : { kind: 'text', text: scalarText(json) };
}

function groupFrom(json: object, input: Input): FormValue {
    if (input.kind === 'object' && isObject(json)) return membersFrom(json, input.members);
    if (input.kind === 'map' && isObject(json)) {
        const members = Object.entries(json).map(([name, one]) => [name, valueFrom(one, input.element.input)] as const);
        return { kind: 'members', members };
    }
    if (input.kind === 'list' && Array.isArray(json))
        return { kind: 'elements', elements: json.map((one) => valueFrom(one, input.element.input)) };
    return jsonFrom(json);
}

function jsonFrom(json: unknown): FormValue {
    return { kind: 'json', text: JSON.stringify(json, undefined, 4) };
}

/** Strings as they are; numbers and words as JSON has them. */
function scalarText(value: unknown): string {
    return typeof value === 'string' ? value : JSON.stringify(value);
}

function membersFrom(json: Readonly<Record<string, unknown>>, members: readonly Member[]): FormValue {
    const known = new Set(members.map(({ name }) => name));
    const others = Object.entries(json).filter(([name]) => !known.has(name));
    return {
        kind: 'members',
        members: [
            ...members.map(({ name, input }) => [name, valueFrom(own(json, name), input)] as const),
            ...others.map(([name, value]) => [name, valueFrom(value, { kind: 'json' })] as const),
        ],
    };
}

function scalarJson(text: string, input: Input): string {
    if (input.kind === 'number' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text.trim())) return text.trim();
    if (input.kind === 'boolean') return text === 'true' ? 'true' : 'false';
    if (input.kind === 'choice') return JSON.stringify(input.values.find((one) => String(one) === text) ?? text);
    return JSON.stringify(text);
}

function isTextChoice(input: Input): boolean {
    return input.kind === 'choice' && input.values.every((value) => typeof value === 'string');
}

function elementOf(input: Input): Input {
    return input.kind === 'list' || input.kind === 'map' ? input.element.input : { kind: 'json' };
}

function memberInput(input: Input, name: string): Input {
    if (input.kind === 'map') return input.element.input;
    const member = input.kind === 'object' ? input.members.find((one) => one.name === name) : undefined;
    return member?.input ?? { kind: 'text' };
}

function own(json: Readonly<Record<string, unknown>>, name: string): unknown {
    return Object.hasOwn(json, name) ? json[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
