import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { openOrganization } from './organization-folder';

function filesIn(folder: string): Record<string, string> {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const files = names.filter((name) => statSync(join(folder, name)).isFile()).sort();
    return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

describe("an organization's folder", () => {
    it("has the files of cryptogen's that Fabric's samples look for", () => {
        using folder = new TemporaryFolder();
        const { user1, tlsRootCertPath } = openOrganization(folder.path, 'Org1MSP');
        const own = join(folder.path, 'peerOrganizations', 'org1.example.com');
        expect(user1.certificatePath).toBe(
            join(own, 'users/User1@org1.example.com/msp/signcerts/User1@org1.example.com-cert.pem'),
        );
        expect(user1.privateKeyPath).toBe(join(own, 'users/User1@org1.example.com/msp/keystore/priv_sk'));
        expect(tlsRootCertPath).toBe(join(own, 'peers/peer0.org1.example.com/tls/ca.crt'));
        expect(Object.keys(filesIn(own))).toEqual([
            'ca/ca.org1.example.com-cert.pem',
            'ca/priv_sk',
            'msp/cacerts/ca.org1.example.com-cert.pem',
            'msp/tlscacerts/tlsca.org1.example.com-cert.pem',
            'peers/peer0.org1.example.com/tls/ca.crt',
            'peers/peer0.org1.example.com/tls/server.crt',
            'peers/peer0.org1.example.com/tls/server.key',
            'tlsca/priv_sk',
            'tlsca/tlsca.org1.example.com-cert.pem',
            ...['Admin', 'User1'].flatMap((user) => [
                `users/${user}@org1.example.com/msp/cacerts/ca.org1.example.com-cert.pem`,
                `users/${user}@org1.example.com/msp/keystore/priv_sk`,
                `users/${user}@org1.example.com/msp/signcerts/${user}@org1.example.com-cert.pem`,
                `users/${user}@org1.example.com/msp/signcerts/cert.pem`,
                `users/${user}@org1.example.com/tls/ca.crt`,
            ]),
        ]);
    });

    it('has users that its authority vouches for, with keys that nobody else may read', () => {
        using folder = new TemporaryFolder();
        const { organization, user1 } = openOrganization(folder.path, 'Org1MSP');
        const certificate = new X509Certificate(readFileSync(user1.certificatePath));
        const authority = new X509Certificate(organization.authorities.join(''));
        expect(certificate.subject).toBe('OU=client\nCN=User1@org1.example.com');
        expect(certificate.issuer).toBe('O=org1.example.com\nCN=ca.org1.example.com');
        expect(certificate.verify(authority.publicKey)).toBe(true);
        const key = createPublicKey(createPrivateKey(readFileSync(user1.privateKeyPath)));
        expect(key.equals(certificate.publicKey)).toBe(true);
        expect(statSync(user1.privateKeyPath).mode & 0o077).toBe(0);
    });

    it('is as it was when it is opened again, and gets what was taken away', () => {
        using folder = new TemporaryFolder();
        openOrganization(folder.path, 'Org1MSP');
        const before = filesIn(folder.path);
        const { user1 } = openOrganization(folder.path, 'Org1MSP');
        expect(filesIn(folder.path)).toEqual(before);
        writeFileSync(user1.privateKeyPath, '');
        expect(() => openOrganization(folder.path, 'Org1MSP')).toThrow(/an identity of Org1MSP cannot be read/);
    });

    it('is not taken over from something else that has made it', () => {
        using folder = new TemporaryFolder();
        openOrganization(folder.path, 'Org1MSP');
        const ca = join(folder.path, 'peerOrganizations', 'org1.example.com', 'ca');
        writeFileSync(join(ca, 'ca.org1.example.com-cert.pem'), 'nonsense');
        expect(() => openOrganization(folder.path, 'Org1MSP')).toThrow(/the certificate authority cannot be restored/);
    });
});
