import type { Field, ValidationMetadata } from '@heddle/contract/internal';

/** What a field's validators say of its values, as far as a generator can go by it. */
export interface Constraints {
    readonly isInteger?: boolean;
    readonly least?: number;
    readonly most?: number;
    readonly divisor?: number;
    readonly shortest?: number;
    readonly longest?: number;
    readonly pattern?: RegExp;
    readonly values?: readonly unknown[];
    readonly format?: 'email' | 'uuid' | 'url' | 'iso8601' | 'json' | 'boolean' | 'digits';
    readonly fewest?: number;
    readonly mostElements?: number;
    readonly isUnique?: boolean;
}

type Translation = (constraints: readonly unknown[]) => Constraints;

const TRANSLATIONS: Readonly<Record<string, Translation>> = {
    isInt: () => ({ isInteger: true }),
    min: ([least]) => ({ least: Number(least) }),
    max: ([most]) => ({ most: Number(most) }),
    isPositive: () => ({ least: Number.MIN_VALUE }),
    isNegative: () => ({ most: -Number.MIN_VALUE }),
    isDivisibleBy: ([divisor]) => ({ divisor: Number(divisor), isInteger: true }),
    minLength: ([shortest]) => ({ shortest: Number(shortest) }),
    maxLength: ([longest]) => ({ longest: Number(longest) }),
    isLength: ([shortest, longest]) => ({
        shortest: Number(shortest),
        ...(longest === undefined ? {} : { longest: Number(longest) }),
    }),
    isNotEmpty: () => ({ shortest: 1 }),
    matches: ([pattern]) => (pattern instanceof RegExp ? { pattern } : {}),
    isAlpha: () => ({ pattern: /^[A-Za-z]{1,12}$/ }),
    isAlphanumeric: () => ({ pattern: /^[A-Za-z0-9]{1,12}$/ }),
    isHexadecimal: () => ({ pattern: /^[0-9a-f]{2,16}$/ }),
    isIn: ([values]) => ({ values: values as readonly unknown[] }),
    isEnum: ([values]) => ({ values: Object.values(values as object) }),
    equals: ([value]) => ({ values: [value] }),
    isEmail: () => ({ format: 'email' }),
    isUuid: () => ({ format: 'uuid' }),
    isUrl: () => ({ format: 'url' }),
    isIso8601: () => ({ format: 'iso8601' }),
    isDateString: () => ({ format: 'iso8601' }),
    isJson: () => ({ format: 'json' }),
    isBooleanString: () => ({ format: 'boolean' }),
    isNumberString: () => ({ format: 'digits' }),
    arrayMinSize: ([fewest]) => ({ fewest: Number(fewest) }),
    arrayMaxSize: ([mostElements]) => ({ mostElements: Number(mostElements) }),
    arrayNotEmpty: () => ({ fewest: 1 }),
    arrayUnique: () => ({ isUnique: true }),
};

/** What the validators of a field say of it, and of its elements. */
export interface FieldConstraints {
    readonly own: Constraints;
    readonly ofElements: Constraints;
}

export function constraintsOf({ validators }: Pick<Field, 'validators'>): FieldConstraints {
    const metadatas = validators?.metadatas ?? [];
    return {
        own: combined(metadatas.filter(({ each }) => !each)),
        ofElements: combined(metadatas.filter(({ each }) => each)),
    };
}

function combined(metadatas: readonly ValidationMetadata[]): Constraints {
    return metadatas.reduce<Constraints>((before, { name = '', constraints }) => {
        const translation = Object.hasOwn(TRANSLATIONS, name) ? TRANSLATIONS[name] : undefined;
        const given: readonly unknown[] = Array.isArray(constraints) ? constraints : [];
        return translation === undefined ? before : narrowed(before, translation(given));
    }, {});
}

/** Several validators hold at once: of two limits the closer one. */
function narrowed(before: Constraints, next: Constraints): Constraints {
    const least = highest(before.least, next.least);
    const most = lowest(before.most, next.most);
    return {
        ...before,
        ...next,
        ...(least === undefined ? {} : { least }),
        ...(most === undefined ? {} : { most }),
    };
}

function highest(one: number | undefined, other: number | undefined): number | undefined {
    return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}

function lowest(one: number | undefined, other: number | undefined): number | undefined {
    return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
