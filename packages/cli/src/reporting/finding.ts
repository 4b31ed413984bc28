/** An error keeps the chaincode from working; a warning is probably not what was meant. */
export type Severity = 'error' | 'warning';

/** Something that is wrong with what was looked at, and how to put it right. */
export interface Finding {
    readonly severity: Severity;
    /** The file and the field, the option or the variable. */
    readonly where: string;
    readonly what: string;
    readonly remedy: string;
}

export function error(where: string, what: string, remedy: string): Finding {
    return { severity: 'error', where, what, remedy };
}

export function warning(where: string, what: string, remedy: string): Finding {
    return { severity: 'warning', where, what, remedy };
}

/** The finding as a sentence. */
export function sentenceOf({ where, what, remedy }: Finding): string {
    return `${where} ${what}: ${remedy}`;
}

export function hasErrors(findings: readonly Finding[]): boolean {
    return findings.some(({ severity }) => severity === 'error');
}
