import { createPrivateKey } from 'node:crypto';
import { createSelfSigned, type SelfSigned, TemporaryFolder } from '@heddle/command-testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Environment } from './environment';
import { readTlsFiles, type TlsFiles } from './tls-files';

const CERT = 'CORE_CHAINCODE_TLS_CERT';
const KEY = 'CORE_CHAINCODE_TLS_KEY';
const CA = 'CORE_CHAINCODE_TLS_CLIENT_CACERT';

function read(variables: Record<string, string>): TlsFiles | undefined {
    return readTlsFiles(new Environment(new Map(), variables));
}

describe('the files for TLS', () => {
    const folder = new TemporaryFolder();
    let pair: SelfSigned;
    let cert: string, key: string, certBase64: string, keyBase64: string;

    beforeAll(async () => {
        pair = await createSelfSigned();
        cert = folder.write('cert.pem', pair.cert);
        key = folder.write('key.pem', pair.key);
        // With line ends, as `base64` writes it.
        certBase64 = folder.write('cert.b64', Buffer.from(pair.cert).toString('base64').replace(/.{76}/g, '$&\n'));
        keyBase64 = folder.write('key.b64', Buffer.from(pair.key).toString('base64'));
    });

    afterAll(() => {
        folder[Symbol.dispose]();
    });

    it('are undefined if no file is named', () => {
        expect(read({})).toBeUndefined();
    });

    it('are read as PEM', () => {
        expect(read({ [`${CERT}_FILE`]: cert, [`${KEY}_FILE`]: key })).toEqual({
            cert: Buffer.from(pair.cert),
            key: Buffer.from(pair.key),
        });
    });

    it('are read as base64 of PEM', () => {
        const variables = { [`${CERT}_PATH`]: certBase64, [`${KEY}_PATH`]: keyBase64, [`${CA}_PATH`]: certBase64 };
        expect(read(variables)).toEqual({
            cert: Buffer.from(pair.cert),
            key: Buffer.from(pair.key),
            clientCACerts: Buffer.from(pair.cert),
        });
    });

    it('may be in different forms', () => {
        expect(read({ [`${CERT}_PATH`]: certBase64, [`${KEY}_FILE`]: key })?.cert).toEqual(Buffer.from(pair.cert));
    });

    it('are never a part of what TLS needs', () => {
        const sets = [
            { given: { [`${CERT}_FILE`]: cert }, missing: KEY },
            { given: { [`${CERT}_PATH`]: certBase64 }, missing: KEY },
            { given: { [`${KEY}_FILE`]: key }, missing: CERT },
            { given: { [`${KEY}_PATH`]: keyBase64 }, missing: CERT },
            { given: { [`${CA}_FILE`]: cert }, missing: CERT },
            { given: { [`${CA}_FILE`]: cert, [`${CERT}_FILE`]: cert }, missing: KEY },
            { given: { [`${CA}_FILE`]: cert, [`${KEY}_FILE`]: key }, missing: CERT },
        ];
        for (const { given, missing } of sets) {
            expect(() => read(given)).toThrow(
                new RegExp(`is set, but no .*: set --.* or the variable ${missing}_FILE too, or no TLS option at all`),
            );
        }
    });

    it('have one form each', () => {
        expect(() => read({ [`${KEY}_FILE`]: key, [`${KEY}_PATH`]: keyBase64, [`${CERT}_FILE`]: cert })).toThrow(
            `${KEY}_FILE and ${KEY}_PATH both name the private key: keep --chaincode-tls-key-file or the variable ${KEY}_FILE for a PEM file, or --chaincode-tls-key-path or the variable ${KEY}_PATH for one of base64`,
        );
    });

    it.each([
        ['cannot be read', 'FILE', (): string => `${folder.path}/none`, /cannot be read \(ENOENT: no such file or/],
        ['is a folder', 'FILE', (): string => folder.path, /cannot be read \(EISDIR: illegal operation/],
        ['is empty', 'FILE', (): string => folder.write('empty', ''), /is not PEM: set --/],
        ['is base64 where PEM is meant', 'FILE', (): string => keyBase64, /is not PEM: set --/],
        ['is PEM where base64 is meant', 'PATH', (): string => key, /is PEM, not base64: name it by --.*-key-file or/],
        ['is no base64', 'PATH', (): string => folder.write('no.b64', '%&'), /is no base64: set --.*-key-path or/],
        ['is base64 of else', 'PATH', (): string => folder.write('else', 'AAAA'), /is base64, but not of PEM: set --/],
        ['holds a certificate', 'FILE', (): string => cert, /holds no private key: set --/],
    ] as const)('tell when a key %s', (_what, form, file, message) => {
        const variables = { [`${CERT}_FILE`]: cert, [`${KEY}_${form}`]: file() };
        expect(() => read(variables)).toThrow(message);
        expect(() => read(variables)).toThrow(`the file ${file()} of ${KEY}_${form} `);
    });

    it('may have a key with a pass phrase', () => {
        const cipher = { format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'secret' } as const;
        const file = folder.write('encrypted.pem', createPrivateKey(pair.key).export(cipher));
        const variables = { [`${CERT}_FILE`]: cert, [`${KEY}_FILE`]: file };
        const remedy = `set --chaincode-tls-key-password or the variable ${KEY}_PASSWORD to its pass phrase`;
        expect(read({ ...variables, [`${KEY}_PASSWORD`]: 'secret' })).toMatchObject({ keyPassword: 'secret' });
        expect(() => read(variables)).toThrow(`the file ${file} of ${KEY}_FILE is encrypted: ${remedy}`);
        expect(() => read({ ...variables, [`${KEY}_PASSWORD`]: 'guess' })).toThrow(
            `the file ${file} of ${KEY}_FILE is not encrypted with the pass phrase that is given: ${remedy}`,
        );
    });

    it('tell when a certificate cannot be read as one', () => {
        expect(() => read({ [`${CERT}_FILE`]: key, [`${KEY}_FILE`]: key })).toThrow(/holds no certificate: set --/);
        const variables = { [`${CERT}_FILE`]: cert, [`${KEY}_FILE`]: key, [`${CA}_FILE`]: key };
        expect(() => read(variables)).toThrow(/holds no certificate of an authority: set --/);
    });

    it('tell when a key belongs to another certificate', async () => {
        const other = folder.write('other.pem', (await createSelfSigned()).key);
        expect(() => read({ [`${CERT}_FILE`]: cert, [`${KEY}_FILE`]: other })).toThrow(
            `the file ${other} of ${KEY}_FILE does not belong to the certificate ${cert} of ${CERT}_FILE: set --chaincode-tls-key-file or the variable ${KEY}_FILE and --chaincode-tls-cert-file or the variable ${CERT}_FILE to a pair`,
        );
    });
});
