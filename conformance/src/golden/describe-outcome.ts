/** What a transcript says of an outcome. */
export function describeOutcome({
    validation,
    status,
}: {
    readonly validation?: string | undefined;
    readonly status: number;
}): string {
    return validation ?? String(status);
}
