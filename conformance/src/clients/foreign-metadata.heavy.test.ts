import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Payload } from '@heddle/client';
import { type Chaincode, type ChaincodeStub, success } from '@heddle/core';
import type { LocalPeer } from '@heddle/local-peer';
import { TestNetwork } from '@heddle/testing';
import type { Network } from '@hyperledger/fabric-gateway';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ClientNetwork, openEmbeddedNetwork } from '../harness/client-network';
import { HEDDLE, runProgram } from '../harness/run-program';
import { ROOT } from '../repository/source-files';
import { GO, HOSTILE, JAVA, NODE } from './foreign-metadata';

const DOCUMENTS = { go: GO, java: JAVA, node: NODE, hostile: HOSTILE };
const NAMES = Object.keys(DOCUMENTS) as (keyof typeof DOCUMENTS)[];
const STRICT = {
    target: 'es2022',
    lib: ['es2023', 'esnext.disposable'],
    module: 'node16',
    moduleResolution: 'node16',
    types: ['node'],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noImplicitOverride: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noPropertyAccessFromIndexSignature: true,
    isolatedModules: true,
    erasableSyntaxOnly: true,
    skipLibCheck: true,
};

type Method = (...args: unknown[]) => Promise<unknown>;
type Generated = Readonly<
    Record<string, { connect(network: Network, chaincode: string): Readonly<Record<string, Method>> }>
>;

/** Answers with its function and arguments, as chaincode of Go and Java answers: whole numbers with all of their digits. */
const ECHO: Chaincode = {
    Init: () => Promise.resolve(success()),
    Invoke: (stub: ChaincodeStub) => Promise.resolve(success(answerOf(stub))),
};

function answerOf(stub: ChaincodeStub): string {
    const [name = '', ...args] = stub.getArgs();
    const fixed = new Map([
        ['Ping', ''],
        ['exists', 'true'],
        ['Sum', args[0] ?? ''],
        ['All', `[${ENTRY}]`],
    ]);
    const last = args.at(-1) ?? '';
    return fixed.get(name) ?? (last.startsWith('{') ? last : [name, ...args].join(' '));
}

const ENTRY = '{"ID":"e1","amount":9007199254740993,"owner":{"name":"ann"},"tags":{"n1":-9223372036854775808},"new":1}';

describe('clients of chaincode that is not of Heddle', () => {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-foreign-'));
    const load = createRequire(join(folder, 'x.js'));
    let net: { readonly peer: LocalPeer; close(): Promise<void> } | undefined;
    let client: ClientNetwork;
    const said = new Map<string, string>();

    function connect(file: string, contract: string): Readonly<Record<string, Method>> {
        const connector = (load(`./${file}.js`) as Generated)[contract];
        if (connector === undefined) throw new Error(`${file} has no ${contract}`);
        return connector.connect(client.network, 'foreign');
    }

    beforeAll(async () => {
        symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
        writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: STRICT }));
        for (const name of NAMES) {
            writeFileSync(join(folder, `${name}.json`), JSON.stringify(DOCUMENTS[name]));
            const args = [HEDDLE, 'generate', 'client', `${name}.json`, '--out', `${name}.ts`];
            said.set(name, (await runProgram(args, { cwd: folder, env: { PATH: process.env['PATH'] ?? '' } })).stderr);
        }
        net = await TestNetwork.start({ chaincode: ECHO, name: 'foreign' });
        client = await openEmbeddedNetwork(net.peer);
    }, 60_000);

    afterAll(async () => {
        client[Symbol.dispose]();
        await net?.close();
        rmSync(folder, { recursive: true, force: true });
    });

    it('compile strictly', () => {
        expect([...said.values()].join('')).toBe('');
        let output = '';
        try {
            execFileSync(join(ROOT, 'node_modules', '.bin', 'tsc'), ['-p', '.'], { cwd: folder });
        } catch (error) {
            output = String((error as { readonly stdout?: unknown }).stdout);
        }
        expect(output).toBe('');
        expect(NAMES.map((name) => existsSync(join(folder, `${name}.js`)))).toEqual([true, true, true, true]);
    });

    it('are laid out as Prettier does', () => {
        writeFileSync(join(folder, '.prettierrc'), '{ "printWidth": 120, "tabWidth": 4, "singleQuote": true }');
        const prettier = join(ROOT, 'node_modules', '.bin', 'prettier');
        const files = NAMES.map((name) => `${name}.ts`);
        const different = spawnSync(prettier, ['--list-different', ...files], { cwd: folder, encoding: 'utf8' });
        expect(different).toMatchObject({ stdout: '', stderr: '', status: 0 });
    });

    it('have integers of Go with all of their digits, both ways', async () => {
        const ledger = connect('go', 'Ledger');
        const entry = { ID: 'e1', amount: 2n ** 62n + 1n, owner: { name: 'ann' }, tags: { n: 1n } };
        expect(await ledger['Put']?.(entry)).toEqual(entry);
        expect(await ledger['Sum']?.(2n ** 63n - 1n, 0n, 1, 0.5, ['a'])).toBe(2n ** 63n - 1n);
        expect(await ledger['All']?.()).toEqual([
            { ID: 'e1', amount: 9007199254740993n, owner: { name: 'ann' }, tags: { n1: -(2n ** 63n) }, new: 1 },
        ]);
        const pong = await ledger['Ping']?.();
        expect(pong).toBeInstanceOf(Payload);
    });

    it('have booleans and enums of Java', async () => {
        const loans = connect('java', 'LoanContract');
        expect(await loans['exists']?.('l1')).toBe(true);
        const loan = { id: 'l1', cents: 5n, state: 'OPEN' };
        expect(await loans['open']?.('l1', 5n, 0.5, loan)).toEqual(loan);
        await expect(loans['open']?.('l1', 5n, 0.5, { state: 'LOST' })).rejects.toThrow(/loan\.state must be one of/);
    });

    it('call each contract of Node by its name, with any arguments where none are told', async () => {
        expect(((await connect('node', 'Contract')['any']?.('x', 5n, { a: 1n })) as Payload).text()).toBe('{"a":"1"}');
        const cars = connect('node', 'OrgExampleCars');
        expect(((await cars['query-all']?.('y')) as Payload).text()).toBe('org.example.cars:query-all y');
    });

    it('call transactions of any name, and are no promises', async () => {
        const hostile = connect('hostile', 'classContract');
        expect(hostile['then']).toBeUndefined();
        const called = ['constructor', '__proto___', 'then__', 'then_', '$with_', 'it\'s "quoted" \\ `${1}`'];
        const answers = await Promise.all(called.map(async (name) => hostile[name]?.()));
        expect(answers).toEqual(['constructor', '__proto__', 'then', 'then_', '$with', 'it\'s "quoted" \\ `${1}`']);
    });
});
