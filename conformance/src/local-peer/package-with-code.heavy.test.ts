import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { LocalPeer } from '@heddle/local-peer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePorts } from '../fabric/free-ports';

const contract = (answer: string): string => `
    const { Contract } = require('@heddle/contract');
    exports.contracts = [class Assets extends Contract {
        async put(ctx, id) { await ctx.stub.putState(id, '${answer}'); }
        async read(ctx, id) { return String(await ctx.stub.getState(id)); }
    }];`;
const BILL = '{ "bomFormat": "CycloneDX", "specVersion": "1.6" }';

interface Made {
    readonly file: string;
    readonly packageId: string;
    readonly environment: Readonly<Record<string, string>>;
}

describe('a package with code on the embedded network', () => {
    const folder = new TemporaryFolder();
    const started: HeddleProcess[] = [];
    let made: Made;

    beforeAll(async () => {
        folder.writePackage({ 'index.js': contract('first'), 'bill.txt': BILL, 'package-lock.json': '{}' });
        folder.write('package.json', '{ "name": "assets", "version": "1.0.0" }');
        const [port = 0] = await freePorts(1);
        const label = ['--label', 'assets_1', '--address', `localhost:${String(port)}`];
        const args = ['package', ...label, '--with-code', '--sbom', 'bill.txt', '--json'];
        await using heddle = new HeddleProcess(args, { cwd: folder.path });
        if ((await heddle.exited) !== 0) throw new Error(heddle.lines.join('\n'));
        made = JSON.parse(heddle.stdout) as Made;
    });
    afterAll(async () => {
        // Those of tests that came to no end.
        await Promise.all(started.map((server) => server[Symbol.asyncDispose]()));
        folder[Symbol.dispose]();
    });

    /** Where the package leads to, as a peer's builder unpacks it. */
    function addressIn({ file }: Made): string {
        const code = execFileSync('tar', ['-xzOf', join(folder.path, file), 'code.tar.gz']);
        const connection = String(execFileSync('tar', ['-xzO', 'connection.json'], { input: code }));
        return (JSON.parse(connection) as { readonly address: string }).address;
    }

    /** Serves what the folder has, if it is what was packed. */
    function serve(): HeddleProcess {
        const variables = { ...made.environment, CORE_CHAINCODE_PACKAGE: made.file };
        const server = new HeddleProcess(['server'], { cwd: folder.path, variables });
        started.push(server);
        return server;
    }

    it('is installed by its id and its address, and called', async () => {
        await using server = serve();
        expect(await server.logged(/^the code of/)).toMatchObject({ code: expect.stringMatching(/^sha256:/) });
        await server.logged(/^listening on/);
        await using peer = await LocalPeer.start();
        peer.install({ name: 'assets', packageId: made.packageId, connect: { address: addressIn(made) } });
        await peer.launch({ chaincode: 'assets' });
        expect(await peer.submit({ chaincode: 'assets', function: 'put', args: ['a'] })).toMatchObject({ status: 200 });
        const read = await peer.evaluate({ chaincode: 'assets', function: 'read', args: ['a'] });
        expect(read.payload.toString()).toBe('first');
    });

    it('finds nobody to call where the code is another one', async () => {
        folder.write('index.js', contract('other'));
        await using server = serve();
        expect(await server.exited).toBe(2);
        expect(server.lines.at(-1)).toContain('index.js is not the file that was packed');
        await using peer = await LocalPeer.start();
        peer.install({
            name: 'assets',
            packageId: made.packageId,
            connect: { address: addressIn(made), dialTimeoutMs: 1000 },
        });
        await expect(peer.launch({ chaincode: 'assets' })).rejects.toMatchObject({ code: 'LAUNCH_FAILED' });
    });
});
