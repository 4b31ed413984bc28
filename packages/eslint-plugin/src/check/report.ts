import { ruleLink } from '../rule-link';
import { ALL_RULES } from '../rules/all-rules';
import { VERSION } from '../version';
import { WITHOUT_REASON } from './disable-comments';
import type { LocatedFinding } from './located-finding';

export const FORMATS = ['text', 'json', 'sarif', 'github'] as const;
export type Format = (typeof FORMATS)[number];

export interface Report {
    readonly findings: readonly LocatedFinding[];
    /** How many files were checked. */
    readonly files: number;
    readonly seconds: number;
}

/** Writes a report in a format. */
export function writeReport(report: Report, format: Format): string {
    return WRITERS[format](report);
}

const WRITERS: Readonly<Record<Format, (report: Report) => string>> = { text, json, sarif, github };

function text({ findings, files, seconds }: Report): string {
    const lines = findings.map(({ file, line, column, severity, rule, message, remedy }) =>
        [
            `${file}:${line}:${column}  ${severity === 'warn' ? 'warning' : 'error'}  ${rule}`,
            `  ${message}`,
            `  ${remedy}  docs: ${ruleLink(rule)}`,
        ].join('\n'),
    );
    return [...lines, `${countOf(findings)} in ${plural(files, 'file')} (${seconds.toFixed(1)} s)`].join('\n');
}

/** `2 errors, 1 warning` */
function countOf(findings: readonly LocatedFinding[]): string {
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    return `${plural(errors, 'error')}, ${plural(findings.length - errors, 'warning')}`;
}

function plural(count: number, word: string): string {
    return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function json({ findings, files }: Report): string {
    return JSON.stringify({ version: 1, files, findings }, undefined, 2);
}

/** SARIF 2.1.0, as services for code scanning take it. */
function sarif({ findings }: Report): string {
    const results = findings.map(
        ({ rule, severity, message, remedy, file, line, column, endLine, endColumn, method, text: lineText }) => ({
            ruleId: rule,
            ruleIndex: SARIF_RULES.findIndex(({ id }) => id === rule),
            level: severity === 'warn' ? 'warning' : 'error',
            message: { text: `${message} ${remedy}` },
            locations: [
                {
                    physicalLocation: {
                        artifactLocation: { uri: encodeURI(file), uriBaseId: '%SRCROOT%' },
                        region: { startLine: line, startColumn: column, endLine, endColumn },
                    },
                },
            ],
            partialFingerprints: { 'heddleFinding/v1': JSON.stringify([rule, file, method, lineText]) },
        }),
    );
    const driver = { name: 'heddle check', semanticVersion: VERSION, rules: SARIF_RULES };
    const run = { tool: { driver }, columnKind: 'utf16CodeUnits', results };
    return JSON.stringify(
        { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] },
        undefined,
        2,
    );
}

const SARIF_RULES = [
    ...ALL_RULES.map(({ name, fault, remedy, level }) => ({
        id: name,
        shortDescription: { text: fault },
        help: { text: `${remedy} (${ruleLink(name)})` },
        defaultConfiguration: { enabled: level !== 'off', level: level === 'error' ? 'error' : 'warning' },
    })),
    {
        id: WITHOUT_REASON,
        shortDescription: { text: 'A comment that silences a rule says no reason.' },
        help: { text: 'Write the reason behind two dashes.' },
        defaultConfiguration: { enabled: true, level: 'error' },
    },
];

/** Commands of a GitHub workflow, which show as notes in the lines of a pull request. */
function github({ findings }: Report): string {
    return findings
        .map(({ severity, file, line, column, endLine, rule, message, remedy }) => {
            const place = `file=${property(file)},line=${line},endLine=${endLine},col=${column},title=${property(rule)}`;
            return `::${severity === 'warn' ? 'warning' : 'error'} ${place}::${data(`${message} ${remedy}`)}`;
        })
        .join('\n');
}

function data(value: string): string {
    return value.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(value: string): string {
    return data(value).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
