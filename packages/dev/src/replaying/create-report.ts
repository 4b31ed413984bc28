import { readFileSync } from 'node:fs';
import { type ExpectedChanges, parseExpectedChanges, ReplayReport, type ReplayReportOptions } from '@heddle/replay';
import { ConfigurationError, reasonOf } from 'heddle/command';
import type { ReplayOptions } from '../input/replay-options';

/**
 * Makes the report of a replay, by its options.
 * @param besides what is not the same for every source
 * @throws ConfigurationError where an option cannot be read
 */
export function createReport(
    { json, maxDifferences, minCompared, expect }: ReplayOptions,
    write: (line: string) => void,
    besides: Pick<ReplayReportOptions, 'kinds' | 'debugCommand'>,
): ReplayReport {
    return new ReplayReport({
        write,
        json,
        maxDifferences: parseCount(maxDifferences, '--max-differences'),
        expected: expect === undefined ? undefined : readExpected(expect),
        minCompared: minCompared === undefined ? undefined : parseShare(minCompared),
        ...besides,
    });
}

function readExpected(file: string): ExpectedChanges {
    try {
        return parseExpectedChanges(readFileSync(file, 'utf8'), file);
    } catch (cause) {
        throw new ConfigurationError(`--expect: ${reasonOf(cause)}`, { cause });
    }
}

function parseCount(text: string, option: string): number {
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw new ConfigurationError(`${option} is ${JSON.stringify(text)}: give a whole number`);
}

/** `90%` or `90`, as a part of 1. */
function parseShare(text: string): number {
    const [, digits] = /^(\d{1,3}(?:\.\d+)?)%?$/.exec(text) ?? [];
    if (digits !== undefined && Number(digits) <= 100) return Number(digits) / 100;
    throw new ConfigurationError(`--min-compared is ${JSON.stringify(text)}: give a percentage such as 90%`);
}
