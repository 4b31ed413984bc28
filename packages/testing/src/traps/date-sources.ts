import type { Machine } from '../perturb/machine';
import { type MachineSource, wrapClass, wrapFunction } from './wrap';

// Whatever stands in the place of these later.
const RealDate = Date;

type DateClass = new (...args: unknown[]) => Date;

/** A text that says in which zone it is, or a date alone, which ECMAScript reads as UTC. */
const ZONED = /(?:Z|UTC?|GMT|[ECMP][SD]T|[+-]\d{1,2}:?\d{2})\s*(?:\(.*\))?$/i;
const DATE_ALONE = /^[+-]?\d{4,6}(?:-\d{2}){0,2}$/;

function isLocalText(text: unknown): text is string {
    return typeof text === 'string' && !ZONED.test(text.trim()) && !DATE_ALONE.test(text.trim());
}

const NOW: MachineSource = {
    name: 'Date.now()',
    kind: 'time',
    elsewhere: ({ ahead }, { real }) => (real() as number) + ahead,
};

const MADE: MachineSource = {
    name: ({ length }) => {
        if (length === 0) return 'new Date()';
        return length === 1 ? 'new Date(a text without a zone)' : 'new Date(year, month, …)';
    },
    kind: 'time',
    depends: ({ length, 0: text }) => length !== 1 || isLocalText(text),
    elsewhere: (machine, call) => {
        const made = call.real() as Date;
        const { length } = call.args;
        const time = made.getTime() + (length === 0 ? machine.ahead : localShift(machine, made));
        return Reflect.construct(RealDate as DateClass, [time], call.self as DateClass);
    },
};

const TEXT_OF_NOW: MachineSource = {
    name: 'Date()',
    kind: 'time',
    elsewhere: (machine, { real }) =>
        textIn(machine, RealDate.parse(real() as string) + machine.ahead, ['date', 'time']),
};

const PARSED: MachineSource = {
    name: 'Date.parse(a text without a zone)',
    kind: 'locale',
    depends: ([text]) => isLocalText(text),
    elsewhere: (machine, { real }) => {
        const time = real() as number;
        return time + localShift(machine, new RealDate(time));
    },
};

/** How much later the same clock time is in another zone than in this one. */
function localShift({ zone }: Machine, local: Date): number {
    const time = local.getTime();
    if (Number.isNaN(time)) return NaN;
    const shown = time - local.getTimezoneOffset() * 60_000;
    return zone.timeOf(shown) - time;
}

const FIELDS = ['Date', 'Day', 'FullYear', 'Hours', 'Minutes', 'Month'] as const;

/** A local member, by the same of UTC: of the time that the zone's clocks show. */
function fieldSource(method: 'get' | 'set', field: string): MachineSource {
    const utc = Reflect.get(RealDate.prototype, `${method}UTC${field}`) as (this: Date, ...args: unknown[]) => number; // every one of these has it
    return {
        name: `${method}${field}() of a Date`,
        kind: 'locale',
        elsewhere: ({ zone }, { self, args }) => {
            const date = self as Date;
            const time = date.getTime();
            const shown = new RealDate(time + zone.offsetAt(time));
            const result = utc.apply(shown, [...args]);
            return method === 'get' ? result : date.setTime(zone.timeOf(result));
        },
    };
}

const OFFSET: MachineSource = {
    name: 'getTimezoneOffset() of a Date',
    kind: 'locale',
    elsewhere: ({ zone }, { self }) => zone.offsetAt((self as Date).getTime()) / -60_000,
};

type TextPart = 'date' | 'time';

function textSource(name: string, parts: readonly TextPart[]): MachineSource {
    return {
        name: `${name}() of a Date`,
        kind: 'locale',
        elsewhere: (machine, { self }) => textIn(machine, (self as Date).getTime(), parts),
    };
}

/** As a Date's toString has it: `Tue Jan 02 2024 13:00:00 GMT+1300 (Pacific/Apia)`. */
function textIn({ zone }: Machine, time: number, parts: readonly TextPart[]): string {
    if (Number.isNaN(time)) return 'Invalid Date';
    const offset = zone.offsetAt(time);
    const shown = new RealDate(time + offset);
    const [weekday = '', day = '', month = '', year = '', clock = ''] = shown.toUTCString().replace(',', '').split(' ');
    const minutes = Math.abs(offset) / 60_000;
    const digits = `${Math.floor(minutes / 60)}`.padStart(2, '0') + `${minutes % 60}`.padStart(2, '0');
    const texts: Readonly<Record<TextPart, string>> = {
        date: `${weekday} ${month} ${day} ${year}`,
        time: `${clock} GMT${offset < 0 ? '-' : '+'}${digits} (${zone.name})`,
    };
    return parts.map((part) => texts[part]).join(' ');
}

const LOCALE_TEXTS = ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'] as const;

function localeTextSource(name: (typeof LOCALE_TEXTS)[number]): MachineSource {
    const real = Reflect.get(RealDate.prototype, name) as (this: Date, locale: unknown, options: object) => string; // each of them takes these
    return {
        name: `${name}() of a Date`,
        kind: 'locale',
        depends: ([locale, options]) => locale === undefined || !hasZone(options),
        elsewhere: (machine, { self, args: [locale, options] }) =>
            real.apply(self as Date, zonedArguments(machine, locale, options)),
    };
}

export function hasZone(options: unknown): boolean {
    return (options as { readonly timeZone?: unknown } | undefined)?.timeZone !== undefined;
}

/** Locale and options of a format of times, with the machine's where there are none. */
export function zonedArguments(
    { locale, zone }: Machine,
    givenLocale: unknown,
    options: unknown,
): [locale: unknown, options: object] {
    return [
        givenLocale ?? locale,
        hasZone(options) ? (options as object) : { ...(options as object), timeZone: zone.name },
    ];
}

/** Traps what is a machine's own in Date: its clock, its zone and its locale. UTC is the same everywhere. */
export function trapDate(realm: typeof globalThis): void {
    const { prototype } = realm.Date;
    wrapFunction(realm.Date, 'now', NOW);
    wrapFunction(realm.Date, 'parse', PARSED);
    for (const field of FIELDS) wrapFunction(prototype, `get${field}`, fieldSource('get', field));
    for (const field of FIELDS.filter((one) => one !== 'Day'))
        wrapFunction(prototype, `set${field}`, fieldSource('set', field));
    wrapFunction(prototype, 'getTimezoneOffset', OFFSET);
    wrapFunction(prototype, 'toString', textSource('toString', ['date', 'time']));
    wrapFunction(prototype, 'toDateString', textSource('toDateString', ['date']));
    wrapFunction(prototype, 'toTimeString', textSource('toTimeString', ['time']));
    for (const name of LOCALE_TEXTS) wrapFunction(prototype, name, localeTextSource(name));
    wrapClass(realm, 'Date', { construct: MADE, apply: TEXT_OF_NOW });
}
