import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { createSelfSigned, HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { LocalPeer } from '@heddle/local-peer';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chaincodeCalled } from '../testing/chaincode-package';
import { findFreePort } from '../testing/free-port';

const FILES = {
    'one/package.json': '{}',
    'one/index.js': chaincodeCalled('one'),
    'two/package.json': '{}',
    'two/index.js': chaincodeCalled('two'),
    'broken/package.json': '{}',
    'broken/index.js': 'throw new Error("no database");',
};

describe('heddle server with several chaincodes', () => {
    let folder: TemporaryFolder;
    let peer: LocalPeer;
    let port: number;

    beforeEach(async () => {
        folder = new TemporaryFolder();
        folder.writePackage(FILES);
        [peer, port] = await Promise.all([LocalPeer.start(), findFreePort()]);
    });
    afterEach(async () => {
        await peer.close();
        folder[Symbol.dispose]();
    });

    function start(args: readonly string[], variables: Readonly<Record<string, string>> = {}): HeddleProcess {
        return new HeddleProcess(['server', ...args], { cwd: folder.path, variables });
    }

    /** What a chaincode says that it is called, when the peer finds it at this address. */
    async function nameOf(packageId: string, address: string): Promise<string> {
        const chaincode = packageId.replace(':', '_');
        peer.install({ name: chaincode, packageId, connect: { address } });
        const { payload, message } = await peer.evaluate({ chaincode, function: 'name' });
        return message === '' ? String(payload) : message;
    }

    const one = (more: object = {}): object => ({
        id: 'one:1',
        address: `127.0.0.1:${port}`,
        hostname: '127.0.0.1',
        modulePath: 'one',
        ...more,
    });
    const two = (more: object = {}): object => ({
        ...one(),
        id: 'two:2',
        hostname: 'localhost',
        modulePath: 'two',
        ...more,
    });

    function configure(...entries: readonly object[]): string {
        const file = join(folder.path, 'chaincodes.json');
        // At once: what is read while it is written is no JSON.
        renameSync(folder.write('chaincodes.new', JSON.stringify(entries)), file);
        return file;
    }

    it.each([
        ['options', ['--chaincode', 'one:1=127.0.0.1:0', '--chaincode', 'two:2=127.0.0.1:0'], {}],
        ['a variable', [], { CORE_CHAINCODES: 'one:1=127.0.0.1:0,two:2=127.0.0.1:0' }],
    ] as const)('serves each at its address, by %s', async (_what, args, variables) => {
        await using heddle = start(['-p', 'one', ...args], variables);
        for (const packageId of ['one:1', 'two:2']) {
            const { address } = await heddle.logged(new RegExp(`^listening on .* for ${packageId},`));
            expect(await nameOf(packageId, String(address))).toBe('one');
        }
        heddle.signal('SIGTERM');
        expect(await heddle.exited).toBe(0);
    });

    it('serves those of a file at one address, told apart by host name, each from its own package', async () => {
        await using heddle = start(['--config', configure(one(), two())]);
        await heddle.logged(/for two:2 at the host name localhost/);
        expect(await nameOf('one:1', `127.0.0.1:${port}`)).toBe('one');
        expect(await nameOf('two:2', `localhost:${port}`)).toBe('two');
        heddle.signal('SIGTERM');
        expect(await heddle.exited).toBe(0);
    });

    it.each([
        ['SIGHUP', '0'],
        ['the next look at the file', '20'],
    ])('takes an upgrade at %s: adds, and later drains and removes', async (how, interval) => {
        const reread = (): void => {
            if (how === 'SIGHUP') heddle.signal('SIGHUP');
        };
        const args = ['--config', configure(one()), '--reload-interval-ms', interval];
        await using heddle = start(args);
        await heddle.logged(/^listening/);
        peer.install({ name: 'cc', packageId: 'one:1', connect: { address: `127.0.0.1:${port}` } });
        const held = peer.submit({ chaincode: 'cc', function: 'hold' });
        await heddle.logged(/^holding$/);

        configure(one(), two());
        reread();
        await heddle.logged(/^listening .* for two:2/);
        peer.install({ name: 'cc', packageId: 'two:2', connect: { address: `localhost:${port}` } });
        expect(String((await peer.evaluate({ chaincode: 'cc', function: 'name' })).payload)).toBe('two');

        configure(two());
        reread();
        await heddle.logged(/^removing one:1/);
        heddle.signal('SIGUSR2');
        expect(await held).toMatchObject({ status: 200 });
        await heddle.logged(/^one:1 is removed$/);
        expect(String((await peer.evaluate({ chaincode: 'cc', function: 'name' })).payload)).toBe('two');
        expect(heddle.log.filter(({ level }) => level !== 'info')).toEqual([]);
    });

    it('moves one to another address, and leaves the other one alone', async () => {
        const [first, next] = [await findFreePort(), await findFreePort()];
        await using heddle = start(['--config', configure(one(), two({ address: `127.0.0.1:${first}` }))]);
        await heddle.logged(/for two:2/);
        configure(one(), two({ address: `127.0.0.1:${next}` }));
        heddle.signal('SIGHUP');
        await heddle.logged(new RegExp(`^listening on 127.0.0.1:${next} for two:2`));
        expect(await nameOf('two:2', `localhost:${next}`)).toBe('two');
        expect(await nameOf('one:1', `127.0.0.1:${port}`)).toBe('one');
        expect(heddle.log.filter(({ msg }) => msg.startsWith('listening') && msg.includes('one:1'))).toHaveLength(1);
    });

    const MISTAKES: Record<string, [() => string, RegExp]> = {
        'no JSON': [() => '[{ "id": ', /chaincodes\.json is no JSON \(.*\): correct it$/],
        'an empty list': [() => '[]', /chaincodes\.json is no list of chaincodes: write/],
        'an unknown field': [() => JSON.stringify([one({ adress: '' })]), /\[0\]\.adress means nothing: .*address/],
        'a number for a text': [() => JSON.stringify([one({ mspId: 7 })]), /\[0\]\.mspId is 7: set it to a text/],
        'no address': [() => JSON.stringify([{ id: 'a:1' }]), /\[0\]\.address is missing: set it$/],
        'no object': [() => '["one:1"]', /\[0\] is not an object: give it id, address, /],
        'an id twice': [() => JSON.stringify([one(), one()]), /\[0\] and .*\[1\] have the same id one:1: give each/],
        'an address twice': [
            () => JSON.stringify([one(), two({ hostname: '127.0.0.1' })]),
            /\[0\] and .*\[1\] have the same address 127\.0\.0\.1:\d+ and host name 127\.0\.0\.1: give each/,
        ],
        'no address that there could be': [
            () => JSON.stringify([one(), two({ address: 'nowhere' })]),
            /\[1\]: address .* is "nowhere": set it to host:port/,
        ],
        'a host name with a port': [
            () => JSON.stringify([one(), two({ hostname: 'localhost:9999' })]),
            /\[1\]: hostname is "localhost:9999": set it to the host of the address/,
        ],
        'half of TLS': [() => JSON.stringify([one({ tls: { cert: 'a' } })]), /\[0\]\.tls\.key is missing: set it$/],
        'no file of TLS': [
            () => JSON.stringify([two({ tls: { cert: 'a', key: 'b' } })]),
            /\[0\]\.tls\.key names .*b, which cannot be read \(ENOENT.*\): name a readable PEM file$/,
        ],
        'no package': [() => JSON.stringify([two({ modulePath: 'three' })]), /three.package\.json does not exist/],
        'a package that fails': [
            () => JSON.stringify([two({ modulePath: 'broken' })]),
            /cannot be loaded \(no database/,
        ],
    };

    it('goes on as it is where the file has a mistake, says which, and takes it when it is put right', async () => {
        const file = configure(one());
        await using heddle = start(['--config', file]);
        await heddle.logged(/^listening/);
        for (const [text, message] of Object.values(MISTAKES)) {
            folder.write('chaincodes.json', text());
            heddle.signal('SIGHUP');
            const { level } = await heddle.logged(new RegExp(`^not taken: .*${message.source}`));
            expect(level).toBe('error');
            expect(await nameOf('one:1', `127.0.0.1:${port}`)).toBe('one');
        }
        configure(one(), two());
        heddle.signal('SIGHUP');
        await heddle.logged(/^reloaded$/);
        expect(await nameOf('two:2', `localhost:${port}`)).toBe('two');
        expect(heddle.log.some(({ msg }) => msg.startsWith('removing'))).toBe(false);
    });

    it.each(Object.entries(MISTAKES))('does not start where its file has %s', async (_what, [text, message]) => {
        await using heddle = start(['--config', folder.write('chaincodes.json', text())]);
        expect(await heddle.exited).toBe(2);
        expect(heddle.lines).toEqual([expect.stringMatching(message)]);
    });

    it.each([
        ['no file', ['--config', 'nowhere.json'], /^heddle: nowhere\.json cannot be read \(ENOENT/],
        ['no address', ['--chaincode', 'one:1'], /^heddle: --chaincode has "one:1", which is no id with an address/],
        [
            'an id besides a list',
            ['--chaincode', 'one:1=:0', '--chaincode-id', 'a:1'],
            /^heddle: --chaincode and --chaincode-id both say what is served: keep one of them/,
        ],
        [
            'a list besides a file',
            ['--chaincode', 'one:1=:0', '--config', 'a.json'],
            /^heddle: --chaincode and --config both say what is served/,
        ],
        [
            'an address twice',
            ['--chaincode', 'one:1=:7000', '--chaincode', 'two:2=:7000'],
            /^heddle: --chaincode one:1 and --chaincode two:2 have the same address :7000: give each/,
        ],
    ])('does not start with %s', async (_what, args, message) => {
        await using heddle = start(args);
        expect(await heddle.exited).toBe(2);
        expect(heddle.lines).toEqual([expect.stringMatching(message)]);
    });

    it('tries again to listen where a port was taken', async () => {
        const taken = new HeddleProcess(['server', '--chaincode', `other:1=127.0.0.1:${port}`, '-p', 'one'], {
            cwd: folder.path,
        });
        await using heddle = start([
            '--config',
            configure(one({ address: '127.0.0.1:0' })),
            '--reload-interval-ms',
            '20',
        ]);
        await Promise.all([heddle.logged(/^listening/), taken.logged(/^listening/)]);
        configure(one({ address: '127.0.0.1:0' }), two());
        await heddle.logged(/^not taken: cannot listen on .*: the port is in use/);
        await taken[Symbol.asyncDispose]();
        await heddle.logged(/^listening .* for two:2/);
        expect(await nameOf('two:2', `localhost:${port}`)).toBe('two');
        expect(heddle.log.filter(({ level }) => level === 'error')).toHaveLength(1);
    });

    it('leaves one where it is whose new address is taken, until it is free', async () => {
        await using taken = new HeddleProcess(['server', '--chaincode', `other:1=127.0.0.1:${port}`, '-p', 'one'], {
            cwd: folder.path,
        });
        const before = await findFreePort();
        const at = (of: number): object => two({ address: `127.0.0.1:${of}` });
        await using heddle = start(['--config', configure(at(before)), '--reload-interval-ms', '20']);
        await Promise.all([heddle.logged(/^listening/), taken.logged(/^listening/)]);
        configure(at(port));
        await heddle.logged(
            new RegExp(
                `^not taken: cannot listen on .*:${port}: the port is in use; two:2 goes on at .*:${before} as it`,
            ),
        );
        expect(await nameOf('two:2', `localhost:${before}`)).toBe('two');
        expect(heddle.log.some(({ msg }) => msg.startsWith('removing'))).toBe(false);
        await taken[Symbol.asyncDispose]();
        await heddle.logged(new RegExp(`^listening on .*:${port} for two:2`));
    });

    it('brings one back that cannot be where it is to go, and tries that once', async () => {
        const { key, cert } = await createSelfSigned();
        const tls = { key: folder.write('tls.key', key), cert: folder.write('tls.crt', cert) };
        const before = { address: `127.0.0.1:${await findFreePort()}`, tls };
        await using heddle = start(['--config', configure(one(), two(before)), '--reload-interval-ms', '20']);
        await heddle.logged(/for two:2/);
        // At one address all have TLS, or none.
        configure(one(), two({ tls }));
        await heddle.logged(/^not taken: .* TLS.*; two:2 goes on at 127\.0\.0\.1:\d+ as it was$/);
        configure(one(), two({ tls }), { id: 'three:3', address: '127.0.0.1:0', modulePath: 'one' });
        await heddle.logged(/^listening on .* for three:3/);
        expect(await nameOf('one:1', `127.0.0.1:${port}`)).toBe('one');
        const told = (message: RegExp): number => heddle.log.filter(({ msg }) => message.test(msg)).length;
        expect([told(/^removing two:2/), told(/^listening on .* for two:2/), told(/^not taken/)]).toEqual([1, 2, 1]);
    });

    it('takes further changes where a module never ends to load', async () => {
        folder.write('endless/package.json', '{ "type": "module" }');
        folder.write('endless/index.js', 'process.stderr.write("loading\\n"); await new Promise(() => undefined);');
        // A minute is as long as nothing here.
        const soon = folder.write(
            'soon.js',
            'const { setTimeout: set } = globalThis; globalThis.setTimeout = (f, ms) => set(f, ms === 60_000 ? 0 : ms);',
        );
        await using heddle = new HeddleProcess(['server', '--config', configure(one())], {
            cwd: folder.path,
            node: ['--require', soon],
        });
        await heddle.logged(/^listening/);
        configure(one(), two({ modulePath: 'endless' }));
        heddle.signal('SIGHUP');
        await heddle.logged(/^not taken: .*endless is not loaded after 60 s: let no await at the top of its modules/);
        configure(one(), two());
        heddle.signal('SIGHUP');
        await heddle.logged(/^listening .* for two:2/);
        expect(await nameOf('two:2', `localhost:${port}`)).toBe('two');
    });

    it('lives through a storm of SIGHUP, with transactions all the while', async () => {
        await using heddle = start(['--config', configure(one())]);
        await heddle.logged(/^listening/);
        expect(await nameOf('one:1', `127.0.0.1:${port}`)).toBe('one');
        for (let round = 0; round < 40; round++) {
            configure(...(round % 2 === 0 ? [one(), two()] : [one()]));
            for (let again = 0; again < 5; again++) heddle.signal('SIGHUP');
            const { payload } = await peer.evaluate({ chaincode: 'one_1', function: 'name' });
            expect(String(payload)).toBe('one');
        }
        configure(one(), two());
        heddle.signal('SIGHUP');
        expect(await nameOf('one:1', `127.0.0.1:${port}`)).toBe('one');
        heddle.signal('SIGTERM');
        expect(await heddle.exited).toBe(0);
        expect(heddle.log.filter(({ level }) => level === 'error')).toEqual([]);
    });

    it('is ended by SIGHUP where there is no file to read again', async () => {
        await using heddle = start(['--chaincode', 'one:1=127.0.0.1:0', '-p', 'one']);
        await heddle.logged(/^listening/);
        heddle.signal('SIGHUP');
        expect(await heddle.exited).toBe('SIGHUP');
    });
});
