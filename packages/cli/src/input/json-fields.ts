import { ConfigurationError } from '../reporting/command-error';

/** The fields of an object in a file of JSON. */
export type Fields<Name extends string> = Readonly<Partial<Record<Name, unknown>>>;

/** @throws ConfigurationError where it is no object, or has a field that is not known */
export function checkedFields<Name extends string>(
    value: unknown,
    known: readonly Name[],
    where: string,
): Fields<Name> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw invalid(where, 'is not an object', `give it ${known.join(', ')}`);
    }
    const unknown = Object.keys(value).find((name) => !known.some((other) => other === name));
    if (unknown === undefined) return value as Fields<Name>;
    throw invalid(`${where}.${unknown}`, 'means nothing', `take it away, or call it one of ${known.join(', ')}`);
}

/** @throws ConfigurationError where it is missing, or is no text */
export function requiredText<Name extends string>(fields: Fields<Name>, name: Name, where: string): string {
    const text = optionalText(fields, name, where);
    if (text !== undefined) return text;
    throw invalid(`${where}.${name}`, 'is missing', 'set it');
}

/** @throws ConfigurationError where it is something other than a text */
export function optionalText<Name extends string>(fields: Fields<Name>, name: Name, where: string): string | undefined {
    const value: unknown = fields[name];
    if (value === undefined || (typeof value === 'string' && value !== '')) return value;
    throw invalid(`${where}.${name}`, `is ${JSON.stringify(value)}`, 'set it to a text, or leave it out');
}

function invalid(where: string, what: string, remedy: string): ConfigurationError {
    return new ConfigurationError(`${where} ${what}: ${remedy}`);
}
