import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const BILL = '{ "bomFormat": "CycloneDX", "specVersion": "1.6" }';
const PACKAGE = ['package', '--label', 'basic_1', '--address', 'a.example.com:9999', '--with-code'];
const RUN = { CORE_CHAINCODE_ADDRESS: '127.0.0.1:0', CORE_OPERATIONS_ADDRESS: '127.0.0.1:0' };
const DEPENDENCY = 'node_modules/sums/index.js';
const ID = /^basic_1:[0-9a-f]{64}$/;

interface Made {
    readonly packageId: string;
    readonly code: string;
}

interface Run {
    readonly exitCode: unknown;
    readonly text: string;
}

let folder: TemporaryFolder;
let made: Made;

async function run(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Run> {
    await using heddle = new HeddleProcess(args, { cwd: folder.path, variables });
    const exitCode = await heddle.exited;
    return { exitCode, text: [heddle.stdout, ...heddle.lines].join('\n') };
}

beforeAll(async () => {
    folder = new TemporaryFolder();
    folder.write('package.json', '{ "name": "basic", "dependencies": { "sums": "1" } }');
    folder.write('package-lock.json', '{}');
    folder.write('index.js', `exports.chaincode = { Init: require('sums'), Invoke: require('sums') };`);
    folder.write('node_modules/sums/package.json', '{ "name": "sums", "version": "1.0.0" }');
    folder.write(DEPENDENCY, 'module.exports = async () => ({ status: 200 });');
    folder.write('bill.txt', BILL);
    const { text } = await run([...PACKAGE, '--sbom', 'bill.txt', '--json']);
    made = JSON.parse(text) as Made;
});
afterAll(() => {
    folder[Symbol.dispose]();
});

/** With one byte of a dependency changed. */
async function withOtherByte<T>(action: () => Promise<T>): Promise<T> {
    folder.write(DEPENDENCY, 'module.exports = async () => ({ status: 201 });');
    try {
        return await action();
    } finally {
        folder.write(DEPENDENCY, 'module.exports = async () => ({ status: 200 });');
    }
}

const DIFFERS =
    /node_modules\/sums@1\.0\.0\/index\.js is not the file that was packed: build and install from the same/;

describe('code that a package stands for', () => {
    it('is served, and told to those who ask', async () => {
        expect(made).toMatchObject({ packageId: expect.stringMatching(ID), code: expect.stringMatching(/^sha256:/) });
        const variables = { ...RUN, CORE_CHAINCODE_ID: made.packageId, CORE_CHAINCODE_PACKAGE: 'basic_1.tgz' };
        await using server = new HeddleProcess(['server'], { cwd: folder.path, variables });
        expect(await server.logged(/^the code of/)).toMatchObject({ code: made.code, fileCount: 5, notCompared: [] });
        const { address } = await server.logged(/^\/healthz/);
        const { address: served } = await server.logged(/^listening on/);
        const asked = ['--server', String(served), '--operations', String(address)];
        const { exitCode, text } = await run(['doctor', '--package', 'basic_1.tgz', ...asked]);
        expect([exitCode, text]).toEqual([0, expect.stringContaining(`ok       code of the server: ${made.code}`)]);
        expect(text).toContain(`ok       code: the package stands for ${made.code}`);
        await run([...PACKAGE.with(2, 'other_1'), '--sbom', 'bill.txt']);
        // The id decides which of its chaincodes is meant.
        const other = await run(['doctor', '--package', 'other_1.tgz', '--operations', String(address)]);
        expect(other.text).toContain('does not tell which code it runs: start it with heddle server --package');
    });

    it('is refused by server, verify and doctor with one byte of a dependency changed', async () => {
        await withOtherByte(async () => {
            const server = ['server', '--package', 'basic_1.tgz', '--chaincode-id', made.packageId];
            const refused = await run(server, RUN);
            expect(refused).toMatchObject({ exitCode: 2, text: expect.stringMatching(/nothing is served: /) });
            expect(refused.text).toMatch(DIFFERS);
            const verified = await run(['package', 'verify', 'basic_1.tgz', '--source', '.']);
            expect(verified).toMatchObject({ exitCode: 1, text: expect.stringMatching(DIFFERS) });
            const diagnosed = await run(['doctor', '--package', 'basic_1.tgz']);
            expect(diagnosed).toMatchObject({ exitCode: 1, text: expect.stringMatching(DIFFERS) });
        });
    });

    it('is packed in the same bytes, under an id that stands for it', async () => {
        await run([...PACKAGE, '--sbom', 'bill.txt', '-o', 'again.tgz']);
        const { text } = await run(['package', 'verify', 'again.tgz', '--source', '.', '--json']);
        expect(JSON.parse(text)).toMatchObject({
            packageId: made.packageId,
            code: made.code,
            file: 'again.tgz',
            ok: true,
            notCompared: [],
        });
        const other = await withOtherByte(() => run([...PACKAGE, '--sbom', 'bill.txt', '-o', 'b.tgz', '--json']));
        expect((JSON.parse(other.text) as Made).packageId).not.toBe(made.packageId);
    });

    it.each([
        [
            'another id',
            ['server', '--package', 'basic_1.tgz', '--chaincode-id', 'basic_1:0'],
            /the package id is basic_1:0, and that of \S+ is basic_1:\w{64}: name the file/,
        ],
        [
            'a bill that nothing makes',
            PACKAGE,
            /made by @cyclonedx\/cyclonedx-npm, which is not installed in \S+: run "npm install --save-dev/,
        ],
        [
            'a file that is not a bill of materials',
            [...PACKAGE, '--sbom', 'package.json'],
            /package\.json is not CycloneDX: its "bomFormat"/,
        ],
        [
            'a bill alone',
            [...PACKAGE.slice(0, -1), '--sbom', 'bill.txt'],
            /--sbom has no effect without --with-code: give that/,
        ],
        [
            'several chaincodes',
            ['server', '--chaincode', 'a:1=127.0.0.1:0', '--package', 'x.tgz'],
            /--chaincode and --package both say/,
        ],
    ])('is not taken with %s', async (_what, args, message) => {
        expect(await run(args, args[0] === 'server' && args[1] === '--package' ? RUN : {})).toMatchObject({
            exitCode: 2,
            text: expect.stringMatching(message),
        });
    });

    it('is not compared with a package that says nothing of it', async () => {
        await run([...PACKAGE.slice(0, -1), '-o', 'plain.tgz']);
        const { exitCode, text } = await run(['package', 'verify', 'plain.tgz', '--source', '.']);
        expect([exitCode, text]).toEqual([1, expect.stringContaining('does not say which code it stands for')]);
    });
});
