import { closest, ConfigurationError } from 'heddle/command';

/** Where in a file a value stands, `users.minter`; empty for the whole. */
export interface Place {
    readonly file: string;
    readonly path: string;
}

/** Takes a value of a file as it was meant. @throws ConfigurationError that names the place and the remedy */
export type Check<T> = (value: unknown, place: Place) => T;

type Checks = Readonly<Record<string, Check<unknown>>>;

type Checked<C extends Checks> = { readonly [Name in keyof C]?: ReturnType<C[Name]> };

export const text: Check<string> = (value, place) => {
    if (typeof value === 'string' && value !== '') return value;
    throw invalid(place, value, 'a text that is not empty');
};

export const wholeNumber: Check<number> = (value, place) => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw invalid(place, value, 'a whole number');
};

export const yesOrNo: Check<boolean> = (value, place) => {
    if (typeof value === 'boolean') return value;
    throw invalid(place, value, 'true or false');
};

export function oneOf<T extends string>(...choices: readonly T[]): Check<T> {
    return (value, place) => {
        const chosen = choices.find((choice) => choice === value);
        if (chosen !== undefined) return chosen;
        throw invalid(place, value, choices.map((choice) => JSON.stringify(choice)).join(' or '));
    };
}

export function listOf<T>(check: Check<T>): Check<readonly T[]> {
    return (value, place) => {
        if (!Array.isArray(value)) throw invalid(place, value, 'a list');
        return value.map((item, index) => check(item, at(place, String(index))));
    };
}

/** An object whose members have names of the author's choice. */
export function recordOf<T>(check: Check<T>): Check<ReadonlyMap<string, T>> {
    return (value, place) =>
        new Map(membersOf(value, place).map(([name, member]) => [name, check(member, at(place, name))]));
}

/** An object that has no other members than these, any of which may be left out. */
export function objectOf<C extends Checks>(checks: C): Check<Checked<C>> {
    return (value, place) => {
        const checked = membersOf(value, place).map(([name, member]) => {
            const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
            if (check === undefined) throw unknownMember(name, place, Object.keys(checks));
            return [name, check(member, at(place, name))];
        });
        // Each member was taken by its own check.
        return Object.fromEntries(checked) as Checked<C>;
    };
}

/** What to throw where a value is not what it should be. */
export function invalid(place: Place, value: unknown, wanted: string): ConfigurationError {
    return new ConfigurationError(`${placeText(place)} is ${JSON.stringify(value)}: give ${wanted}`);
}

export function placeText({ file, path }: Place): string {
    return path === '' ? file : `${path} in ${file}`;
}

function unknownMember(name: string, place: Place, known: readonly string[]): ConfigurationError {
    const near = closest(name, known);
    const remedy = near === undefined ? '' : `did you mean ${near}? `;
    return new ConfigurationError(
        `${placeText(at(place, name))} means nothing to heddle dev: ${remedy}There ${place.path === '' ? 'are' : 'can be'} ${known.join(', ')}`,
    );
}

function membersOf(value: unknown, place: Place): [string, unknown][] {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
    throw invalid(place, value, 'an object');
}

function at({ file, path }: Place, name: string): Place {
    return { file, path: path === '' ? name : `${path}.${name}` };
}
