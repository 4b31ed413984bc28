import { bytes, message } from '@heddle/protocol/codec';
import type { StateEntry } from '../ledger/ledger-store';
import { encodeOrderedNumber } from '../records/ordered-number';

/** statecouchdb.VersionAndMetadata. */
const versionAndMetadata = message({ version: bytes(1), metadata: bytes(2) });

/** What a peer keeps in a document's field `~version` (fabric, statecouchdb/dbvalue_encoding.go). */
export function encodeDocumentVersion({ version, metadata }: StateEntry): string {
    const height = Buffer.concat([encodeOrderedNumber(version.blockNumber), encodeOrderedNumber(version.txNumber)]);
    return versionAndMetadata.encode({ version: height, metadata }).toString('base64');
}
