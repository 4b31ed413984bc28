import { HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it, jest } from '@jest/globals';

// Each test starts a process, and the machine may be busy.
jest.setTimeout(60_000);

function contract(methods: string): Record<string, string> {
    return {
        'package.json': '{ "name": "fleet", "version": "1.0.0" }',
        'index.js': `
        const { Contract } = require('@heddle/contract');
        exports.contracts = [class Cars extends Contract { ${methods} }];`,
    };
}
const OLD = contract('async read(ctx, id) { return id; } async sell(ctx, id) {}');
const NEW = contract('async read(ctx, id, as) { return id; } async buy(ctx, id) {}');

async function diff(...args: string[]): Promise<readonly [code: unknown, output: string, errors: readonly string[]]> {
    await using heddle = new HeddleProcess(['diff', ...args]);
    const code = await heddle.exited;
    return [code, heddle.stdout, heddle.lines];
}

describe('heddle diff', () => {
    it('compares built contracts with each other and with metadata', async () => {
        using older = new TemporaryFolder();
        using newer = new TemporaryFolder();
        const [before, after] = [older.writePackage(OLD), newer.writePackage(NEW)];
        await using metadata = new HeddleProcess(['metadata', '-p', before]);
        expect(await metadata.exited).toBe(0);
        const released = older.write('released.json', metadata.stdout);
        const told = [
            'breaking  Cars.read(as) is a new parameter, which calls of before do not give',
            '          give it a default, or mark it @Optional()',
            'breaking  Cars.sell is gone',
            '          keep it as long as clients call it',
            'fine      Cars.buy is a new transaction',
            '2 breaking, 0 to be done in steps, 1 fine',
            '',
        ].join('\n');
        expect(await diff(before, after)).toEqual([1, told, []]);
        expect(await diff(released, after)).toEqual([1, told, []]);
        expect(await diff(released, before)).toEqual([0, 'nothing has changed\n', []]);
        const [code, json] = await diff('--json', after, after);
        expect([code, JSON.parse(json)]).toEqual([0, { changes: [] }]);
    });

    it.each([
        [['missing.json', '.'], /missing\.json cannot be read \(ENOENT.*\): name a file with metadata, or a folder/],
        [['no.json', '.'], /no\.json is no JSON \(.*\): give what "heddle metadata" prints/],
        [['other.json', '.'], /other\.json is no metadata of a chaincode: give what/],
        [['old.json'], /missing required argument 'new'/],
    ])('ends with 2 for what it cannot read: %j', async ([old = '', ...rest], message) => {
        using folder = new TemporaryFolder();
        const package_ = folder.writePackage(OLD);
        folder.write('no.json', '{');
        folder.write('other.json', '{}');
        const [code, , errors] = await diff(`${folder.path}/${old}`, ...rest.map(() => package_));
        expect([code, errors.join()]).toEqual([2, expect.stringMatching(message)]);
    });
});
