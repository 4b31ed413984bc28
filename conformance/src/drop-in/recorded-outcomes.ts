import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../repository/source-files';
import type { CallTable } from './call-table';
import { Members } from './members';
import { OwnChaincodes } from './own-chaincode';
import { type CallOutcome, nameOf, runTable } from './run-table';
import { REFERENCE_VERSION, type Side } from './sides';
import { OWN_TABLES } from './tables/own-tables';

const FOLDER = join(ROOT, 'conformance', 'fixtures', 'drop-in', 'recorded');

/** The time of the first call of each recording. */
const START = new Date('2026-01-01T00:00:00.123Z');

const PREFACE = `# What fabric-shim ${REFERENCE_VERSION} makes of these calls, byte by byte. Written by npm run conformance:record-drop-in.`;

/** Makes the calls of a table of ours on one side. */
export async function callOwnChaincode(table: CallTable, side: Side): Promise<CallOutcome[]> {
    using chaincodes = new OwnChaincodes(side);
    const prepared = (folder: string): string => chaincodes.prepare(folder);
    return await runTable({ table, members: new Members(), prepared, start: START });
}

/** A recording as its file has it: each call, and below it what became of it. */
export function formatOutcomes(outcomes: readonly CallOutcome[]): string {
    const sections = outcomes.map(({ line, outcome }) => [`> ${line}`, ...outcome].join('\n'));
    return `${[PREFACE, ...sections].join('\n\n')}\n`;
}

/** Reads what `formatOutcomes` has written. */
export function parseOutcomes(text: string): CallOutcome[] {
    const [, ...sections] = text.trimEnd().split('\n\n> ');
    return sections.map((section) => {
        const [line = '', ...outcome] = section.split('\n');
        return { line, outcome };
    });
}

/** What was recorded of a table. @throws Error where nothing was */
export function readRecorded(table: CallTable): string {
    return readFileSync(fileOf(table), 'utf8');
}

/** Records all tables anew, on the reference. */
export async function recordAll(print: (line: string) => void): Promise<void> {
    for (const table of OWN_TABLES) {
        const outcomes = await callOwnChaincode(table, 'reference');
        writeFileSync(fileOf(table), formatOutcomes(outcomes));
        print(`${nameOf(table)}: ${outcomes.length} calls`);
    }
}

function fileOf(table: CallTable): string {
    return join(FOLDER, `${nameOf(table)}.txt`);
}
