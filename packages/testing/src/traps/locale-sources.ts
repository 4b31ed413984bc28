import type { Machine } from '../perturb/machine';
import { hasZone, zonedArguments } from './date-sources';
import { type MachineSource, wrapClass, wrapFunction } from './wrap';

type Method = (...args: unknown[]) => unknown;

/** A method that takes a locale at this place, and the machine's where none is given. */
function localeMethod(
    name: string,
    target: Method,
    place: number,
    localeOf: (machine: Machine) => string,
): MachineSource {
    return {
        name: `${name}() without a locale`,
        kind: 'locale',
        depends: (args) => args[place] === undefined,
        elsewhere: (machine, { self, args }) => {
            const given = [...args];
            given[place] = localeOf(machine);
            return target.apply(self, given);
        },
    };
}

const localeOf = ({ locale }: Machine): string => locale;
const casingOf = ({ casing }: Machine): string => casing;
const collationOf = ({ collation }: Machine): string => collation;

const METHODS: readonly (readonly [object: string, name: string, place: number, of: (machine: Machine) => string])[] = [
    ['String', 'localeCompare', 1, collationOf],
    ['String', 'toLocaleLowerCase', 0, casingOf],
    ['String', 'toLocaleUpperCase', 0, casingOf],
    ['Number', 'toLocaleString', 0, localeOf],
    ['BigInt', 'toLocaleString', 0, localeOf],
];

const FORMATS = ['NumberFormat', 'PluralRules', 'RelativeTimeFormat', 'ListFormat', 'Segmenter', 'DurationFormat'];

type Format = new (...args: unknown[]) => object;

function formatSource(name: string, target: Format, of: (machine: Machine) => string): MachineSource {
    const isOfTime = name === 'DateTimeFormat';
    return {
        name: ([locale]) => `Intl.${name} without a ${locale === undefined ? 'locale' : 'zone'}`,
        kind: 'locale',
        depends: ([locale, options]) => locale === undefined || (isOfTime && !hasZone(options)),
        elsewhere: (machine, { args: [locale, options] }) =>
            new target(...(isOfTime ? zonedArguments(machine, locale, options) : [locale ?? of(machine), options])),
    };
}

/** Traps what takes a locale, where it is given none: then it is the machine's. */
export function trapLocales(realm: typeof globalThis): void {
    for (const [object, name, place, of] of METHODS) {
        const { prototype } = Reflect.get(realm, object) as { readonly prototype: Record<string, Method> }; // of ECMAScript
        const target = prototype[name];
        if (target !== undefined) wrapFunction(prototype, name, localeMethod(name, target, place, of));
    }
    for (const name of ['DateTimeFormat', 'Collator', ...FORMATS]) {
        const target: unknown = Reflect.get(realm.Intl, name);
        if (typeof target !== 'function') continue;
        const source = formatSource(name, target as Format, name === 'Collator' ? collationOf : localeOf);
        wrapClass(realm.Intl, name, { construct: source, apply: source });
    }
}
