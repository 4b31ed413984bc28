import { paint, type Style, type Terminal, toPrintable } from 'heddle/command';
import type { Change } from './change';

interface Section {
    readonly label: string;
    readonly style: Style;
    readonly has: (change: Change) => boolean;
}

/** The gravest first. */
const SECTIONS: readonly Section[] = [
    {
        label: 'breaks clients',
        style: 'red',
        has: ({ level, concern }) => level === 'breaking' && concern === 'clients',
    },
    {
        label: 'breaks state',
        style: 'red',
        has: ({ level, concern }) => level === 'breaking' && concern === 'state',
    },
    { label: 'step', style: 'yellow', has: ({ level }) => level === 'step' },
    { label: 'new', style: 'green', has: ({ level }) => level === 'new' },
    { label: 'fine', style: 'green', has: ({ level }) => level === 'fine' },
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
    return SECTIONS.map(({ label, has }) => `${label}: ${changes.filter(has).length}`).join(', ');
}
