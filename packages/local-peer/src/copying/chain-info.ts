import { bytes, embedded, message, uint64 } from '@heddle/protocol/codec';

/** common.BlockchainInfo, as qscc answers it. */
const blockchainInfo = message({
    height: uint64(1),
    currentBlockHash: bytes(2),
    previousBlockHash: bytes(3),
    snapshot: embedded(4, message({ lastBlock: uint64(1) })),
});

/** How long a peer's ledger is. */
export interface ChainInfo {
    readonly height: bigint;
    /** The first block that the peer has: 0, unless it began from a snapshot. */
    readonly firstBlock: bigint;
}

/** @throws ProtocolError */
export function decodeChainInfo(encoded: Uint8Array): ChainInfo {
    const { height, snapshot } = blockchainInfo.decode(encoded);
    return { height, firstBlock: snapshot === undefined ? 0n : snapshot.lastBlock + 1n };
}
