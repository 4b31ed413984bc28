/** What a peer says where a chaincode has not answered, each with what that means in `heddle dev`. */
const MEANINGS: readonly { readonly text: RegExp; readonly meaning: string }[] = [
    {
        text: /timeout expired while executing transaction$/,
        meaning:
            'the chaincode has not answered in time: it takes long, or waits for what does not come; ' +
            '--execute-timeout-ms gives it another time',
    },
    {
        text: /chaincode stream terminated$/,
        meaning: "the chaincode's process ended while the transaction ran: what it printed last tells why",
    },
    {
        text: /could not launch chaincode /,
        meaning: "the chaincode's process has ended: call again when it runs again, or correct it if it does not",
    },
];

/**
 * Tells why a transaction has failed that the chaincode did not answer.
 * @param blocked says what blocks the chaincode's event loop, if something does
 * @returns undefined where the chaincode did answer
 */
export function whyUnanswered(message: string, blocked: () => string | undefined): string | undefined {
    const known = MEANINGS.find(({ text }) => text.test(message));
    if (known === undefined) return undefined;
    const what = blocked();
    return what === undefined ? known.meaning : `${what}: correct that code`;
}
