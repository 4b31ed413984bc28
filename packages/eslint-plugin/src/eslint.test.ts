import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ESLint } from 'eslint';
import { configs, rules } from './index';
import { ALL_RULES } from './rules/all-rules';

let folder: string;

beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'heddle-eslint-'));
    mkdirSync(join(folder, 'src'));
});
afterAll(() => {
    rmSync(folder, { recursive: true });
});

/** No packages are installed there, so that contracts are known by their names. */
const TYPESCRIPT = `import { Context, Contract, Transaction } from '@heddle/contract';
import { newId } from './ids';

export class Seats extends Contract {
    @Transaction()
    async reserve(ctx: Context, seat: string): Promise<void> {
        const taken = await ctx.stub.getState(seat);
        if (taken) throw new Error(seat);
        await ctx.stub.putState(newId(), Buffer.from(seat));
    }
}
`;
const IDS = 'export const newId = (): string => String(Math.random());\n';

async function lint(name: string, text: string, fix: boolean = false): Promise<ESLint.LintResult> {
    const eslint = new ESLint({ cwd: folder, overrideConfigFile: true, overrideConfig: configs.recommended, fix });
    const filePath = join(folder, 'src', name);
    writeFileSync(join(folder, 'src', 'ids.ts'), IDS);
    writeFileSync(filePath, text);
    const [result] = await eslint.lintText(text, { filePath });
    if (result === undefined) throw new Error(`${name} was not linted`);
    return result;
}

function messagesOf({ messages }: ESLint.LintResult): readonly string[] {
    return messages.map(({ line, ruleId, message }) => `${line} ${ruleId ?? message}`);
}

describe('the plugin in ESLint', () => {
    it('has every rule, each with its description', () => {
        expect(Object.keys(rules)).toEqual(ALL_RULES.map(({ name }) => name));
        expect(configs.recommended.rules).toMatchObject({
            '@heddle/no-locale': 'error',
            '@heddle/no-client-time-decision': 'off',
        });
        expect(configs.strict.rules).toMatchObject({ '@heddle/no-client-time-decision': 'warn' });
    });

    it('reports in TypeScript, what stands in another file as well', async () => {
        expect(messagesOf(await lint('seats.ts', TYPESCRIPT))).toEqual([
            '8 @heddle/no-falsy-state-check',
            '9 @heddle/no-nondeterministic-source',
        ]);
    });

    it('mends a check of state', async () => {
        const { output } = await lint('seats.ts', TYPESCRIPT, true);
        expect(output).toContain('if (taken.length > 0) throw');
    });

    it('leaves comments that silence a rule to ESLint', async () => {
        const comment = '// eslint-disable-next-line @heddle/no-falsy-state-check -- for this test\n        if (taken)';
        const result = await lint('seats.ts', TYPESCRIPT.replace('if (taken)', comment));
        expect(messagesOf(result)).toEqual(['10 @heddle/no-nondeterministic-source']);
    });

    it('reports in JavaScript', async () => {
        const text = `const { Contract } = require('fabric-contract-api');
class Orders extends Contract {
    async place(ctx, id) {
        ctx.stub.putState(id, Buffer.from(id));
    }
}
module.exports.contracts = [Orders];
`;
        expect(messagesOf(await lint('orders.js', text))).toEqual(['4 @heddle/await-operations']);
    });
});

describe('a project that is open in an editor', () => {
    const HELPED = `const { Contract } = require('fabric-contract-api');
const { newKey } = require('./keys');
class Seats extends Contract {
    async reserve(ctx, seat) {
        await ctx.stub.putState(newKey(seat), Buffer.from(seat));
    }
}
module.exports.contracts = [Seats];
`;

    /** A project of its own: what is open is kept in this process. */
    function project(name: string): (file: string, text: string) => string {
        mkdirSync(join(folder, name));
        return (file, text) => {
            writeFileSync(join(folder, name, file), text);
            return join(folder, name, file);
        };
    }

    async function look(filePath: string, text: string): Promise<readonly string[]> {
        const eslint = new ESLint({ cwd: folder, overrideConfigFile: true, overrideConfig: configs.recommended });
        const [result] = await eslint.lintText(text, { filePath });
        return result === undefined ? ['not linted'] : messagesOf(result);
    }

    it('is as it is on the disk: helpers that change, and those that come', async () => {
        const write = project('changing');
        const contract = write('seats.js', HELPED);
        expect(await look(contract, HELPED)).toEqual([]);
        write('keys.js', 'module.exports.newKey = (seat) => seat + Math.random();');
        expect(await look(contract, `${HELPED}\n`)).toEqual(['5 @heddle/no-nondeterministic-source']);
        write('keys.js', 'module.exports.newKey = (seat) => `seat${seat}`;');
        expect(await look(contract, HELPED)).toEqual([]);
        write('keys.js', 'module.exports.newKey = (seat) => `seat${seat}${process.env.ROW}`;');
        expect(await look(contract, HELPED)).toEqual(['5 @heddle/no-environment']);
    });

    it('has the files that its configuration names now', async () => {
        const write = project('configured');
        write('tsconfig.json', '{ "extends": "./base.json", "include": ["seats.ts"] }');
        write('base.json', '{ "compilerOptions": { "paths": { "keys": ["./plain.ts"] }, "module": "nodenext" } }');
        write('plain.ts', 'export const newKey = (seat: string): string => seat;');
        write('random.ts', 'export const newKey = (seat: string): string => `${seat}${Math.random()}`;');
        const text = HELPED.replace("const { newKey } = require('./keys')", "import { newKey } from 'keys'");
        const contract = write('seats.ts', text);
        expect(await look(contract, text)).toEqual([]);
        write('base.json', '{ "compilerOptions": { "paths": { "keys": ["./random.ts"] }, "module": "nodenext" } }');
        expect(await look(contract, text)).toEqual(['5 @heddle/no-nondeterministic-source']);
    });

    it('takes the text of the file that is looked at from the editor, saved or not', async () => {
        const write = project('unsaved');
        const contract = write('seats.js', HELPED);
        write('keys.js', 'module.exports.newKey = (seat) => seat;');
        const edited = HELPED.replace('newKey(seat)', 'newKey(seat + process.pid)');
        expect(await look(contract, edited)).toEqual(['5 @heddle/no-environment']);
        expect(await look(contract, HELPED)).toEqual([]);
    });
});
