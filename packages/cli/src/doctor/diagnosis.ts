import { types } from 'node:util';
import { ConfigurationError } from '../reporting/command-error';
import { error, type Finding, hasErrors, sentenceOf } from '../reporting/finding';

/** What was looked at, and what was found. */
export interface Diagnosis {
    /** Such as `package id`. */
    readonly check: string;
    /** What is there; or, where it was not looked at, why. */
    readonly detail: string;
    readonly skipped?: boolean;
    readonly findings: readonly Finding[];
}

export type DiagnosisStatus = 'ok' | 'skipped' | 'warning' | 'error';

export function statusOf({ skipped, findings }: Diagnosis): DiagnosisStatus {
    if (hasErrors(findings)) return 'error';
    if (findings.length > 0) return 'warning';
    return skipped === true ? 'skipped' : 'ok';
}

/** A line for each check and each finding. */
export function toText(diagnoses: readonly Diagnosis[]): string {
    const lines = diagnoses.flatMap((diagnosis) => {
        const head = `${statusOf(diagnosis).padEnd(8)} ${diagnosis.check}: ${diagnosis.detail}`;
        return [
            head,
            ...diagnosis.findings.map((finding) => `${' '.repeat(9)}${finding.severity}: ${sentenceOf(finding)}`),
        ];
    });
    return `${lines.join('\n')}\n`;
}

export function toJson(diagnoses: readonly Diagnosis[]): string {
    const checks = diagnoses.map((diagnosis) => ({
        check: diagnosis.check,
        status: statusOf(diagnosis),
        detail: diagnosis.detail,
        findings: diagnosis.findings,
    }));
    return `${JSON.stringify({ ok: isHealthy(diagnoses), checks }, undefined, 4)}\n`;
}

export function isHealthy(diagnoses: readonly Diagnosis[]): boolean {
    return diagnoses.every(({ findings }) => !hasErrors(findings));
}

/** Does what a command does, and makes a finding of its complaint: `what is wrong: what to do`. */
export async function attempt<T>(
    where: string,
    action: () => T | Promise<T>,
): Promise<{ value?: T; finding?: Finding }> {
    try {
        return { value: await action() };
    } catch (thrown) {
        if (!types.isNativeError(thrown) || !(thrown instanceof ConfigurationError)) throw thrown;
        return { finding: findingOf(where, thrown.message) };
    }
}

function findingOf(where: string, message: string): Finding {
    const colon = message.lastIndexOf(': ');
    // Several mistakes have a line each, and each line its remedy.
    if (colon < 0 || message.includes('\n'))
        return error(where, `is not right: ${message}`, 'correct what is told above');
    return error(where, `is not right: ${message.slice(0, colon)}`, message.slice(colon + 2));
}
