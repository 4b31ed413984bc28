import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openProject } from '../check/check-project';
import { type Body, bodyName } from './reach';

const COUNT = 12;

let folder: string;

beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'heddle-reach-'));
});
afterAll(() => {
    rmSync(folder, { recursive: true });
});

/** Functions that all call each other: among them are more than a hundred million ways. */
function functionsInCircles(): string {
    const names = Array.from({ length: COUNT }, (_, index) => `f${index}`);
    const calls = names.map((name) => `${name}(ctx);`).join(' ');
    return `const { Contract } = require('fabric-contract-api');
${names.map((name) => `function ${name}(ctx) { ${calls} }`).join('\n')}
class Circles extends Contract {
    async run(ctx) { f0(ctx); }
}
module.exports.contracts = [Circles];
`;
}

it('asks each body once for each call, however many ways lead there, and tells the shortest', () => {
    writeFileSync(join(folder, 'circles.js'), functionsInCircles());
    const { scope } = openProject(folder);
    const [transaction] = scope.contracts.flatMap(({ transactions }) => transactions);
    if (transaction === undefined) throw new Error('the transaction was not found');
    let asked = 0;
    const factsOf = (body: Body): readonly string[] => {
        asked++;
        return [bodyName(body)];
    };
    const found = scope.reach.trace(transaction.node, factsOf);
    expect(asked).toBe(COUNT + 1);
    expect(found.map(({ chain }) => chain.length)).toEqual([0, 1, ...Array<number>(COUNT - 1).fill(2)]);
    expect(new Set(found.map(({ fact }) => fact)).size).toBe(COUNT + 1);
});
