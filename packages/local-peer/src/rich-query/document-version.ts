import { bytes, message } from '@heddle/protocol/codec';
import type { StateEntry } from '../ledger/ledger-store';

/** statecouchdb.VersionAndMetadata. */
const versionAndMetadata = message({ version: bytes(1), metadata: bytes(2) });

/** What a peer keeps in a document's field `~version` (fabric, statecouchdb/dbvalue_encoding.go). */
export function encodeDocumentVersion({ version, metadata }: StateEntry): string {
    const height = Buffer.concat([orderedNumber(version.blockNumber), orderedNumber(version.txNumber)]);
    return versionAndMetadata.encode({ version: height, metadata }).toString('base64');
}

/** How many bytes, then these bytes, the greatest first (fabric, common/ledger/util/util.go). */
function orderedNumber(value: bigint): Buffer {
    const digits = value === 0n ? '' : value.toString(16);
    const number = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
    return Buffer.concat([Buffer.from([number.length]), number]);
}
