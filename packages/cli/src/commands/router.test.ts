import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

    it('dials servers with the certificate that is in its file at SIGHUP', async () => {
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
        await using router = new HeddleProcess(['router', ...options, '--server', dialled.address]);
        await router.logged(/no connection to the server at/);
        await write(after);
        router.signal('SIGHUP');
        expect(await router.logged(/the server at \S+ is there/)).toMatchObject({ server: dialled.address });
    });
});
