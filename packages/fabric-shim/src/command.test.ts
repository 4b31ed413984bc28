import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { LocalPeer } from '@heddle/local-peer';
import { describe, expect, it } from '@jest/globals';
import { toHeddleArguments } from './command-arguments';

const FOLDER = join(__dirname, '..');
const VARIABLES = { CORE_CHAINCODE_ID: 'basic_1:0123', CORE_CHAINCODE_ADDRESS: '127.0.0.1:0' };

/** A contract as it stands in a chaincode for fabric-contract-api. */
const CONTRACT = `'use strict';
const { Contract } = require('fabric-contract-api');
class Assets extends Contract {
    async create(ctx, id, value) {
        ctx.stub.putState(id, Buffer.from(value));
        return ctx.stub.getTxID() === ctx.stub.txId;
    }
    async read(ctx, id) {
        return (await ctx.stub.getState(id)).toString();
    }
}
module.exports.contracts = [Assets];
`;

/** Writes a chaincode whose packages are installed under the names that it has for them. */
function writeChaincode(folder: TemporaryFolder): string {
    folder.write('package.json', '{ "name": "assets", "version": "1.2.3", "main": "index.js" }');
    folder.write('index.js', CONTRACT);
    mkdirSync(join(folder.path, 'node_modules'));
    for (const name of ['fabric-contract-api', 'fabric-shim']) {
        symlinkSync(join(FOLDER, '..', name), join(folder.path, 'node_modules', name), 'junction');
    }
    return folder.path;
}

function run(args: readonly string[], cwd: string, variables: Readonly<Record<string, string>> = {}): HeddleProcess {
    return new HeddleProcess(args, { cwd, variables, launcher: join(FOLDER, 'cli.js') });
}

describe('fabric-chaincode-node', () => {
    it.each(['-v', '--version'])('%s prints the version', async (option) => {
        await using command = run([option], FOLDER);
        expect(await command.exited).toBe(0);
        expect(command.stdout).toMatch(/^v2\.5\.\d+\n$/);
    });

    it('server serves a chaincode that has nothing but the names of two packages', async () => {
        using folder = new TemporaryFolder();
        const options = ['--grpc.keepalive_time_ms', '1000', '--grpc.max_send_message_length=-1', '--grpc.other', '5'];
        await using command = run(['server', ...options], writeChaincode(folder), VARIABLES);
        const { address } = await command.logged(/^listening on /);
        expect(command.lines).toContainEqual(
            expect.stringMatching(/^fabric-chaincode-node: OPTION_WITHOUT_EFFECT: .*\(--grpc\.other\): leave it out$/),
        );
        await using peer = await LocalPeer.start();
        peer.install({ name: 'assets', packageId: 'basic_1:0123', connect: { address: address as string } });
        await peer.launch({ chaincode: 'assets' });
        const { payload } = await peer.submit({ chaincode: 'assets', args: ['create', 'a1', 'red'] });
        expect(payload.toString()).toBe('true');
        const read = await peer.evaluate({ chaincode: 'assets', args: ['Assets:read', 'a1'] });
        expect(read.payload.toString()).toBe('red');
        const { msg } = await command.logged(/^UNAWAITED_WRITE/);
        expect(msg).toMatch(
            /^UNAWAITED_WRITE in Assets:create at .*index\.js:5:18: .*\(putState\): put `await` before it/,
        );
        command.signal('SIGTERM');
        expect(await command.exited).toBe(0);
    });

    it('start says what is missing', async () => {
        using folder = new TemporaryFolder();
        await using command = run(['start'], writeChaincode(folder));
        expect(await command.exited).toBe(2);
        expect(command.lines.join('\n')).toContain('the package id is missing: set --chaincode-id-name');
    });

    it('metadata generate prints the metadata, or writes it to a file with an ending', async () => {
        using folder = new TemporaryFolder();
        const cwd = writeChaincode(folder);
        await using printing = run(['metadata', 'generate'], cwd);
        expect(await printing.exited).toBe(0);
        const metadata = JSON.parse(printing.stdout) as { contracts: object; info: object };
        expect(Object.keys(metadata.contracts)).toEqual(['Assets', 'org.hyperledger.fabric']);
        expect(metadata.info).toEqual({ title: 'assets', version: '1.2.3' });
        await using writing = run(['metadata', 'generate', '--file', 'described'], cwd);
        expect(await writing.exited).toBe(0);
        expect(JSON.parse(readFileSync(join(cwd, 'described.json'), 'utf8'))).toEqual(metadata);
    });
});

describe('the command line of fabric-chaincode-node', () => {
    it.each<[string[], string[], string[]]>([
        [['server', '--chaincode-id', 'a:b'], ['server', '--chaincode-id', 'a:b'], []],
        [['server', '--grpc.max_send_message_length', '-1'], ['server', '--grpc.max_send_message_length', '-1'], []],
        [['server', '--grpc.any', '5', '--msp-id', 'Org1MSP'], ['server', '--msp-id', 'Org1MSP'], ['grpc.any']],
        [['server', '--grpc.any=5', '--no-grpc.other'], ['server'], ['grpc.any', 'grpc.other']],
        [['start', '--grpc.any', '--module-path', '.'], ['start', '--module-path', '.'], ['grpc.any']],
        [['metadata', 'generate', '-f', 'a/b'], ['metadata', 'generate', '-f', 'a/b.json'], []],
        [['metadata', 'generate', '--file=b.txt'], ['metadata', 'generate', '--file=b.txt'], []],
        [
            ['metadata', 'generate', '--file', './folder.d/b'],
            ['metadata', 'generate', '--file', './folder.d/b.json'],
            [],
        ],
    ])('%j', (given, args, withoutEffect) => {
        expect(toHeddleArguments(given)).toEqual({ args, withoutEffect });
    });
});
