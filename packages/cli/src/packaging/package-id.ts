import { createHash } from 'node:crypto';

/** Under which id a peer installs a package (fabric, core/chaincode/persistence/persistence.go, PackageID). */
export function packageIdOf(label: string, bytes: Uint8Array): string {
    return `${label}:${createHash('sha256').update(bytes).digest('hex')}`;
}
