import { JournalError } from './journal-error';

/**
 * Checks an option that is a number, given as `{ name: value }`.
 * @param others what it may be besides, for the message
 * @throws JournalError that names the option and the remedy
 */
export function checkNumber(option: Readonly<Record<string, unknown>>, from: number, to: number, others = ''): void {
    const [[name, value] = []] = Object.entries(option);
    if (typeof value === 'number' && value >= from && value <= to) return;
    throw new JournalError(`${name} is ${String(value)}: set it to ${others}a number from ${from} to ${to}`);
}
