import { type KeyObject, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { describe, expect, it } from '@jest/globals';
import { CertificateAuthority } from './certificate-authority';
import { Membership } from './membership';
import { Organization } from './organization';

const name = { organization: 'Org1MSP', commonName: 'ca.Org1MSP' };
const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('a certificate authority', () => {
    it('is the same one after it was kept: members from before and after know each other', () => {
        const first = CertificateAuthority.create(name);
        const restored = CertificateAuthority.restore({
            certificate: first.certificate,
            privateKey: pem(first.privateKey),
        });
        const organizations = [first, restored].map((authority) => new Organization({ mspId: 'Org1MSP', authority }));
        const data = Buffer.from('data');
        for (const organization of organizations) {
            const membership = new Membership([organization], () => new Date());
            for (const other of organizations) {
                const alice = other.createMember({ name: 'alice' });
                expect(membership.check(alice.creator, data, alice.sign(data))).toBeUndefined();
            }
        }
    });

    it('is not restored with the key of another one, or from other bytes or certificates', () => {
        const first = CertificateAuthority.create(name);
        const privateKey = CertificateAuthority.create(name).privateKey;
        const restore = (key: Parameters<typeof CertificateAuthority.restore>[0]) => () =>
            CertificateAuthority.restore(key);
        expect(restore({ certificate: first.certificate, privateKey })).toThrow(
            /the private key does not match the certificate/,
        );
        expect(restore({ certificate: 'nonsense', privateKey })).toThrow(
            /the certificate authority cannot be restored/,
        );
        expect(restore(first.issue({ subject: { commonName: 'ca' }, keyType: 'P-384' }))).toThrow(
            /its key is of another kind/,
        );
    });

    it('has the name of another one byte by byte, and is not trusted for it', () => {
        const real = CertificateAuthority.create(name);
        const namesake = CertificateAuthority.namesake(real.certificate);
        const member = new Organization({ mspId: 'Org1MSP', authority: namesake }).createMember({ name: 'alice' });
        expect(new X509Certificate(member.certificate).issuer).toBe(new X509Certificate(real.certificate).subject);
        const data = Buffer.from('data');
        const check = (authorities: readonly string[]): string | undefined =>
            new Membership([{ mspId: 'Org1MSP', authorities }], () => new Date()).check(
                member.creator,
                data,
                member.sign(data),
            );
        expect(check([real.certificate])).toBe('invalid');
        expect(check([real.certificate, namesake.certificate])).toBeUndefined();
    });

    it('certifies servers, which TLS clients take for all of their hosts', async () => {
        const authority = CertificateAuthority.create(name);
        const hosts = ['peer0.org1.example.com', 'localhost', '127.0.0.1'];
        const { certificate, privateKey } = authority.issue({ subject: { commonName: hosts[0] ?? '' }, hosts });
        const parsed = new X509Certificate(certificate);
        expect(parsed.subjectAltName).toBe('DNS:peer0.org1.example.com, DNS:localhost, IP Address:127.0.0.1');
        expect(parsed.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
        const server = createServer({ cert: certificate, key: pem(privateKey) }, (socket) => socket.end());
        await once(server.listen(0, '127.0.0.1'), 'listening');
        const { port } = server.address() as AddressInfo;
        for (const servername of hosts.slice(0, 2)) {
            const socket = connect({ host: '127.0.0.1', port, servername, ca: authority.certificate });
            await once(socket, 'secureConnect');
            expect(socket.authorized).toBe(true);
            socket.destroy();
        }
        const closed = once(server, 'close');
        server.close();
        await closed;
    });
});
