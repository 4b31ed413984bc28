/** The part of the reference that tells of a rule. */
export function ruleLink(name: string): string {
    return `docs/reference/lint-rules.md#${name}`;
}
