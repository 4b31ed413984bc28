import {
    bytes,
    type Decoded,
    int32,
    message,
    messagesByNumber,
    repeatedMessages,
    string,
} from '@heddle/protocol/codec';

/** Blocks with private data beside them (fabric-protos, peer/events.proto and ledger/rwset). */

const collectionWrites = message({ collection: string(1), keyValueSet: bytes(2) });
const namespaceWrites = message({ namespace: string(1), collections: repeatedMessages(2, collectionWrites) });
const transactionWritesFields = { dataModel: int32(1), namespaces: repeatedMessages(2, namespaceWrites) };
/** rwset.TxPvtReadWriteSet. */
const transactionWrites = message(transactionWritesFields);
export type TransactionWrites = Readonly<Decoded<typeof transactionWritesFields>>;

/** peer.BlockAndPrivateData: a block, and the private writes of its transactions by their number. */
export const blockAndPrivateData = message({ block: bytes(1), privateData: messagesByNumber(2, transactionWrites) });
