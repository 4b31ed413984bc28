import { proposalParts, toTimestamp } from '@heddle/protocol';
import {
    bytes,
    type Decoded,
    embedded,
    int32,
    message,
    repeatedBytes,
    repeatedMessages,
    uint64,
} from '@heddle/protocol/codec';
import { integer, octetString, sequence } from './der-encoding';
import { sha256 } from './merkle-tree';
import { numberKey } from './number-key';
import { channelHeaderOf, envelope, envelopePayload, HeaderType } from './transaction-envelope';

/** Blocks as fabric-protos has them (common/common.proto), hashes included. */

/** Where a block's metadata has the validation codes, one byte per transaction. */
const TRANSACTIONS_FILTER = 2;
const METADATA_ENTRIES = 5;

const blockHeaderFields = { number: uint64(1), previousHash: bytes(2), dataHash: bytes(3) };
const blockHeader = message(blockHeaderFields);
type BlockHeader = Readonly<Decoded<typeof blockHeaderFields>>;
const block = message({
    header: embedded(1, blockHeader),
    data: embedded(2, message({ envelopes: repeatedBytes(1) })),
    metadata: embedded(3, message({ entries: repeatedBytes(1) })),
});

/** common.Metadata, OrdererBlockMetadata and IdentifierHeader. */
const blockSignature = message({ signatureHeader: bytes(1), identifierHeader: bytes(3) });
const signatureMetadata = message({ value: bytes(1), signatures: repeatedMessages(2, blockSignature) });
const ordererMetadata = message({ lastConfig: embedded(1, message({ index: uint64(1) })) });
const consenterHeader = message({ identifier: int32(1) });

/** A decoded block. */
export interface Block {
    readonly header: BlockHeader;
    /** Encoded envelopes, in order. */
    readonly envelopes: readonly Buffer[];
    /** A ValidationCode for each envelope. */
    readonly validationCodes: readonly number[];
}

/** Makes the header of the block that follows a block with that hash. */
export function createBlockHeader(number: bigint, previousHash: Buffer, envelopes: readonly Uint8Array[]): BlockHeader {
    return { number, previousHash, dataHash: sha256(envelopes) };
}

export function encodeBlock({ header, envelopes, validationCodes }: Block): Buffer {
    const entries: Uint8Array[] = Array.from({ length: METADATA_ENTRIES }, () => Buffer.alloc(0));
    entries[TRANSACTIONS_FILTER] = Buffer.from(validationCodes);
    return block.encode({ header, data: { envelopes }, metadata: { entries } });
}

/** @throws ProtocolError if the bytes are not a block */
export function decodeBlock(encoded: Uint8Array): Block {
    const { header, data, metadata } = block.decode(encoded);
    return {
        header: header ?? createBlockHeader(0n, Buffer.alloc(0), []),
        envelopes: data?.envelopes ?? [],
        validationCodes: [...(metadata?.entries[TRANSACTIONS_FILTER] ?? [])],
    };
}

/** Who has signed a block, and where the channel's configuration was then. */
export interface BlockSignatures {
    /** Bytes of SerializedIdentity; of orderers that agree by SmartBFT, the number of the consenter. */
    readonly signers: readonly (Buffer | number)[];
    /** The number of the last block with a configuration, this one included; undefined where the block does not say. */
    readonly lastConfiguration: bigint | undefined;
}

/** Reads the first entry of a block's metadata: that of SIGNATURES. @throws ProtocolError */
export function decodeSignatures(encoded: Uint8Array): BlockSignatures {
    const [entry] = block.decode(encoded).metadata?.entries ?? [];
    if (entry === undefined || entry.length === 0) return { signers: [], lastConfiguration: undefined };
    const { value, signatures } = signatureMetadata.decode(entry);
    const { lastConfig } = ordererMetadata.decode(value);
    const signers = signatures.map(({ signatureHeader, identifierHeader }) =>
        signatureHeader.length > 0
            ? proposalParts.signatureHeader.decode(signatureHeader).creator
            : consenterHeader.decode(identifierHeader).identifier,
    );
    return { signers, lastConfiguration: lastConfig?.index };
}

/** The block without its envelopes, which its header has the hash of; a configuration is left whole. */
export function withoutData(encoded: Buffer): Buffer {
    const { header, data, metadata } = block.decode(encoded);
    const [first] = data?.envelopes ?? [];
    if (first !== undefined && channelHeaderOf(first).type === HeaderType.CONFIG) return encoded;
    return block.encode({ header, metadata });
}

/** The hash by which the next block names this one: of its header, in DER (fabric, protoutil/blockutils.go). */
export function hashOfBlock({ number, previousHash, dataHash }: BlockHeader): Buffer {
    return sha256([sequence(integer(numberKey(number)), octetString(previousHash), octetString(dataHash))]);
}

/** The envelope of a channel's first block. @param configuration bytes of a ConfigEnvelope */
export function createGenesisEnvelope(channelId: string, time: Date, configuration: Uint8Array): Buffer {
    const header = proposalParts.header.encode({
        channelHeader: proposalParts.channelHeader.encode({
            type: HeaderType.CONFIG,
            timestamp: toTimestamp(time),
            channelId,
        }),
    });
    return envelope.encode({ payload: envelopePayload.encode({ header, data: configuration }) });
}
