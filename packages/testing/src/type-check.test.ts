import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';

/** Where the lines would stand: beside the sources of this package. */
const FOLDER = join(__dirname, '..', 'src');

const PREAMBLE = `
import { TestNetwork } from './index';
import { Cars, Garages, type Car } from './testing/contracts';
declare const chaincode: new () => import('@heddle/core').Chaincode;
declare const car: { id: string; color: string; doors: number };
const net = await TestNetwork.start({ contracts: [Cars, Garages] });
const several = await TestNetwork.start({ chaincodes: { cars: { contracts: [Cars] }, raw: chaincode } });
const alice = net.as('alice');
`;

const REFUSED: readonly (readonly [what: string, line: string, text: string])[] = [
    ['a wrong name', "await alice.submit('ad', car);", `Argument of type '"ad"' is not assignable to parameter`],
    ['a wrong type', "await alice.submit('read', 1);", "'number' is not assignable to parameter of type 'string'"],
    [
        'a member of a wrong type',
        "await alice.submit('add', { ...car, doors: '4' });",
        "Type 'string' is not assignable",
    ],
    ['a missing member', "await alice.submit('add', { id: 'c1', color: 'red' });", "Property 'doors' is missing"],
    ['an unknown member', "await alice.submit('add', { ...car, wheels: 4 });", "'wheels' does not exist in type"],
    ['a missing argument', "await alice.submit('add');", 'Expected 2 arguments, but got 1'],
    ['one argument too many', "await alice.submit('paint', 'c1', 'red', 'x');", 'Expected 2-3 arguments, but got 4'],
    [
        'the context as an argument',
        "await alice.submit('scrap', {} as never, 'c1');",
        'Expected 2 arguments, but got 3',
    ],
    ["a contract's hook", "await alice.submit('beforeTransaction');", 'is not assignable to parameter'],
    ['the result as another type', "const n: number = await alice.submit('paint', 'c1');", "Type 'string' is not"],
    ['the same in evaluate', "await alice.evaluate('read');", 'Expected 2 arguments, but got 1'],
    ['the same in endorse', "(await alice.endorse('paint', 'c1')).result satisfies number;", "Type 'string' does not"],
    ["another contract's name", "await alice.submit('open', 'g');", 'is not assignable to parameter'],
    ["the first contract's name", "await alice.contract(Garages).submit('scrap', 'c');", 'is not assignable'],
    ['a call before a chaincode is chosen', "await several.as('a').submit('add', car);", "type 'never'"],
    ['an unknown chaincode', "several.as('a').chaincode('boats');", `'"boats"' is not assignable`],
    ['a number for a raw chaincode', "await several.as('a').chaincode('raw').submit('x', 1);", 'not assignable'],
];

const ACCEPTED = `
const nothing: void = await alice.submit('add', car);
const color: string = await alice.submit('paint', 'c1');
await alice.submit('paint', 'c1', undefined);
const read: Car = await alice.evaluate('read', 'c1');
const count: number = (await alice.endorse('countCars')).result;
const name: string = await alice.contract(Garages).submit('open', 'g');
await several.as('a').chaincode('cars').submit('add', car);
const bytes: Buffer = await several.as('a').chaincode('raw').submit('anything', 'text', Buffer.of(1));
`;

const OPTIONS: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
    module: ts.ModuleKind.ESNext, // awaits at the top of a file
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    experimentalDecorators: true,
    skipLibCheck: true,
    noEmit: true,
};

/** What the compiler says of each of these texts, as a file of its own. */
function compile(texts: readonly string[]): string[] {
    const files = new Map(texts.map((text, index) => [join(FOLDER, `line-${index}.ts`), `${PREAMBLE}${text}\n`]));
    const host = ts.createCompilerHost(OPTIONS);
    const real = { ...host };
    host.fileExists = (path) => files.has(path) || real.fileExists(path);
    host.readFile = (path) => files.get(path) ?? real.readFile(path);
    host.getSourceFile = (path, ...rest) => {
        const text = files.get(path);
        return text === undefined
            ? real.getSourceFile(path, ...rest)
            : ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
    };
    const program = ts.createProgram([...files.keys()], OPTIONS, host);
    return [...files.keys()].map((path) =>
        ts
            .getPreEmitDiagnostics(program, program.getSourceFile(path))
            .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
            .join('\n'),
    );
}

describe('the compiler', () => {
    let said: string[] = [];
    beforeAll(() => {
        said = compile([...REFUSED.map(([, line]) => line), ACCEPTED]);
    }, 60_000);

    it.each(REFUSED.map(([what, , text], index) => [what, text, index] as const))('refuses %s', (_, text, index) => {
        expect(said[index]).toContain(text);
    });

    it('accepts what the contract declares, with its results', () => {
        expect(said.at(-1)).toBe('');
    });
});
