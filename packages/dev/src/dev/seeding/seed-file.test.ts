import { TemporaryFolder } from '@heddle/command-testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readSeedFile } from './seed-file';

let folder: TemporaryFolder;

beforeEach(() => {
    folder = new TemporaryFolder();
});

afterEach(() => {
    folder[Symbol.dispose]();
});

describe('a seed', () => {
    it('has keys and calls, arguments and values as text or as their JSON', () => {
        const path = folder.write(
            'seed.yaml',
            `state:
    - { key: [color, red], value: { n: 1 }, collection: prices, chaincode: basic }
    - key: k
      value: text
calls:
    - function: createAsset
      contract: Assets
      args: [a1, 5, true, { owner: ann }, "007"]
      as: minter
      mspId: Org2MSP
      transient: { price: 7 }
    - function: init
`,
        );
        const [first, second] = readSeedFile(path).calls;
        expect(readSeedFile(path).state).toEqual([
            { where: `${path}:2`, key: ['color', 'red'], value: '{"n":1}', collection: 'prices', chaincode: 'basic' },
            { where: `${path}:3`, key: 'k', value: 'text', collection: undefined, chaincode: undefined },
        ]);
        expect(first).toEqual({
            where: `${path}:6`,
            function: 'createAsset',
            contract: 'Assets',
            args: ['a1', '5', 'true', '{"owner":"ann"}', '007'],
            transient: new Map([['price', '7']]),
            as: 'minter',
            mspId: 'Org2MSP',
            chaincode: undefined,
        });
        expect(second).toMatchObject({ where: `${path}:12`, function: 'init', args: [], as: undefined });
    });

    it('may be a list of calls, in JSON', () => {
        const path = folder.write('seed.json', '[{"function": "init"},\n {"function": "put", "args": ["a"]}]');
        expect(readSeedFile(path).calls.map(({ where, args }) => [where, args])).toEqual([
            [`${path}:1`, []],
            [`${path}:2`, ['a']],
        ]);
    });

    it('may have any number of aliases', () => {
        const others = Array.from({ length: 200 }, (_, index) => `    - { key: k${index}, value: *owner }\n`).join('');
        const path = folder.write('seed.yaml', `state:\n    - { key: k, value: &owner { name: ann } }\n${others}`);
        const { state } = readSeedFile(path);
        expect([state.length, state.at(-1)?.value]).toEqual([201, state[0]?.value]);
    });

    it('has what its aliases stand for, wherever that is written', () => {
        const path = folder.write(
            'seed.yaml',
            `state:
    - &first { key: k, value: &owner { name: ann } }
    - *first
calls:
    - &make { function: make, args: [*owner, [*owner]], transient: { owner: *owner } }
    - *make
`,
        );
        const { state, calls } = readSeedFile(path);
        expect(state.map(({ key, value }) => [key, value])).toEqual(Array(2).fill(['k', '{"name":"ann"}']));
        const args = ['{"name":"ann"}', '[{"name":"ann"}]'];
        expect(calls).toMatchObject(
            Array(2).fill({ function: 'make', args, transient: new Map([['owner', '{"name":"ann"}']]) }),
        );
        const list = folder.write('list.yaml', '- &x { function: f }\n- *x');
        expect(readSeedFile(list).calls.map((call) => call.function)).toEqual(['f', 'f']);
        const named = folder.write('named.yaml', 'state: &none []\ncalls: *none');
        expect(readSeedFile(named).calls).toEqual([]);
    });

    it.each([
        ['calls:\n  - function: init\n    args: [*nobody]', 'Unresolved alias'],
        ['- function: init\n  args: [*nobody]', ':1: Unresolved alias'],
        ['calls:\n  - functon: init', ':2 means nothing to heddle dev: did you mean function?'],
        ['calls:\n  - args: []', ':2: calls.0 has no "function": write one'],
        ['state:\n  - value: x', ':2: state.0 has no "key": write one'],
        ['state:\n  - key: x', ':2: state.0 has no "value": write one'],
        ['call: []', 'call in '],
        ['calls: init', ': calls is no list: write one'],
        ['just text', ' is no seed: write an object with "state" and "calls", or a list of calls'],
        ['{', ' is no JSON or YAML ('],
        [
            '- function: f\n  args: [12345678901234567890]',
            ':1: 0.args.0 has more digits than a number keeps: write it in quotes',
        ],
    ])('%j is refused, with its line', (content, text) => {
        expect(() => readSeedFile(folder.write('seed.yaml', content))).toThrow(text);
    });

    it('is a file', () => {
        expect(() => readSeedFile('/nothing/seed.yaml')).toThrow('--seed');
    });
});
