import { createSelfSigned, HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';

const VARIABLES = { CORE_CHAINCODE_ID: 'basic:1', CORE_CHAINCODE_ADDRESS: '127.0.0.1:0' };
const CHAINCODE = `{ Init: async () => ({ status: 200 }), Invoke: async () => ({ status: 200 }) }`;
const CONTRACT = `class Cars extends Contract { async read(ctx, id) { return id; } }`;
const LISTENS = /^listening on /;

const SHAPES: Record<string, Readonly<Record<string, string>>> = {
    'a CommonJS module that is a chaincode': { 'index.js': `module.exports = ${CHAINCODE};` },
    'a CommonJS module that is the class of a chaincode': {
        'index.js': 'module.exports = class Ledger { Init() {} Invoke() {} };',
    },
    'a CommonJS module with an array of contracts': {
        'package.json': '{ "main": "lib/main" }',
        'lib/main.js': `const { Contract } = require('@heddle/contract'); ${CONTRACT} exports.contracts = [Cars];`,
    },
    'a CommonJS module that is the class of a contract': {
        'index.js': `const { Contract } = require('@heddle/contract'); ${CONTRACT} module.exports = Cars;`,
    },
    'an ES module with a named export': {
        'package.json': '{ "type": "module", "main": "index.js" }',
        'index.js': `import { Contract } from '@heddle/contract'; export ${CONTRACT}`,
    },
    'an ES module with a default export': {
        'package.json': '{ "main": "index.mjs" }',
        'index.mjs': `import { Contract } from '@heddle/contract'; export default ${CONTRACT}`,
    },
    'an ES module with a top-level await, in a package that has exports alone': {
        'package.json': '{ "exports": "./index.mjs" }',
        'index.mjs': `await new Promise((resolve) => setTimeout(resolve, 1)); export const chaincode = ${CHAINCODE};`,
    },
};

function start(folder: TemporaryFolder, files: Readonly<Record<string, string>>, args: string[] = []): HeddleProcess {
    return new HeddleProcess(['server', ...args], { cwd: folder.writePackage(files), variables: VARIABLES });
}

describe('heddle server', () => {
    it.each(Object.entries(SHAPES))('serves %s, and ends with 0 when it is told to', async (_what, files) => {
        using folder = new TemporaryFolder();
        await using heddle = start(folder, files);
        await heddle.logged(LISTENS);
        heddle.signal('SIGTERM');
        expect(await heddle.exited).toBe(0);
        expect(heddle.stdout).toBe('');
        expect(heddle.log).toHaveLength(heddle.lines.length);
    });

    it('goes on when nobody reads what a package prints any more', async () => {
        using folder = new TemporaryFolder();
        const print = `const timer = setInterval(() => process.stdout.write('tick\\n', (error) => {
            if (!error) return;
            clearInterval(timer);
            console.error(JSON.stringify({ msg: 'nobody reads' }));
        }), 20);`;
        await using heddle = start(folder, { 'index.js': `${print} exports.chaincode = ${CHAINCODE};` });
        await heddle.logged(LISTENS);
        await heddle.printed(/tick/);
        heddle.stopReading();
        await heddle.logged(/^nobody reads$/);
        heddle.signal('SIGTERM');
        expect(await heddle.exited).toBe(0);
        expect(heddle.log.filter(({ level }) => level === 'error')).toEqual([]);
    });

    it('serves with mutual TLS, by files in both forms', async () => {
        using folder = new TemporaryFolder();
        const { cert, key } = await createSelfSigned();
        const cwd = folder.writePackage({
            'index.js': `exports.chaincode = ${CHAINCODE};`,
            'cert.pem': cert,
            'key.b64': Buffer.from(key).toString('base64'),
        });
        const variables = {
            ...VARIABLES,
            CORE_CHAINCODE_TLS_CERT_FILE: 'cert.pem',
            CORE_CHAINCODE_TLS_KEY_PATH: 'key.b64',
            CORE_CHAINCODE_TLS_CLIENT_CACERT_FILE: 'cert.pem',
        };
        await using heddle = new HeddleProcess(['server'], { cwd, variables });
        expect((await heddle.logged(LISTENS)).msg).toMatch(/for basic:1, with mutual TLS$/);
    });

    it('is not kept alive by what the package has left running', async () => {
        using folder = new TemporaryFolder();
        await using heddle = start(folder, { 'index.js': `setInterval(() => {}, 1000); exports.a = ${CHAINCODE};` });
        await heddle.logged(LISTENS);
        heddle.signal('SIGINT');
        expect(await heddle.exited).toBe(0);
    });

    it('says which variable it has taken, and what has no effect', async () => {
        using folder = new TemporaryFolder();
        const cwd = folder.writePackage({ 'index.js': `exports.chaincode = ${CHAINCODE};` });
        const variables = {
            CHAINCODE_ID: 'basic:1',
            CHAINCODE_SERVER_ADDRESS: '127.0.0.1:0',
            CORE_PEER_LOCALMSPID: '',
        };
        const args = ['server', '--grpc.max_send_message_length', '-1'];
        await using heddle = new HeddleProcess(args, { cwd, variables });
        await heddle.logged(LISTENS);
        const notes = heddle.log.map(({ level, msg }) => `${level} ${msg}`).slice(0, 4);
        expect(notes).toEqual([
            'info CHAINCODE_ID is used for CORE_CHAINCODE_ID, which is not set',
            'info CHAINCODE_SERVER_ADDRESS is used for CORE_CHAINCODE_ADDRESS, which is not set',
            'warn CORE_PEER_LOCALMSPID is empty, which counts as not set',
            'warn --grpc.max_send_message_length has no effect: messages may have 100 MiB, as on peers',
        ]);
    });

    it('logs from the level that it is given', async () => {
        using folder = new TemporaryFolder();
        const files = { 'index.js': 'throw new Error("no database");' };
        await using heddle = start(folder, files, ['--log-level', 'debug']);
        expect(await heddle.exited).toBe(2);
        expect(heddle.log).toMatchObject([{ level: 'debug', err: { stack: expect.stringContaining('index.js:1') } }]);
    });

    it('drains after an exception that nothing caught, and ends with 1', async () => {
        using folder = new TemporaryFolder();
        const late = 'process.on("SIGUSR2", () => { throw new Error("late"); });';
        await using heddle = start(folder, { 'index.js': `${late} exports.chaincode = ${CHAINCODE};` });
        await heddle.logged(LISTENS);
        heddle.signal('SIGUSR2');
        expect(await heddle.exited).toBe(1);
        expect(await heddle.logged(/^nothing caught this exception/)).toMatchObject({
            level: 'error',
            err: { message: 'late' },
        });
    });

    it('lives on after a rejection that nobody handled', async () => {
        using folder = new TemporaryFolder();
        const late = 'process.on("SIGUSR2", () => { Promise.reject(new Error("late")); });';
        await using heddle = start(folder, { 'index.js': `${late} exports.chaincode = ${CHAINCODE};` });
        await heddle.logged(LISTENS);
        heddle.signal('SIGUSR2');
        expect(await heddle.logged(/^nothing handled the rejection/)).toMatchObject({
            level: 'error',
            err: { message: 'late' },
        });
        heddle.signal('SIGTERM');
        expect(await heddle.exited).toBe(0);
    });

    it('ends with 1 by an exception that nothing caught while the package is loaded', async () => {
        using folder = new TemporaryFolder();
        const files = {
            'package.json': '{ "main": "index.mjs" }',
            'index.mjs': 'setTimeout(() => { throw new Error("early"); }, 1); await new Promise(() => {});',
        };
        await using heddle = start(folder, files);
        expect(await heddle.exited).toBe(1);
        expect(heddle.lines[0]).toMatch(/^heddle: nothing caught this exception: Error: early/);
    });
});
