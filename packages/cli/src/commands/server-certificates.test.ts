import { once } from 'node:events';
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { CertificateAuthority, HeddleProcess, type SelfSigned, TemporaryFolder } from '@heddle/command-testing';
import { type ChaincodeTls, LocalPeer } from '@heddle/local-peer';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { chaincodeCalled } from '../testing/chaincode-package';
import { findFreePort } from '../testing/free-port';

describe('the certificates of heddle server', () => {
    let authority: CertificateAuthority;
    let nextAuthority: CertificateAuthority;
    let first: SelfSigned;
    let renewed: SelfSigned;
    let folder: TemporaryFolder;
    let peer: LocalPeer;
    let port: number;
    let rotations: number;

    beforeAll(async () => {
        authority = await CertificateAuthority.create();
        nextAuthority = await CertificateAuthority.create('Next CA');
        [first, renewed] = [await authority.issue(), await authority.issue()];
    });
    beforeEach(async () => {
        rotations = 0;
        folder = new TemporaryFolder();
        folder.writePackage({ 'index.js': chaincodeCalled('one') });
        [peer, port] = await Promise.all([LocalPeer.start(), findFreePort()]);
    });
    afterEach(async () => {
        await peer.close();
        folder[Symbol.dispose]();
    });

    /** Writes a secret as Kubernetes mounts it: files are links into `..data`, which is exchanged as a whole. */
    function mountSecret({ cert, key }: SelfSigned, ca = authority.cert): void {
        const version = `..${++rotations}`;
        const path = (name: string): string => join(folder.path, 'tls', name);
        mkdirSync(path(version), { recursive: true });
        for (const [name, text] of Object.entries({ 'tls.crt': cert, 'tls.key': key, 'ca.crt': ca })) {
            writeFileSync(join(path(version), name), text);
            if (rotations === 1) symlinkSync(join('..data', name), path(name));
        }
        symlinkSync(version, path('..data_tmp'));
        renameSync(path('..data_tmp'), path('..data'));
    }

    function start(interval: string, variables: Readonly<Record<string, string>> = {}): HeddleProcess {
        return new HeddleProcess(['server', '--reload-interval-ms', interval], {
            cwd: folder.path,
            variables: {
                CORE_CHAINCODE_ID: 'one:1',
                CORE_CHAINCODE_ADDRESS: `127.0.0.1:${port}`,
                CORE_CHAINCODE_TLS_CERT_FILE: 'tls/tls.crt',
                CORE_CHAINCODE_TLS_KEY_FILE: 'tls/tls.key',
                ...variables,
            },
        });
    }

    function install(name: string, tls: Partial<ChaincodeTls> = {}): void {
        const address = `localhost:${port}`;
        peer.install({ name, packageId: 'one:1', connect: { address, tls: { rootCert: authority.cert, ...tls } } });
    }

    /** The certificate that a new connection is shown, in PEM. */
    async function certificateShown(): Promise<string> {
        const socket = connect({ host: '127.0.0.1', port, ALPNProtocols: ['h2'], rejectUnauthorized: false });
        await once(socket, 'secureConnect');
        const { raw } = socket.getPeerCertificate();
        socket.destroy();
        return raw.toString('base64');
    }

    const bareOf = ({ cert }: SelfSigned): string => cert.replace(/-----.*?-----|\s/g, '');

    it('are found by the names that fabric-samples gives them', async () => {
        folder.write('cert.pem', first.cert);
        folder.write('key.pem', first.key);
        await using heddle = new HeddleProcess(['server'], {
            cwd: folder.path,
            variables: {
                CHAINCODE_ID: 'one:1',
                CHAINCODE_SERVER_ADDRESS: `127.0.0.1:${port}`,
                CHAINCODE_TLS_DISABLED: 'false',
                CHAINCODE_TLS_CERT: 'cert.pem',
                CHAINCODE_TLS_KEY: 'key.pem',
            },
        });
        await heddle.logged(/^listening .*, with TLS$/);
        expect(await certificateShown()).toBe(bareOf(first));
    });

    it.each([
        ['at the next look at their files', '20'],
        ['at SIGHUP', '0'],
    ])('are taken %s, while a transaction on an old connection completes', async (_how, interval) => {
        mountSecret(first);
        await using heddle = start(interval);
        await heddle.logged(/^listening .*, with TLS$/);
        install('cc');
        const held = peer.submit({ chaincode: 'cc', function: 'hold' });
        await heddle.logged(/^holding$/);
        expect(await certificateShown()).toBe(bareOf(first));

        mountSecret(renewed);
        if (interval === '0') heddle.signal('SIGHUP');
        await heddle.logged(/^new connections for one:1 are shown the certificate of CN=localhost, valid until /);
        expect(await certificateShown()).toBe(bareOf(renewed));
        heddle.signal('SIGUSR2');
        expect(await held).toMatchObject({ status: 200, commit: { status: 'VALID' } });
        expect(String((await peer.evaluate({ chaincode: 'cc', function: 'name' })).payload)).toBe('one');
        expect(heddle.log.filter(({ level }) => level === 'error')).toEqual([]);
    });

    it('are demanded of clients by the CAs of now, while a transaction of an earlier one completes', async () => {
        mountSecret(first);
        await using heddle = start('20', { CORE_CHAINCODE_TLS_CLIENT_CACERT_FILE: 'tls/ca.crt' });
        await heddle.logged(/^listening .*, with mutual TLS$/);
        const client = await authority.issue({ names: ['peer0'] });
        const next = await nextAuthority.issue({ names: ['peer0'] });
        install('cc', { clientCert: client.cert, clientKey: client.key });
        const held = peer.submit({ chaincode: 'cc', function: 'hold' });
        await heddle.logged(/^holding$/);

        mountSecret(first, nextAuthority.cert);
        await heddle.logged(/^new connections for one:1/);
        await using other = await LocalPeer.start();
        const tls = { rootCert: authority.cert, clientCert: next.cert, clientKey: next.key };
        const address = `localhost:${port}`;
        other.install({ name: 'cc', packageId: 'one:1', connect: { address, tls } });
        expect(String((await other.evaluate({ chaincode: 'cc', function: 'name' })).payload)).toBe('one');
        heddle.signal('SIGUSR2');
        expect(await held).toMatchObject({ status: 200, commit: { status: 'VALID' } });
    });

    it('are not taken while only one of the two files is written, which is told once', async () => {
        const cert = folder.write('tls/tls.crt', first.cert);
        const key = folder.write('tls/tls.key', first.key);
        await using heddle = start('20');
        await heddle.logged(/^listening/);
        for (const [half, message] of [
            [renewed.cert.slice(0, 300), /tls\.crt .* holds no certificate/],
            ['', /tls\.crt .* is not PEM/],
            [renewed.cert, /tls\.key .* does not belong to the certificate tls.tls\.crt/],
        ] as const) {
            writeFileSync(cert, half);
            const { level, msg } = await heddle.logged(message);
            expect(level).toBe('error');
            expect(msg).toMatch(/^not taken: .*; one:1 goes on with the certificates that it has$/);
            expect(await certificateShown()).toBe(bareOf(first));
        }
        // Several looks at the same half.
        await new Promise((resolve) => setTimeout(resolve, 200));
        writeFileSync(key, renewed.key);
        await heddle.logged(/^new connections for one:1/);
        expect(await certificateShown()).toBe(bareOf(renewed));
        expect(heddle.log.filter(({ msg }) => msg.includes('does not belong to'))).toHaveLength(1);
    });

    it('are told to be wrong again at SIGHUP', async () => {
        mountSecret(first);
        await using heddle = start('0');
        await heddle.logged(/^listening/);
        mountSecret({ cert: renewed.cert, key: first.key });
        for (let count = 1; count <= 2; count++) {
            heddle.signal('SIGHUP');
            while (heddle.log.filter(({ msg }) => msg.startsWith('not taken')).length < count) {
                await new Promise((resolve) => setTimeout(resolve, 10));
            }
        }
        expect(await certificateShown()).toBe(bareOf(first));
        heddle.signal('SIGTERM');
        expect(await heddle.exited).toBe(0);
        expect(heddle.log.some(({ msg }) => msg === 'reloaded')).toBe(false);
    });

    it('are of each chaincode its own, in a file with several', async () => {
        const [one, two] = [await authority.issue(), await authority.issue({ names: ['two.example.com'] })];
        const next = await authority.issue({ names: ['two.example.com'] });
        for (const [name, { cert, key }] of Object.entries({ one, two })) {
            folder.write(`tls/${name}.crt`, cert);
            folder.write(`tls/${name}.key`, key);
        }
        const entry = (id: string, hostname: string): object => ({
            id: `${id}:1`,
            address: `127.0.0.1:${port}`,
            hostname,
            tls: { cert: `tls/${id}.crt`, key: `tls/${id}.key` },
        });
        const file = folder.write(
            'chaincodes.json',
            JSON.stringify([entry('one', 'localhost'), entry('two', 'two.example.com')]),
        );
        await using heddle = new HeddleProcess(['server', '--config', file, '--reload-interval-ms', '20'], {
            cwd: folder.path,
        });
        await heddle.logged(/for two:1 at the host name two\.example\.com, with TLS$/);
        install('cc');
        expect(String((await peer.evaluate({ chaincode: 'cc', function: 'name' })).payload)).toBe('one');
        folder.write('tls/two.key', next.key);
        folder.write('tls/two.crt', next.cert);
        await heddle.logged(/^new connections for two:1 are shown the certificate of CN=two\.example\.com/);
        expect(await certificateShown()).toBe(bareOf(one));
    });
});
