import { otherZone, type Zone } from './zone';

/** Another machine, as far as a transaction can tell that it runs on one: the second run of a transaction is there. */
export interface Machine {
    /** How far its clocks are ahead, in milliseconds. */
    readonly ahead: number;
    readonly zone: Zone;
    /** Its default locale for numbers and dates. */
    readonly locale: string;
    /** Its default locale for the order of texts. */
    readonly collation: string;
    /** Its default locale for upper and lower case. */
    readonly casing: string;
    /** For a message: how it differs. */
    readonly description: string;
}

const DAY_MS = 86_400_000;
const DAYS = 400;
/** Not whole days: another hour, and other milliseconds, too. */
const AHEAD_MS = DAYS * DAY_MS + 5 * 3_600_000 + 1_234;

/** Makes the machine that differs from this one in everything that endorsers may differ in. */
export function otherMachine(): Machine {
    const own = new Intl.DateTimeFormat().resolvedOptions();
    const zone = otherZone(own.timeZone);
    // German and Swedish order å, ä and ö differently, as English and Swedish do.
    const isSwedish = own.locale.startsWith('sv');
    const locale = own.locale.startsWith('de') ? 'sv-SE' : 'de-DE';
    return Object.freeze({
        ahead: AHEAD_MS,
        zone,
        locale,
        collation: isSwedish ? 'de-DE' : 'sv-SE',
        casing: own.locale.startsWith('tr') ? 'en-US' : 'tr-TR',
        description: `${DAYS} days later, in ${zone.name}, as ${locale}`,
    });
}
