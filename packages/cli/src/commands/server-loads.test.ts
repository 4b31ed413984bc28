import { readFileSync } from 'node:fs';
import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';

const VARIABLES = { CORE_CHAINCODE_ID: 'basic:1', CORE_CHAINCODE_ADDRESS: '127.0.0.1:0' };
const RAW = `exports.chaincode = { Init: async () => ({ status: 200 }), Invoke: async () => ({ status: 200 }) };`;
const CONTRACT = `exports.Cars = class Cars extends require('@heddle/contract').Contract { async read(ctx) {} };`;
const VALIDATED = `
    const { Contract, IsInt, Length } = require('@heddle/contract');
    class Car {}
    Length(1, 64)(Car.prototype, 'id');
    IsInt()(Car.prototype, 'doors');
    exports.Cars = class Cars extends Contract { async read(ctx) {} };
`;

/** Prints the files that a process has loaded when it ends, those of Node itself among them. */
const REPORT = `process.on('exit', () => {
    const files = Object.keys(require.cache).map((file) => file.replaceAll('\\\\', '/'));
    require('node:fs').writeSync(1, JSON.stringify([...files, ...process.moduleLoadList]));
});`;

const PACKAGE =
    /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)|.*\/(packages\/[^/]+(?:\/dist\/(?:packaging|doctor|client))?)\//;

/** Files that `heddle` has loaded by the time it ends; a server is told to end when it listens. */
async function filesLoadedBy(args: readonly string[], module: string): Promise<string[]> {
    using folder = new TemporaryFolder();
    const cwd = folder.writePackage({ 'index.js': module });
    const node = ['--require', folder.write('report.js', REPORT)];
    await using heddle = new HeddleProcess(args, { cwd, variables: VARIABLES, node });
    if (args.length === 1 && args[0] === 'server') {
        await heddle.logged(/^listening on /);
        heddle.signal('SIGTERM');
    }
    expect(await heddle.exited).toBe(0);
    return JSON.parse(heddle.stdout.slice(heddle.stdout.lastIndexOf('['))) as string[];
}

/** The same by packages. */
async function loadedBy(args: readonly string[], module: string): Promise<string[]> {
    const files = await filesLoadedBy(args, module);
    const names = files.map((file) => PACKAGE.exec(file)).flatMap((found) => found?.[1] ?? found?.[2] ?? []);
    return [...new Set(names)].sort();
}

describe('the command loads', () => {
    it('the options alone for --version and --help', async () => {
        // Of the protocol it is the few lines that errors are recognised by.
        const least = ['commander', 'packages/cli', 'packages/protocol'];
        expect(await loadedBy(['--version'], RAW)).toEqual(least);
        expect(await loadedBy(['--help'], RAW)).toEqual(least);
        expect(await loadedBy(['server', '--help'], RAW)).toEqual(least);
        const shared = 'packages/cli/dist/packaging';
        expect(await loadedBy(['invoke', '--help'], RAW)).toEqual([...least, 'packages/dev', shared].sort());
    });

    it('studio promise 19: the chaincode side for a chaincode, without the contract layer and the page', async () => {
        const loaded = await loadedBy(['server'], RAW);
        const ours = loaded.filter((name) => name.startsWith('packages/'));
        expect(ours).toEqual(['packages/cli', 'packages/core', 'packages/protocol']);
        expect(loaded).toEqual(expect.arrayContaining(['commander', 'reflect-metadata']));
        for (const name of [
            '@hyperledger/fabric-gateway',
            '@hyperledger/fabric-protos',
            'class-validator',
            'class-transformer',
            'abstract-level',
            'prom-client',
        ]) {
            expect(loaded).not.toContain(name);
        }
        expect(loaded.filter((name) => name.includes('grpc') || name.includes('protobuf'))).toEqual([]);
    });

    it('studio promise 19: the contract layer for contracts, and nothing of the peer or the page', async () => {
        const loaded = await loadedBy(['server'], CONTRACT);
        const ours = loaded.filter((name) => name.startsWith('packages/'));
        expect(ours).toEqual(['packages/cli', 'packages/contract', 'packages/core', 'packages/protocol']);
        for (const name of [
            '@grpc/grpc-js',
            '@hyperledger/fabric-gateway',
            '@hyperledger/fabric-protos',
            'abstract-level',
        ]) {
            expect(loaded).not.toContain(name);
        }
    });

    it('of class-validator what a contract imports, and of its own commands the one that is named', async () => {
        const loaded = await filesLoadedBy(['server'], VALIDATED);
        const named = (pattern: RegExp): string[] => loaded.flatMap((file) => pattern.exec(file)?.[1] ?? []);
        expect(named(/\/class-validator\/cjs\/decorator\/(.*)\.js$/).sort()).toEqual([
            'common/ValidateBy',
            'string/Length',
            'typechecker/IsInt',
        ]);
        expect(named(/\/(class-validator\/cjs\/index|libphonenumber-js\/.*)\.js$/)).toEqual([]);
        expect(named(/\/cli\/dist\/commands\/(.*)\.js$/)).toEqual(['server']);
    });

    it('nothing by the loader of ES modules: neither a package of CommonJS, nor a part of its own', async () => {
        using folder = new TemporaryFolder();
        const asking = `process.stdout.write(String(module.parent?.filename));${RAW}`; // imported, it has no parent
        const cwd = folder.writePackage({ 'index.js': asking });
        await using heddle = new HeddleProcess(['metadata'], { cwd, variables: VARIABLES });
        await heddle.exited;
        expect(heddle.stdout).toMatch(/load-module\.js/);
        const own = (await filesLoadedBy(['server'], RAW)).filter((file) => file.includes('/packages/cli/dist/'));
        const calls = own.filter((file) => /^[^*/]*\bimport\(/m.test(readFileSync(file, 'utf8')));
        expect(calls).toEqual([]);
        expect(own).not.toEqual([]);
    });
});
