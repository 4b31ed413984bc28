import { type AddressInfo, createServer } from 'node:net';
import { createSelfSigned, HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const RAW = `module.exports = { Init: async () => ({ status: 200 }), Invoke: async () => ({ status: 200 }) };`;
const CONTRACTS = `const { Contract } = require('@heddle/contract');`;

/** What is wrong, and all that the user is told. */
interface Mistake {
    readonly args?: readonly string[];
    readonly variables?: Readonly<Record<string, string | undefined>>;
    /** Of the package that is served; default a chaincode that can be. */
    readonly files?: Readonly<Record<string, string>>;
    readonly exitCode?: number;
    /** Parts of the sentence: what is wrong, and option and variable and what to do about it. */
    readonly told: readonly (string | RegExp)[];
    /** What follows the sentence. */
    readonly lines?: readonly RegExp[];
}

const NAMES = {
    id: '--chaincode-id or the variable CORE_CHAINCODE_ID',
    address: '--chaincode-address or the variable CORE_CHAINCODE_ADDRESS',
    cert: '--chaincode-tls-cert-file or the variable CORE_CHAINCODE_TLS_CERT_FILE',
    key: '--chaincode-tls-key-file or the variable CORE_CHAINCODE_TLS_KEY_FILE',
    keyPath: '--chaincode-tls-key-path or the variable CORE_CHAINCODE_TLS_KEY_PATH',
    module: '--module-path or the variable CORE_MODULE_PATH',
};

const CERT = 'CORE_CHAINCODE_TLS_CERT';
const KEY = 'CORE_CHAINCODE_TLS_KEY';
const CA = 'CORE_CHAINCODE_TLS_CLIENT_CACERT';

const ON_THE_COMMAND_LINE: Record<string, Mistake> = {
    'no command': { args: [], told: ['no command is given', '"heddle --help"'] },
    'an unknown command': { args: ['serve'], told: ["unknown command 'serve'", 'Did you mean server?', '--help'] },
    'an unknown option': {
        args: ['server', '--chaincode-adress', 'localhost:1'],
        told: ["unknown option '--chaincode-adress'", 'Did you mean --chaincode-address?', '--help'],
    },
    'an option without its value': { args: ['server', '--chaincode-id'], told: ['--chaincode-id', 'argument missing'] },
    'an argument too many': { args: ['server', 'dist/index.js'], told: ['too many arguments', '--help'] },
    'no id': { variables: { CORE_CHAINCODE_ID: undefined }, told: ['the package id is missing', NAMES.id] },
    'an empty id': { variables: { CORE_CHAINCODE_ID: '' }, told: ['the package id is missing', NAMES.id] },
    'no address': { variables: { CORE_CHAINCODE_ADDRESS: undefined }, told: ['address to listen at', NAMES.address] },
    'an address without port': {
        args: ['server', '--chaincode-address', 'localhost'],
        told: ['--chaincode-address is "localhost", which is no address', NAMES.address, '0.0.0.0:9999'],
    },
    'a queue without limits': {
        args: ['server', '--max-queue', '5'],
        told: ['--max-queue or the variable CORE_MAX_QUEUE says who waits', '--max-transactions'],
    },
    'a limit of a function that is not there': {
        args: ['server', '--limit', 'Cars:creat=2'],
        files: { 'index.js': `${CONTRACTS} exports.contracts = [class Cars extends Contract { async create() {} }];` },
        told: ['--limit or the variable CORE_LIMIT has "Cars:creat"', '`heddle metadata`', 'Contract:function'],
    },
    'two limits of a function, one without its contract': {
        args: ['server', '--limit', 'create=2', '--limit', 'Cars:create=20'],
        files: { 'index.js': `${CONTRACTS} exports.contracts = [class Cars extends Contract { async create() {} }];` },
        told: [
            '--limit or the variable CORE_LIMIT has "create" and "Cars:create"',
            'are Cars:create: keep one of them',
        ],
    },
    'aliases that disagree': {
        variables: { CORE_CHAINCODE_ID: undefined, CHAINCODE_ID: 'a:1', CORE_CHAINCODE_ID_NAME: 'b:2' },
        told: ['CHAINCODE_ID is "a:1" and CORE_CHAINCODE_ID_NAME is "b:2"', NAMES.id],
    },
    'a variable and an alias that disagree': {
        variables: { CHAINCODE_SERVER_ADDRESS: 'localhost:1' },
        told: ['CORE_CHAINCODE_ADDRESS is "127.0.0.1:0" and CHAINCODE_SERVER_ADDRESS is "localhost:1"', NAMES.address],
    },
    'an unknown level': {
        variables: { CORE_CHAINCODE_LOGGING_LEVEL: 'verbose' },
        told: ['"verbose", which is not a level', '--log-level or the variable CORE_CHAINCODE_LOGGING_LEVEL'],
    },
};

const IN_TLS: Record<string, Mistake> = {
    'a certificate without key': { variables: { [`${CERT}_FILE`]: 'cert.pem' }, told: ['no private key', NAMES.key] },
    'a certificate in base64 without key': {
        variables: { [`${CERT}_PATH`]: 'cert.b64' },
        told: [`${CERT}_PATH is set, but no private key`, NAMES.key],
    },
    'a key without certificate': { variables: { [`${KEY}_FILE`]: 'key.pem' }, told: ['no certificate', NAMES.cert] },
    'a key in base64 without certificate': {
        variables: { [`${KEY}_PATH`]: 'key.b64' },
        told: [`${KEY}_PATH is set, but no certificate`, NAMES.cert],
    },
    'an authority alone': { variables: { [`${CA}_FILE`]: 'cert.pem' }, told: [`${CA}_FILE is set`, NAMES.cert] },
    'an authority in base64 alone': { variables: { [`${CA}_PATH`]: 'cert.b64' }, told: [`${CA}_PATH`, NAMES.cert] },
    'an authority and a certificate': {
        variables: { [`${CA}_FILE`]: 'cert.pem', [`${CERT}_FILE`]: 'cert.pem' },
        told: ['is set, but no private key', NAMES.key],
    },
    'an authority and a key': {
        variables: { [`${CA}_FILE`]: 'cert.pem', [`${KEY}_FILE`]: 'key.pem' },
        told: ['is set, but no certificate', NAMES.cert],
    },
    'a key in both forms': {
        variables: { [`${CERT}_FILE`]: 'cert.pem', [`${KEY}_FILE`]: 'key.pem', [`${KEY}_PATH`]: 'key.b64' },
        told: [`${KEY}_FILE and ${KEY}_PATH both name the private key`, NAMES.key, NAMES.keyPath],
    },
    'a key that cannot be read': {
        variables: { [`${CERT}_FILE`]: 'cert.pem', [`${KEY}_FILE`]: 'none.pem' },
        told: [`the file none.pem of ${KEY}_FILE cannot be read (ENOENT: no such file or directory)`, NAMES.key],
    },
    'a key of another certificate': {
        variables: { [`${CERT}_FILE`]: 'cert.pem', [`${KEY}_FILE`]: 'other.pem' },
        told: [`of ${KEY}_FILE does not belong to the certificate cert.pem`, NAMES.key, NAMES.cert],
    },
    'malformed base64': {
        variables: { [`${CERT}_FILE`]: 'cert.pem', [`${KEY}_PATH`]: 'package.json' },
        told: [`the file package.json of ${KEY}_PATH is no base64`, NAMES.keyPath],
    },
};

const IN_THE_PACKAGE: Record<string, Mistake> = {
    'no such folder': {
        args: ['server', '--module-path', 'nowhere'],
        told: [/nowhere.package\.json does not exist/, NAMES.module],
    },
    'no such file': {
        files: { 'package.json': '{ "main": "dist/index.js" }' },
        told: [/dist.index\.js, the entry of .*package\.json, does not exist/, 'build the package', NAMES.module],
    },
    'a module without contracts': {
        files: { 'index.js': 'exports.answer = 42;' },
        told: ['exports no contract', 'export a class that extends Contract'],
    },
    'no contracts in the array': {
        files: { 'index.js': 'exports.contracts = [];' },
        told: ['index.js', 'no contract', 'Give at least one class'],
    },
    'something else in the array': {
        files: { 'index.js': 'exports.contracts = [class Cars {}];' },
        told: ['Cars: something that is not a contract', 'Extend the class Contract'],
    },
    'two contracts of one name': {
        files: {
            'index.js': `${CONTRACTS}
                const Cars = class extends Contract { constructor() { super('fleet'); } async read(ctx) {} };
                const Boats = class extends Contract { constructor() { super('fleet'); } async read(ctx) {} };
                exports.contracts = [Cars, Boats];`,
        },
        told: ['Boats: the name "fleet", which Cars has too', "super('another name')"],
    },
    'several mistakes in contracts': {
        files: { 'index.js': 'exports.contracts = [class Cars {}, class Boats {}];' },
        told: ['for 2 mistakes:'],
        lines: [/^ {2}Cars: something that is not a contract/, /^ {2}Boats: something that is not a contract/],
    },
    'a module that throws': {
        files: { 'index.js': '\nthrow new Error("no database");' },
        told: [/index\.js cannot be loaded \(no database at .*index\.js:2:\d+\)/, 'correct the module'],
    },
    // As esbuild compiles `@IsString() name` and `@Transaction() run()` without "experimentalDecorators".
    'decorators of class-validator that are called by the standard': {
        files: {
            'index.js': `const { IsString } = require('@heddle/contract');
                function __decorateElement(decorator, context) { decorator(undefined, context); }
                __decorateElement(IsString(), { kind: 'field', name: 'name', addInitializer() {} });`,
        },
        told: [
            "cannot be loaded (Cannot read properties of undefined (reading 'constructor')",
            'standard (TC39) decorators: In esbuild, tsx or Vite, set "experimentalDecorators": true',
        ],
    },
    'decorators of contracts that are called by the standard': {
        files: {
            'index.js': `const { Contract, RequireMsp, Transaction } = require('@heddle/contract');
                const initializers = [];
                const addInitializer = (initializer) => initializers.push(initializer);
                exports.Cars = class Cars extends Contract {
                    constructor() { super(); for (const initializer of initializers) initializer.call(this); }
                    async read(ctx) {}
                };
                function __esDecorate(decorator) { decorator(exports.Cars.prototype.read, { kind: 'method', name: 'read', addInitializer }); }
                __esDecorate(RequireMsp('Org2MSP'));
                __esDecorate(Transaction());`,
        },
        told: [
            'Cars: decorators that have no effect',
            '(@RequireMsp, @Transaction)',
            'In tsc, set "experimentalDecorators"',
        ],
    },
    'a bundle with class-transformer': {
        files: {
            'package.json': '{ "main": "index.mjs" }',
            'index.mjs': `import { Contract } from '@heddle/contract';
                class MetadataStorage { constructor() { this._typeMetadatas = new Map(); } }
                export class Cars extends Contract { async read(ctx) {} }
                // ${'of a bundle '.repeat(1000)}`,
        },
        told: [/index\.mjs is a bundle with a copy of class-transformer/, 'Keep @heddle/contract, class-transformer'],
    },
    'a module that throws null': {
        files: { 'index.js': 'throw null;' },
        told: ['cannot be loaded (null was thrown, which is no error)'],
    },
    'a module with a mistake in its syntax': {
        files: { 'index.js': '\n\nconst = 1;' },
        told: [/index\.js cannot be loaded \(Unexpected token '=' at .*index\.js:3\)/],
    },
    'a module that imports what is not installed': {
        files: { 'index.js': 'require("not-installed");' },
        told: ["cannot be loaded (Cannot find module 'not-installed'", 'install what it imports'],
    },
    'a module that never finishes loading': {
        files: { 'package.json': '{ "main": "index.mjs" }', 'index.mjs': 'await new Promise(() => {});' },
        told: ['never finishes loading', 'top-level await'],
    },
    'a chaincode whose constructor throws': {
        files: {
            'index.js': `exports.Ledger = class { constructor() { throw new Error('no'); } Init() {} Invoke() {} };`,
        },
        told: ['the constructor of Ledger', 'failed (no)', 'without arguments'],
    },
    'a chaincode and a contract': {
        files: {
            'index.js': `${CONTRACTS} ${RAW} module.exports.Cars = class extends Contract { async read(ctx) {} };`,
        },
        told: ['Cars besides', 'a process serves one'],
    },
};

describe('heddle server refuses', () => {
    const folder = new TemporaryFolder();

    beforeAll(async () => {
        const [pair, other] = [await createSelfSigned(), await createSelfSigned()];
        folder.writePackage({
            'index.js': RAW,
            'cert.pem': pair.cert,
            'key.pem': pair.key,
            'other.pem': other.key,
            'cert.b64': Buffer.from(pair.cert).toString('base64'),
            'key.b64': Buffer.from(pair.key).toString('base64'),
        });
    });

    afterAll(() => {
        folder[Symbol.dispose]();
    });

    async function expectTold({
        args = ['server'],
        variables,
        files,
        exitCode = 2,
        told,
        lines = [],
    }: Mistake): Promise<void> {
        using own = new TemporaryFolder();
        const cwd = files === undefined ? folder.path : own.writePackage(files);
        const all = { CORE_CHAINCODE_ID: 'basic:1', CORE_CHAINCODE_ADDRESS: '127.0.0.1:0', ...variables };
        await using heddle = new HeddleProcess(args, { cwd, variables: all });
        expect(await heddle.exited).toBe(exitCode);
        expect(heddle.stdout).toBe('');
        // One sentence: no stack, and no log of anything that was served.
        expect(heddle.lines).toEqual([/^heddle: /, ...lines].map((line) => expect.stringMatching(line)));
        for (const part of told) expect(heddle.lines[0]).toMatch(part);
    }

    it.each(Object.entries({ ...ON_THE_COMMAND_LINE, ...IN_TLS, ...IN_THE_PACKAGE }))('%s', async (_what, mistake) => {
        await expectTold(mistake);
    });

    it('a port that is in use, with exit code 1', async () => {
        const server = createServer();
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
        await expectTold({
            variables: { CORE_CHAINCODE_ADDRESS: address },
            exitCode: 1,
            told: [address, 'in use', '--chaincode-address', 'CORE_CHAINCODE_ADDRESS'],
        });
        await new Promise((resolve) => server.close(resolve));
    });
});
