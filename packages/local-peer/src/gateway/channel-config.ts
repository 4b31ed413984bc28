/** What a gateway says that finds no configuration of a channel (fabric, discovery/support/config/support.go). */
export function noChannelConfig(channelId: string): string {
    return `failed to get config for channel [${channelId}]: could not get last config for channel ${channelId}`;
}
