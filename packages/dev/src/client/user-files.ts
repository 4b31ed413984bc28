import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, type Given, readGivenFile, reasonOf } from 'heddle/command';
import { firstOf, type KeyPair, readCertificates, readKeyPair, readPrivateKey } from './key-pair';
import type { UserSource } from './network-source';

/**
 * Reads a user's certificate and private key.
 *
 * @throws ConfigurationError if one cannot be read, they do not belong together, or Fabric knows no such keys
 */
export function readUser(source: UserSource): KeyPair {
    const pair = 'mspDir' in source ? readMspFolder(source.mspDir) : readKeyPair(source.cert, source.key);
    const { asymmetricKeyType: type } = pair.key;
    if (type === 'ec' || type === 'ed25519') return pair;
    const { value, source: option } = 'mspDir' in source ? source.mspDir : source.key;
    throw new ConfigurationError(
        `the key of ${value} of ${option} is ${String(type)}: Fabric takes ECDSA, so use that`,
    );
}

/**
 * As cryptogen and fabric-ca-client write it: the certificate in signcerts, and its key among those in keystore, where
 * earlier enrolments may have left theirs.
 */
function readMspFolder({ value: folder, source }: Given): KeyPair {
    const signcerts = filesIn(join(folder, 'signcerts'), source);
    // One may be there under two names, as Fabric CA's client and cryptogen call it.
    const contents = new Set(signcerts.map((file) => readGivenFile(file).toString('latin1')));
    const [cert] = signcerts;
    if (cert === undefined || contents.size > 1) {
        const count = cert === undefined ? 'no file' : `${contents.size} certificates`;
        throw new ConfigurationError(`${join(folder, 'signcerts')} of ${source} has ${count}: leave one certificate`);
    }
    const certificate = readCertificates(cert);
    const keys = filesIn(join(folder, 'keystore'), source).map(readPrivateKey);
    const key = keys.find((candidate) => firstOf(certificate)?.checkPrivateKey(candidate));
    if (key !== undefined) return { certificate, key };
    throw new ConfigurationError(
        `no private key in ${join(folder, 'keystore')} of ${source} belongs to ${cert.value}: give the folder msp of a user`,
    );
}

function filesIn(folder: string, source: string): Given[] {
    try {
        return readdirSync(folder).map((name) => ({ value: join(folder, name), source }));
    } catch (cause) {
        const remedy = 'give the folder msp of a user, with signcerts and keystore in it';
        throw new ConfigurationError(`${folder} of ${source} cannot be read (${reasonOf(cause)}): ${remedy}`, {
            cause,
        });
    }
}
