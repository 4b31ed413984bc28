import type { PeerCapabilities } from '@heddle/protocol';

/** What READY says from Fabric 3.1 on, with the limits of its sample configuration. */
export const FABRIC_3_1: PeerCapabilities = {
    useWriteBatch: true,
    maxSizeWriteBatch: 1000,
    useGetMultipleKeys: true,
    maxSizeGetMultipleKeys: 1000,
};

/** What READY says before Fabric 3.1: nothing. Such a peer ends the stream over a batch, as over any unknown type. */
export const FABRIC_2_5: PeerCapabilities = {
    useWriteBatch: false,
    maxSizeWriteBatch: 0,
    useGetMultipleKeys: false,
    maxSizeGetMultipleKeys: 0,
};
