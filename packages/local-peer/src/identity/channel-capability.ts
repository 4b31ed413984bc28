/** A channel's capability: identities with Ed25519 keys came with V3_0 (fabric, msp/mspimplsetup.go). */
export type ChannelCapability = 'V2_0' | 'V3_0';
