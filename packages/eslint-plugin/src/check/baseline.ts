import type { LocatedFinding } from './located-finding';

/** Findings that are known already: by rule, file, method and text of the line, so that lines may move. */
export interface Baseline {
    readonly version: 1;
    readonly findings: readonly KnownFinding[];
}

interface KnownFinding {
    readonly rule: string;
    readonly file: string;
    readonly method: string;
    readonly text: string;
    readonly count: number;
}

/** Makes the baseline of findings, sorted. */
export function createBaseline(findings: readonly LocatedFinding[]): Baseline {
    const counts = new Map<string, number>();
    for (const finding of findings) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
    const known = [...counts].map(([key, count]) => {
        const [rule = '', file = '', method = '', text = ''] = JSON.parse(key) as string[];
        return { rule, file, method, text, count };
    });
    const orderOf = ({ file, rule, method, text }: KnownFinding): string => [file, rule, method, text].join('\n');
    return { version: 1, findings: known.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)) };
}

/** Reads a baseline file. @throws SyntaxError, TypeError for what is none */
export function parseBaseline(text: string): Baseline {
    const read = JSON.parse(text) as Partial<Baseline> | null;
    if (read?.version !== 1 || !Array.isArray(read.findings)) throw new TypeError('it is no baseline of version 1');
    return read as Baseline; // its findings are compared, and never trusted
}

/** The findings that a baseline does not know, of each as many as are more than it knows. */
export function withoutKnown(
    findings: readonly LocatedFinding[],
    { findings: known }: Baseline,
): readonly LocatedFinding[] {
    const left = new Map(known.map((one) => [keyOf(one), one.count]));
    return findings.filter((finding) => {
        const count = left.get(keyOf(finding)) ?? 0;
        left.set(keyOf(finding), count - 1);
        return count <= 0;
    });
}

function keyOf({ rule, file, method, text }: Omit<KnownFinding, 'count'>): string {
    return JSON.stringify([rule, file, method, text]);
}
