import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientIdentity } from '../harness/gateway-target';
import type { ClientKey } from '../scenarios/target';
import type { NetworkFolder } from './network-folder';

const KEY_OPTIONS: Readonly<Record<ClientKey, readonly string[]>> = {
    'P-384': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
    Ed25519: ['-newkey', 'ed25519'],
};

/** Makes a client of Org1 with a kind of key that cryptogen has not; by openssl, with the authority that cryptogen made. */
export function issueClient({ root, crypto }: NetworkFolder, key: ClientKey): ClientIdentity {
    const folder = mkdtempSync(join(root, 'client-'));
    const authority = join(crypto, 'peerOrganizations/org1.test/ca');
    const authorityKey = readdirSync(authority).find((name) => name.endsWith('_sk')) ?? '';
    const [request, keyFile, certificate] = ['request.pem', 'key.pem', 'certificate.pem'].map((name) =>
        join(folder, name),
    ) as [string, string, string];
    const extensions = join(folder, 'extensions.cnf');
    writeFileSync(extensions, 'keyUsage=critical,digitalSignature\nbasicConstraints=critical,CA:FALSE\n');
    const files = ['-nodes', '-keyout', keyFile, '-out', request];
    openssl(['req', '-new', ...KEY_OPTIONS[key], '-subj', `/OU=client/CN=${key}`, ...files]);
    const signer = ['-CA', join(authority, 'ca.org1.test-cert.pem'), '-CAkey', join(authority, authorityKey)];
    openssl([
        ...['x509', '-req', '-sha256', '-days', '30', '-in', request, ...signer, '-set_serial', '1'],
        ...['-extfile', extensions, '-out', certificate],
    ]);
    return {
        mspId: 'Org1MSP',
        certificate: readFileSync(certificate, 'utf8'),
        privateKey: createPrivateKey(readFileSync(keyFile)),
    };
}

function openssl(args: readonly string[]): void {
    execFileSync('openssl', args, { stdio: 'pipe' });
}
