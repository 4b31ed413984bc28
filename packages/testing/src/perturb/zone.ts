/** A time zone, and what a Date's local members would be in it. */
export interface Zone {
    readonly name: string;
    /** How far its clocks are ahead of UTC at that time, in milliseconds. */
    offsetAt(time: number): number;
    /** The time that its clocks show as this: the time of UTC with the same fields. */
    timeOf(shown: number): number;
}

const PREFERRED = 'Pacific/Apia';
const FALLBACK = 'America/St_Johns';

/** Another zone than that of this name: on the other side of the date line, or half an hour apart. */
export function otherZone(own: string): Zone {
    return new NamedZone(own === PREFERRED ? FALLBACK : PREFERRED);
}

/** By what Intl knows of it, so that the variables of the process stay as they are. */
class NamedZone implements Zone {
    readonly name: string;
    readonly #format: Intl.DateTimeFormat;

    constructor(name: string) {
        this.name = name;
        this.#format = new Intl.DateTimeFormat('en-US', {
            timeZone: name,
            calendar: 'gregory',
            hourCycle: 'h23',
            era: 'short',
            year: 'numeric',
            month: 'numeric',
            day: 'numeric',
            hour: 'numeric',
            minute: 'numeric',
            second: 'numeric',
        });
    }

    offsetAt(time: number): number {
        if (Number.isNaN(time)) return 0;
        const parts = new Map(this.#format.formatToParts(time).map(({ type, value }) => [type, value]));
        const part = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name));
        // Before our era years count backwards, from 1.
        const year = parts.get('era') === 'BC' ? 1 - part('year') : part('year');
        const shown = new Date(0);
        shown.setUTCFullYear(year, part('month') - 1, part('day'));
        shown.setUTCHours(part('hour'), part('minute'), part('second'));
        return shown.getTime() - Math.floor(time / 1000) * 1000;
    }

    timeOf(shown: number): number {
        // The offset of a time near by is that of the time itself, except in the hours around a change.
        const near = shown - this.offsetAt(shown);
        return shown - this.offsetAt(near);
    }
}
