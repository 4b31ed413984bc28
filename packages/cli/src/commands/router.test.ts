import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type PeerCertificate } from 'node:tls';
import { CertificateAuthority, HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { ChaincodeServer, createLogger, type ServerTlsOptions, success } from '@heddle/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

function createServer(tls?: ServerTlsOptions): ChaincodeServer {
    const answer = (): Promise<ReturnType<typeof success>> => Promise.resolve(success('done'));
    return new ChaincodeServer(
        { Init: answer, Invoke: answer },
        { packageId: 'cc:1', address: '127.0.0.1:0', logger: createLogger('error'), tls },
    );
}

/** What a server shows to those who dial this address. */
async function certificateAt(address: string): Promise<PeerCertificate> {
    const [host = '', port = ''] = address.split(':');
    const socket = connect({ host, port: Number(port), rejectUnauthorized: false, ALPNProtocols: ['h2'] });
    try {
        await once(socket, 'secureConnect');
        return socket.getPeerCertificate();
    } finally {
        socket.destroy();
    }
}

describe('heddle router', () => {
    let server: ChaincodeServer;
    let address: string;

    beforeEach(async () => {
        server = createServer();
        ({ address } = await server.start());
    });
    afterEach(() => server.close({ graceMs: 0 }));

    it('routes, tells how it does, and ends in order', async () => {
        const listen = ['--chaincode-address', '127.0.0.1:0', '--operations-address', '127.0.0.1:0'];
        await using router = new HeddleProcess(['router', ...listen, '--server', address]);
        const { msg } = await router.logged(/\/metrics are at/);
        const [, pages = ''] = /(http:\/\/\S+)$/.exec(msg) ?? [];
        await router.logged(/the server at \S+ is there/);
        const ready = await fetch(`${pages}/readyz`);
        expect([ready.status, await ready.json()]).toEqual([
            200,
            { status: 'ready', phase: 'serving', streams: 0, registered: false, servers: true },
        ]);
        const figures = await (await fetch(`${pages}/metrics`)).text();
        expect(figures).toContain(`heddle_router_server_up{chaincode="127.0.0.1:0",server="${address}"} 1`);
        expect(figures).toContain('heddle_streams 0');
        await server.close();
        await router.logged(/the server at \S+ is gone/);
        const unready = await fetch(`${pages}/readyz`);
        expect([unready.status, await unready.json()]).toMatchObject([503, { servers: false }]);
        router.signal('SIGTERM');
        expect(await router.exited).toBe(0);
    });

    it('reads routes from a file', async () => {
        using folder = new TemporaryFolder();
        const file = join(folder.path, 'routes.json');
        writeFileSync(file, JSON.stringify([{ id: 'cc:1', address: '127.0.0.1:0', servers: [address] }]));
        await using router = new HeddleProcess(['router', '--config', file]);
        await router.logged(/cc:1: the server at \S+ is there/);
        router.signal('SIGTERM');
        expect(await router.exited).toBe(0);
    });

    it.each(['SIGHUP', 'the next look'])('dials servers with the certificate in its file at %s', async (by) => {
        using folder = new TemporaryFolder();
        const [before, after] = [
            await CertificateAuthority.create('before'),
            await CertificateAuthority.create('after'),
        ];
        const pathOf = (name: string): string => join(folder.path, name);
        const write = async (clients: CertificateAuthority): Promise<void> => {
            const { key, cert } = await clients.issue();
            writeFileSync(pathOf('tls.key'), key);
            writeFileSync(pathOf('tls.crt'), cert);
        };
        writeFileSync(pathOf('server-ca.crt'), before.cert);
        await write(before);
        await using demanding = createServer({ ...(await before.issue()), clientCACerts: after.cert });
        const dialled = await demanding.start();
        const files = ['rootcert=server-ca.crt', 'cert=tls.crt', 'key=tls.key'].flatMap((file) => {
            const [option = '', name = ''] = file.split('=');
            return [`--server-tls-${option}-file`, pathOf(name)];
        });
        const options = ['--chaincode-address', '127.0.0.1:0', '--server-tls-name', 'localhost', ...files];
        const interval = ['--reload-interval-ms', by === 'SIGHUP' ? '0' : '20'];
        await using router = new HeddleProcess(['router', ...options, ...interval, '--server', dialled.address]);
        await router.logged(/no connection to the server at/);
        await write(after);
        if (by === 'SIGHUP') router.signal('SIGHUP');
        expect(await router.logged(/the server at \S+ is there/)).toMatchObject({ server: dialled.address });
    });

    it('gives certificates to their routes in whichever order these are, and takes nothing else', async () => {
        using folder = new TemporaryFolder();
        const authority = await CertificateAuthority.create();
        const renew = async (name: string): Promise<void> => {
            const { key, cert } = await authority.issue({ names: [name] });
            folder.write(`${name}.key`, key);
            folder.write(`${name}.crt`, cert);
        };
        const route = (name: string, servers = [address]): object => {
            const tls = { key: `${name}.key`, cert: `${name}.crt` };
            return { id: `${name}:1`, address: '127.0.0.1:0', servers, tls };
        };
        const configure = (...routes: readonly object[]): string => folder.write('routes.json', JSON.stringify(routes));
        await renew('one');
        await renew('two');
        const config = ['--config', configure(route('one'), route('two')), '--reload-interval-ms', '0'];
        await using router = new HeddleProcess(['router', ...config]);
        const { address: one } = await router.logged(/^one:1: listening on/);
        const before = await certificateAt(String(one));
        configure(route('two'), route('one', ['elsewhere:9999']));
        await renew('one');
        router.signal('SIGHUP');
        await router.logged(/^not taken: one:1 has other servers, and a router takes nothing but certificates/);
        configure(route('two'));
        router.signal('SIGHUP');
        await router.logged(/^not taken: there are other routes, or a route has another id, address or host name, and/);
        configure(route('two'), route('one'));
        folder.write('two.key', '');
        router.signal('SIGHUP');
        await router.logged(/^not taken: the certificates cannot be used \(/);
        expect((await certificateAt(String(one))).raw).toEqual(before.raw);
        await renew('two');
        router.signal('SIGHUP');
        expect(await router.logged(/have the certificates that are in their files now$/)).toMatchObject({ routes: 2 });
        const after = await certificateAt(String(one));
        expect(after.subjectaltname).toBe(before.subjectaltname);
        expect(after.raw).not.toEqual(before.raw);
    });
});
