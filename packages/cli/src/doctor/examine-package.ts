import { type PackedCode, packedCodeOf } from '../identity/packed-code';
import { textOf } from '../packaging/connection-fields';
import { parseGoDuration } from '../packaging/go-duration';
import { inspectPackage } from '../packaging/inspect-package';
import { readPackageFile } from '../packaging/package-file';
import type { Diagnosis } from './diagnosis';
import { type PeerView, peerViewOf } from './peer-view';

/** A package, as far as it can be read. */
export interface PackageUnderExamination {
    readonly file: string;
    readonly packageId: string | undefined;
    readonly view: PeerView | undefined;
    /** As it says; undefined if it says nothing that can be read. */
    readonly dialTimeoutMs: number | undefined;
    /** The code that it stands for; undefined if it stands for none. */
    readonly code: PackedCode | undefined;
    readonly diagnosis: Diagnosis;
}

/** @throws ConfigurationError if the file cannot be read */
export function examinePackage(file: string, now: Date): PackageUnderExamination {
    const { packageId, connection, codeListing, findings } = inspectPackage(file, readPackageFile(file), now);
    const timeout = connection === undefined ? undefined : parseGoDuration(textOf(connection, 'dial_timeout') ?? '');
    return {
        file,
        packageId,
        view: connection === undefined ? undefined : peerViewOf(connection),
        dialTimeoutMs: timeout !== undefined && timeout > 0 ? timeout : undefined,
        code: packedCodeOf(file, codeListing),
        diagnosis: { check: 'package', detail: packageId ?? file, findings },
    };
}
