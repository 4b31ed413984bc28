import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ClassicStub } from '@heddle/core/fabric-shim';
import { describe, expect, it } from '@jest/globals';

const FOLDER = join(__dirname, '..');
const load = createRequire(join(FOLDER, 'package.json'));

/** Of fabric-shim 2.5.8, when it runs; the last four are in its types alone. */
const NAMES = [
    ...['Shim', 'ClientIdentity', 'Stub', 'ChaincodeStub', 'Iterators', 'HistoryQueryIterator', 'StateQueryIterator'],
    ...['ChaincodeInterface', 'KeyEndorsementPolicy', 'start', 'server', 'success', 'error', 'newLogger'],
    ...['ChaincodeServer', 'RESPONSE_CODE', 'ENDORSER_ROLES'],
];

const shim = load('./index.js') as Record<string, unknown> & (new () => object);

describe('the exports', () => {
    it('are a class with statics, itself among them', () => {
        expect(shim['Shim']).toBe(shim);
        expect(new shim()).toBeInstanceOf(shim);
        for (const name of NAMES) expect([name, shim[name]]).toEqual([name, expect.anything()]);
    });

    it('are found by ES modules, each by its name and all by default', () => {
        const found = `import shim, { ${NAMES.join(', ')} } from ${JSON.stringify(pathToFileURL(join(FOLDER, 'index.js')))};
            console.log([${NAMES.map((name) => `shim.${name} === ${name}`).join(', ')}].every(Boolean));`;
        const said = execFileSync(process.execPath, ['--input-type=module', '--eval', found], { encoding: 'utf8' });
        expect(said).toBe('true\n');
    });

    it('have the stub that transactions are given', () => {
        expect(shim['Stub']).toBe(ClassicStub);
        expect(shim['ChaincodeStub']).toBe(ClassicStub);
        expect((shim['ChaincodeStub'] as { name: string }).name).toBe('ChaincodeStub');
    });
});

describe('the declarations', () => {
    it('have every method of the server', () => {
        const declared = readFileSync(join(FOLDER, 'types', 'index.d.ts'), 'utf8');
        const [, members = ''] = /export class ChaincodeServer \{\n(.*?)\n {4}\}/s.exec(declared) ?? [];
        const server = shim['ChaincodeServer'] as { readonly prototype: object };
        const methods = Object.getOwnPropertyNames(server.prototype).filter((name) => name !== 'constructor');
        expect(methods).toEqual(['start', 'close']);
        expect(methods.filter((name) => !members.includes(` ${name}(): Promise<void>;`))).toEqual([]);
    });
});

/** By the paths that chaincode and frameworks take. */
const DEEP: Readonly<Record<string, (found: never) => unknown>> = {
    'lib/chaincode': (found) => found === shim,
    'lib/chaincode.js': (found) => found === shim,
    'lib/stub': (found: { RESPONSE_CODE: object }) =>
        (found as unknown) === shim['ChaincodeStub'] && found.RESPONSE_CODE,
    'lib/iterators': (found: object) => Object.keys(found).join() === 'StateQueryIterator,HistoryQueryIterator',
    'lib/logger': ({ getLogger, setLevel }: Record<string, unknown>) =>
        typeof getLogger === 'function' && typeof setLevel === 'function',
    'lib/server': (found) => found === shim['ChaincodeServer'],
    'lib/utils/statebased': (found) => found === shim['KeyEndorsementPolicy'],
    'lib/utils/utils': (found: { generateLoggingPrefix(...ids: string[]): string }) =>
        found.generateLoggingPrefix('ch', '0123456789') === '[ch-01234567]',
    'lib/contract-spi/chaincodefromcontract': (found: { name: string }) => found.name === 'ChaincodeFromContract',
    'package.json': ({ version }: { version: string }) => version.startsWith('2.5.'),
};

describe('a deep path', () => {
    it.each(Object.entries(DEEP))('%s is there', (path, check) => {
        expect(check(load(`./${path}`) as never)).toBeTruthy();
    });

    it('of an ES module is there, too', () => {
        const file = pathToFileURL(join(FOLDER, 'lib/contract-spi/chaincodefromcontract.js'));
        const code = `import ChaincodeFromContract from ${JSON.stringify(file)}; console.log(ChaincodeFromContract.name);`;
        const said = execFileSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' });
        expect(said).toBe('ChaincodeFromContract\n');
    });

    it('of the command is there', () => {
        expect(existsSync(join(FOLDER, 'cli.js'))).toBe(true);
    });
});

describe('responses', () => {
    const { success, error } = shim as object as Record<'success' | 'error', (given?: unknown) => unknown>;

    it.each([
        [success(), { status: 200, payload: Buffer.alloc(0) }],
        [success(''), { status: 200, payload: Buffer.alloc(0) }],
        [success(Buffer.from('done')), { status: 200, payload: Buffer.from('done') }],
        [error('why'), { status: 500, message: 'why' }],
    ])('%j', (made, expected) => {
        expect(made).toEqual(expected);
    });
});
