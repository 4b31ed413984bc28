import type { Field, Input, Member } from './inputs';
import { compactText, type JsonTree, laidOutText, readJsonTree } from './json-tree';

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
    digits: EMPTY_TEXT,
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
    // What is no number is sent as it was typed, so that the contract says what it thinks of it.
    if (value.kind === 'text' && (isText(input) || input.kind === 'number')) return value.text;
    return jsonOf(value, input);
}

/** A value of the form from an argument of a call that was: the other way round from {@link argumentOf}. */
export function valueFromArgument(text: string, { input }: Field): FormValue {
    if (isText(input) || input.kind === 'number') return { kind: 'text', text };
    return valueFrom(text, input) ?? { kind: 'json', text };
}

/**
 * A value of the form from JSON, with its digits; what does not fit the schema stays JSON.
 * @returns undefined for what is no JSON, or more than a form can hold
 */
export function valueFrom(json: string, input: Input): FormValue | undefined {
    const tree = readJsonTree(json);
    return tree === undefined ? undefined : valueOfTree(tree, input);
}

function valueOfTree(tree: JsonTree, input: Input): FormValue {
    if (tree.kind === 'array' && input.kind === 'list')
        return { kind: 'elements', elements: tree.elements.map((one) => valueOfTree(one, input.element.input)) };
    if (tree.kind === 'object' && hasOneOfEach(tree.members)) {
        if (input.kind === 'object') return membersFrom(new Map(tree.members), input.members);
        if (input.kind === 'map') return mapFrom(tree.members, input.element);
    }
    return tree.kind === 'scalar' ? scalarFrom(tree, input) : jsonFrom(tree);
}

/** A name that is there twice is for the contract to judge: no form can hold it. */
function hasOneOfEach(members: readonly (readonly [name: string, value: JsonTree])[]): boolean {
    return new Set(members.map(([name]) => name)).size === members.length;
}

function mapFrom(members: readonly (readonly [string, JsonTree])[], { input }: Field): FormValue {
    return { kind: 'members', members: members.map(([name, one]) => [name, valueOfTree(one, input)]) };
}

function scalarFrom(tree: JsonTree & { readonly kind: 'scalar' }, input: Input): FormValue {
    const { kind, text } = tree.token;
    if (text === 'null') return NULL;
    const plain = kind === 'string' ? (JSON.parse(text) as string) : text;
    return fits(kind, plain, input) ? { kind: 'text', text: plain } : jsonFrom(tree);
}

/** Whether an input gives this scalar back when it has its text. */
function fits(kind: string, text: string, input: Input): boolean {
    // A text that cannot be chosen stays one: the form says that it is none of the choices.
    if (isText(input)) return kind === 'string';
    if (input.kind === 'choice')
        return input.values.some(
            (one) => scalarText(one) === text && (typeof one === 'string') === (kind === 'string'),
        );
    if (input.kind === 'boolean') return kind === 'word';
    return input.kind === 'number' && kind === 'number';
}

function jsonFrom(tree: JsonTree): FormValue {
    return { kind: 'json', text: laidOutText(compactText(tree)) };
}

/** Strings as they are; numbers and words as JSON has them. */
function scalarText(value: unknown): string {
    return typeof value === 'string' ? value : JSON.stringify(value);
}

function membersFrom(json: ReadonlyMap<string, JsonTree>, members: readonly Member[]): FormValue {
    const known = new Set(members.map(({ name }) => name));
    const others = [...json].filter(([name]) => !known.has(name));
    const valueOf = ({ name, input }: Member): FormValue => {
        const tree = json.get(name);
        return tree === undefined ? ABSENT : valueOfTree(tree, input);
    };
    return {
        kind: 'members',
        members: [
            ...members.map((member) => [member.name, valueOf(member)] as const),
            ...others.map(([name, tree]) => [name, valueOfTree(tree, { kind: 'json' })] as const),
        ],
    };
}

/** As JSON has them: no zeros in front. */
export const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function scalarJson(text: string, input: Input): string {
    if (input.kind === 'number' && NUMBER.test(text.trim())) return text.trim();
    if (input.kind === 'boolean') return text === 'true' ? 'true' : 'false';
    if (input.kind === 'choice') return JSON.stringify(input.values.find((one) => scalarText(one) === text) ?? text);
    return JSON.stringify(text);
}

/** Whether the contract takes an argument as the text that it is. */
function isText({ kind, ...input }: Input): boolean {
    if (kind !== 'choice') return TEXTS.has(kind);
    return 'values' in input && input.values.every((value) => typeof value === 'string');
}

const TEXTS: ReadonlySet<Input['kind']> = new Set<Input['kind']>(['text', 'digits', 'date', 'bytes']);

function elementOf(input: Input): Input {
    return input.kind === 'list' || input.kind === 'map' ? input.element.input : { kind: 'json' };
}

function memberInput(input: Input, name: string): Input {
    if (input.kind === 'map') return input.element.input;
    const member = input.kind === 'object' ? input.members.find((one) => one.name === name) : undefined;
    return member?.input ?? { kind: 'text' };
}
