import { paint, type Style, type Terminal } from '../reporting/terminal';
import { toPrintable } from '../reporting/to-printable';
import type { Change, ChangeLevel } from './change';

const LABELS: Readonly<Record<ChangeLevel, readonly [label: string, style: Style]>> = {
    breaking: ['breaking', 'red'],
    step: ['step', 'yellow'],
    fine: ['fine', 'green'],
};
const LEVELS = Object.keys(LABELS) as readonly ChangeLevel[];
const INDENT = ' '.repeat(10);

/** Writes changes, the gravest first, and how many there are of each kind. */
export function showChanges(changes: readonly Change[], terminal: Terminal): void {
    for (const level of LEVELS)
        for (const change of changes.filter((one) => one.level === level)) showChange(change, terminal);
    terminal.write(`${summaryOf(changes)}\n`);
}

function showChange({ level, where, what, remedy }: Change, terminal: Terminal): void {
    const [label, style] = LABELS[level];
    terminal.write(`${paint(terminal, style, label.padEnd(INDENT.length))}${toPrintable(`${where} ${what}`)}\n`);
    if (remedy !== undefined) terminal.write(`${INDENT}${paint(terminal, 'dim', remedy)}\n`);
}

function summaryOf(changes: readonly Change[]): string {
    const count = (level: ChangeLevel): number => changes.filter((change) => change.level === level).length;
    if (changes.length === 0) return 'nothing has changed';
    return `${count('breaking')} breaking, ${count('step')} to be done in steps, ${count('fine')} fine`;
}
