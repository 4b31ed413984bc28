/** What lines about a transaction begin with in fabric-shim: its channel, and the beginning of its id. */
export function generateLoggingPrefix(channelId: string, txId: string): string {
    return `[${channelId}-${txId.substring(0, 8)}]`;
}
