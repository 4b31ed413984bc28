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
