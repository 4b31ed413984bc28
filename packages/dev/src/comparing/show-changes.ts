import { paint, type Style, type Terminal, toPrintable } from 'heddle/command';
import type { Change } from './change';

interface Section {
    readonly label: string;
    readonly style: Style;
    readonly has: (change: Change) => boolean;
    /** After the number of its changes. */
    readonly count: string;
}

/** The gravest first. */
const SECTIONS: readonly Section[] = [
    {
        label: 'breaks clients',
        style: 'red',
        has: ({ level, concern }) => level === 'breaking' && concern === 'clients',
        count: 'break clients',
    },
    {
        label: 'breaks state',
        style: 'red',
        has: ({ level, concern }) => level === 'breaking' && concern === 'state',
        count: 'break state',
    },
    { label: 'step', style: 'yellow', has: ({ level }) => level === 'step', count: 'to be done in steps' },
    { label: 'new', style: 'green', has: ({ level }) => level === 'new', count: 'new' },
    { label: 'fine', style: 'green', has: ({ level }) => level === 'fine', count: 'fine' },
];
const INDENT = ' '.repeat(16);

/** Writes changes, the gravest first, and how many there are of each kind. */
export function showChanges(changes: readonly Change[], terminal: Terminal): void {
    for (const section of SECTIONS)
        for (const change of changes.filter(section.has)) showChange(change, section, terminal);
    terminal.write(`${summaryOf(changes)}\n`);
}

function showChange({ where, what, remedy }: Change, { label, style }: Section, terminal: Terminal): void {
    terminal.write(`${paint(terminal, style, label.padEnd(INDENT.length))}${toPrintable(`${where} ${what}`)}\n`);
    if (remedy !== undefined) terminal.write(`${INDENT}${paint(terminal, 'dim', remedy)}\n`);
}

function summaryOf(changes: readonly Change[]): string {
    if (changes.length === 0) return 'nothing has changed';
    return SECTIONS.map(({ has, count }) => `${changes.filter(has).length} ${count}`).join(', ');
}
