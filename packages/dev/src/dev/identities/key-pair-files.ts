import type { KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CertifiedKey } from '@heddle/local-peer';

/** Where a certificate and its key are kept; both in PEM. */
export interface KeyPairFiles {
    readonly certificatePath: string;
    readonly privateKeyPath: string;
}

/** What is kept in these files; undefined if one of them is not there. */
export function readKeyPair(
    files: KeyPairFiles,
): { readonly certificate: string; readonly privateKey: string } | undefined {
    if (!existsSync(files.certificatePath) || !existsSync(files.privateKeyPath)) return undefined;
    return {
        certificate: readFileSync(files.certificatePath, 'utf8'),
        privateKey: readFileSync(files.privateKeyPath, 'utf8'),
    };
}

export function writeKeyPair(files: KeyPairFiles, { certificate, privateKey }: CertifiedKey): void {
    writeFile(files.certificatePath, certificate);
    writeFile(files.privateKeyPath, pemOf(privateKey), 0o600);
}

/** Writes a file, with the folders that it is in. */
export function writeFile(path: string, content: string, mode = 0o644): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { mode });
}

function pemOf(key: KeyObject): string {
    return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
