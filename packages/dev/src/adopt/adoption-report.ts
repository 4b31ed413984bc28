import type { Change } from './adoption';
import type { Asker } from './installed-packages';
import type { StartupCheck } from './startup-check';

export interface Adoption {
    readonly folder: string;
    readonly changes: readonly Change[];
    readonly askers: readonly Asker[];
    /** Where originals are left after all: the package manager has kept them. */
    readonly originals: readonly string[];
    readonly startup: StartupCheck;
    /** Why the package's build failed; undefined if it did not, or there is none. */
    readonly buildFailure: string | undefined;
    /** How its author starts it: `npm start`. */
    readonly start: string;
    /** Whether it is only a report: nothing has been changed. */
    readonly isCheck: boolean;
}

/** What `heddle adopt` prints. */
export function reportAdoption(adoption: Adoption): string[] {
    const { folder, changes, askers, originals, startup, buildFailure, start, isCheck } = adoption;
    return [
        isCheck ? `${folder} would change:` : `${folder} has changed:`,
        ...changes.map(({ section, name, before, after }) => `  ${section}: ${name} ${before ?? '(new)'} → ${after}`),
        ...(askers.length === 0
            ? []
            : ['Dependencies that ask for the originals and are given these in their place:', ...askers.map(lineOf)]),
        ...(originals.length === 0
            ? []
            : [
                  'Originals that are left, and that those use: delete the lock file and node_modules, and install again:',
              ]),
        ...originals.map((path) => `  ${path}`),
        ...(buildFailure === undefined ? [] : ['The build complains:', ...indent(buildFailure)]),
        ...reportStartup(startup),
        ...(isCheck || startup.failure !== undefined
            ? []
            : [`Start it as before (${start}), and take it back by: heddle adopt --undo`]),
    ];
}

function reportStartup({ contracts, warnings, failure }: StartupCheck): string[] {
    const warned = warnings.length === 0 ? ['No warnings at start-up.'] : ['Warnings:', ...warnings.flatMap(indent)];
    if (failure !== undefined) return ['The contracts cannot be served:', ...indent(failure), ...warned];
    const served = contracts.map(({ name, transactions }) => `  ${name}: ${count(transactions, 'transaction')}`);
    return ['The contracts load:', ...served, ...warned];
}

function lineOf({ name, version, asksFor }: Asker): string {
    const asked = Object.entries(asksFor).map(([one, range]) => `${one} ${range}`);
    return `  ${name}@${version}: ${asked.join(', ')}`;
}

function count(number: number, noun: string): string {
    return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function indent(text: string): string[] {
    return text
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`);
}
