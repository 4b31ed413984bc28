import { resolve } from 'node:path';
import type { KeptTransactions, PrivatePart } from '@heddle/journal';
import { type Environment, type Given, nameOf, type Setting } from '../input/environment';
import { refuseIdleSettings } from '../input/idle-setting';
import { ConfigurationError } from '../reporting/command-error';
import { JOURNAL_SETTINGS } from './journal-options';

/** What is recorded, checked. Where a value is undefined, the journal's default holds. */
export interface JournalSettings {
    /** Absolute. */
    readonly folder: string;
    readonly maxBytes: number | undefined;
    readonly maxAgeMs: number | undefined;
    readonly syncMs: number | undefined;
    readonly keep: KeptTransactions;
    readonly include: readonly PrivatePart[];
}

const UNITS_OF_SIZE: Readonly<Record<string, number>> = { '': 1, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30 };
const UNITS_OF_TIME: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const LEAST_BYTES = 2 ** 20;
const LONGEST_SYNC_MS = 3_600_000;

/**
 * Reads what is to be recorded; undefined for nothing.
 * @throws ConfigurationError that names the option, its variable and the remedy
 */
export function resolveJournalSettings(environment: Environment): JournalSettings | undefined {
    const folder = environment.find(JOURNAL_SETTINGS.journal)?.value;
    const settings = {
        maxBytes: read(
            environment,
            JOURNAL_SETTINGS.journalMaxBytes,
            parseSize,
            'a size of 1MiB or more, such as 64MiB',
        ),
        maxAgeMs: read(environment, JOURNAL_SETTINGS.journalMaxAge, parseTime, 'a time such as 90m, 12h or 7d'),
        syncMs: read(environment, JOURNAL_SETTINGS.journalSyncMs, parseSync, 'milliseconds from 0 to 3600000'),
        keep: read(environment, JOURNAL_SETTINGS.journalKeep, parseKeep, 'all, failed, or a part such as sample=0.01'),
        include: read(environment, JOURNAL_SETTINGS.journalInclude, parseInclude, 'transient, private, or both'),
    };
    if (folder === undefined) {
        const { journal, ...others } = JOURNAL_SETTINGS;
        const remedy = `set ${nameOf(journal)} as well`;
        refuseIdleSettings(environment, Object.values(others), { why: 'nothing is recorded', remedy });
        return undefined;
    }
    const { keep = 'all', include = [] } = settings;
    return { ...settings, folder: resolve(folder), keep, include };
}

function read<T>(
    environment: Environment,
    setting: Setting,
    parse: (text: string) => T | undefined,
    form: string,
): T | undefined {
    const given: Given | undefined = environment.find(setting);
    if (given === undefined) return undefined;
    const value = parse(given.value.trim());
    if (value !== undefined) return value;
    throw new ConfigurationError(
        `${given.source} is ${JSON.stringify(given.value)}: set ${nameOf(setting)} to ${form}`,
    );
}

function parseSize(text: string): number | undefined {
    const [, digits, unit = ''] = /^(\d{1,12})\s*([a-z]*)$/i.exec(text) ?? [];
    const bytes = Number(digits) * (UNITS_OF_SIZE[unit.toLowerCase()] ?? NaN);
    return bytes >= LEAST_BYTES ? bytes : undefined;
}

function parseTime(text: string): number | undefined {
    const [, digits, unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
    const milliseconds = Number(digits) * (UNITS_OF_TIME[unit] ?? NaN);
    return milliseconds > 0 ? milliseconds : undefined;
}

function parseSync(text: string): number | undefined {
    const milliseconds = /^\d{1,7}$/.test(text) ? Number(text) : NaN;
    return milliseconds <= LONGEST_SYNC_MS ? milliseconds : undefined;
}

function parseKeep(text: string): KeptTransactions | undefined {
    if (text === 'all' || text === 'failed') return text;
    const [, digits] = /^sample=(0?\.\d+|1)$/.exec(text) ?? [];
    return digits === undefined ? undefined : Number(digits);
}

function parseInclude(text: string): PrivatePart[] | undefined {
    const parts = text.split(',').map((part) => part.trim());
    return parts.every(isPart) ? [...new Set(parts)] : undefined;
}

function isPart(text: string): text is PrivatePart {
    return text === 'transient' || text === 'private';
}
