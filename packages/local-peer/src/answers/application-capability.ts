/** A channel's application capability: key-level endorsement came with V1_3 (V2_0 here), purging with V2_5. */
export type ApplicationCapability = 'V1_2' | 'V2_0' | 'V2_5';
