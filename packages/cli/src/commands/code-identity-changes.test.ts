import { writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { LocalPeer } from '@heddle/local-peer';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { packCode } from '../identity/pack-code';
import { createPackage } from '../packaging/create-package';

const BILL = '{ "bomFormat": "CycloneDX", "specVersion": "1.6" }';
/** Answers with its name; `end` ends the thread that runs it. */
const SOURCE = `
    exports.chaincode = {
        Init: async () => ({ status: 200 }),
        async Invoke(stub) {
            if (stub.getFunctionAndParameters().fcn === 'end') process.exit(1);
            return { status: 200, payload: 'NAME' };
        },
    };`;

interface Packed {
    readonly packageId: string;
    readonly code: string;
}

describe('code that changes while a server runs', () => {
    let folder: TemporaryFolder;

    beforeEach(() => {
        folder = new TemporaryFolder();
        folder.write('bill.json', BILL);
    });
    afterEach(() => {
        folder[Symbol.dispose]();
    });

    function write(below: string, name: string): void {
        folder.write(join(below, 'package.json'), '{ "name": "basic", "version": "1.0.0" }');
        folder.write(join(below, 'index.js'), SOURCE.replace('NAME', name));
    }

    /** Makes a package of what is in the folder `app` now. */
    async function pack(label: string): Promise<Packed> {
        const { files, digest } = await packCode(join(folder.path, 'app'), join(folder.path, 'bill.json'));
        const connection = { address: 'a.example.com:9999', dial_timeout: '10s', tls_required: false };
        const { packageId, bytes } = createPackage({ type: 'ccaas', label, connection, files });
        writeFileSync(join(folder.path, `${label}.tgz`), bytes);
        return { packageId, code: digest };
    }

    function configure(entry: object): void {
        folder.write('chaincodes.json', JSON.stringify([{ address: '127.0.0.1:0', modulePath: 'app', ...entry }]));
    }

    function serve(...args: readonly string[]): HeddleProcess {
        const options = ['--config', 'chaincodes.json', '--reload-interval-ms', '0', '--operations-address'];
        return new HeddleProcess(['server', ...options, '127.0.0.1:0', ...args], { cwd: folder.path });
    }

    async function told(server: HeddleProcess): Promise<unknown> {
        const { address } = await server.logged(/^\/healthz/);
        const body = await new Promise<string>((resolve, reject) => {
            get(`http://${String(address)}/code`, (answer) => {
                text(answer).then(resolve, reject);
            }).on('error', reject);
        });
        return (JSON.parse(body) as { readonly chaincodes: unknown }).chaincodes;
    }

    it('is not said to be that of a new package where the old one is loaded', async () => {
        write('app', 'one');
        const one = await pack('one');
        configure({ id: one.packageId, package: 'one.tgz' });
        await using server = serve();
        await server.logged(/^listening/);
        expect(await told(server)).toEqual([one]);

        write('app', 'two');
        const two = await pack('two');
        configure({ id: two.packageId, package: 'two.tgz' });
        server.signal('SIGHUP');
        await server.logged(/^not taken: .* was loaded in this process when it was other code: .*folder of its own/);
        expect(await told(server)).toEqual([one]);

        // The same code may have another id.
        write('app', 'one');
        const again = await pack('again');
        configure({ id: again.packageId, package: 'again.tgz' });
        server.signal('SIGHUP');
        await server.logged(/^reloaded$/);
        expect(await told(server)).toEqual([{ ...again, code: one.code }]);

        // Nobody compares what it has now.
        write('other', 'other');
        configure({ id: again.packageId, modulePath: 'other', hostname: 'other' });
        server.signal('SIGHUP');
        await server.logged(new RegExp(`^${again.packageId} is removed`));
        await server.logged(/^listening on .* at the host name other/);
        expect(await told(server)).toEqual([{ packageId: again.packageId, code: null }]);
    });

    it('is not said to be that of a package where it was loaded before it was compared', async () => {
        write('app', 'one');
        configure({ id: 'one:1' });
        await using server = serve();
        await server.logged(/^listening/);
        const one = await pack('one');
        configure({ id: one.packageId, package: 'one.tgz' });
        server.signal('SIGHUP');
        await server.logged(
            /^not taken: .* was loaded in this process before it was compared with a package: .*restart the server/,
        );
        expect(await told(server)).toEqual([{ packageId: 'one:1', code: null }]);
    });

    it('is taken where what was compared before was never loaded, as another entry had a mistake', async () => {
        write('served', 'served');
        configure({ id: 'served:1', modulePath: 'served' });
        await using server = serve();
        await server.logged(/^listening/);

        const address = '127.0.0.1:0';
        const wrong = { id: 'wrong:1', address, modulePath: 'served', package: 'none.tgz', hostname: 'wrong' };
        function configureBoth(id: string, file: string, others: readonly object[]): void {
            const entry = { id, address, modulePath: 'app', package: file, hostname: 'app' };
            folder.write('chaincodes.json', JSON.stringify([entry, ...others]));
        }
        write('app', 'one');
        configureBoth((await pack('one')).packageId, 'one.tgz', [wrong]);
        server.signal('SIGHUP');
        await server.logged(/^not taken: .*none\.tgz/);

        write('app', 'two');
        const two = await pack('two');
        configureBoth(two.packageId, 'two.tgz', []);
        server.signal('SIGHUP');
        await server.logged(/^listening on .* at the host name app/);
        expect(await told(server)).toEqual([two]);
    });

    it('is not run by a thread that takes the place of another one', async () => {
        write('app', 'one');
        const { packageId } = await pack('one');
        configure({ id: packageId, package: 'one.tgz' });
        await using server = serve('--workers', '1');
        const { address } = await server.logged(/^listening/);
        const peer = await LocalPeer.start();
        try {
            peer.install({ name: 'cc', packageId, connect: { address: String(address) } });
            expect(String((await peer.evaluate({ chaincode: 'cc', function: 'name' })).payload)).toBe('one');
            write('app', 'two');
            expect((await peer.evaluate({ chaincode: 'cc', function: 'end' })).status).toBe(500);
            await server.logged(/nothing is served: .*index\.js is not the file that was packed.*trying again in/);
        } finally {
            await peer.close();
        }
    });
});
