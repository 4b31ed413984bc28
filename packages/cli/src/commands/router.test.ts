import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { ChaincodeServer, createLogger, success } from '@heddle/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

describe('heddle router', () => {
    let server: ChaincodeServer;
    let address: string;

    beforeEach(async () => {
        const answer = (): Promise<ReturnType<typeof success>> => Promise.resolve(success('done'));
        server = new ChaincodeServer(
            { Init: answer, Invoke: answer },
            { packageId: 'cc:1', address: '127.0.0.1:0', logger: createLogger('error') },
        );
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
});
