import { LocalPeerError } from '../errors';

/** What is wrong with a file of a snapshot, which it names. */
export function unusable(folder: string, file: string, fault: string, cause?: unknown): LocalPeerError {
    return new LocalPeerError(
        'SNAPSHOT_UNUSABLE',
        `the ledger snapshot in '${folder}' cannot be used: ${file} ${fault}; copy the whole folder from the peer again`,
        { cause },
    );
}
