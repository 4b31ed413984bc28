/** One text for a transaction among those of a stream: one id can run on several channels at the same time. */
export function transactionKey({ channelId, txId }: { readonly channelId: string; readonly txId: string }): string {
    return `${channelId}\u0000${txId}`;
}
