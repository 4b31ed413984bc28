/** The names of options, all of them: the compiler asks for each. */
export type OptionNames<O> = Readonly<Record<keyof O, true>>;

/**
 * What is wrong with the names in options, for a person; undefined where each is known. A name that nobody knows would be
 * ignored, and what it was to change would stay as it is. One without a value counts as not given.
 */
export function misnamedOption<O>(given: object, names: OptionNames<O>): string | undefined {
    const known = Object.keys(names);
    const [name] = Object.entries(given).flatMap(([one, value]) =>
        value === undefined || known.includes(one) ? [] : [one],
    );
    return name === undefined ? undefined : `has no option '${name}'; the options are ${known.sort().join(', ')}`;
}
