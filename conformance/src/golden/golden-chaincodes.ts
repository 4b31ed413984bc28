/** The name under which the scenarios' chaincode is committed with init required. */
export const INITIAL_CHAINCODE = 'initial';

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
