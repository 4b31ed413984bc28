import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../harness/run-program';
import { ROOT } from '../repository/source-files';
import { commandOf, type Compiler, moduleOptions, type ModuleResolution } from './compilers';
import type { UnpackedPackage } from './packed-packages';
import { copyDeclarations } from './third-parties';

const PROGRAMS = join(ROOT, 'conformance', 'fixtures', 'facade-programs');

/** By which names an author of chaincode has our packages; none of the others is there for the compiler. */
const NAMES: Readonly<Record<string, string>> = {
    '@heddle/fabric-contract-api': 'fabric-contract-api',
    '@heddle/fabric-shim': 'fabric-shim',
    '@heddle/fabric-shim-api': '@heddle/fabric-shim-api',
};

const COMMON_OPTIONS = {
    target: 'es2019',
    lib: ['es2020'],
    types: ['node'],
    strict: true,
    skipLibCheck: false,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    declaration: true,
    rootDir: '.',
    outDir: 'out',
};

/** Chaincode in TypeScript that was written for fabric-contract-api and fabric-shim, with a compiler of its time. */
export class AuthorProject implements Disposable {
    readonly #folder = mkdtempSync(join(tmpdir(), 'heddle-author-'));
    readonly #compiler: Compiler;

    constructor(compiler: Compiler, packages: readonly UnpackedPackage[]) {
        this.#compiler = compiler;
        const modules = join(this.#folder, 'node_modules');
        for (const { folder, manifest } of packages) {
            const name = NAMES[manifest.name];
            if (name !== undefined) cpSync(folder, join(modules, name), { recursive: true });
        }
        copyDeclarations(['@types/node', 'long'], compiler.folder, modules);
        cpSync(PROGRAMS, this.#folder, { recursive: true });
        writeFileSync(join(this.#folder, 'package.json'), '{}');
    }

    /** Compiles the chaincode. Returns what the compiler says. */
    async compile(resolution: ModuleResolution): Promise<string> {
        const compilerOptions = { ...COMMON_OPTIONS, ...moduleOptions(resolution, this.#compiler.version) };
        const file = join(this.#folder, `tsconfig.${resolution}.json`);
        writeFileSync(file, JSON.stringify({ compilerOptions, include: ['*.ts'] }));
        const args = [commandOf(this.#compiler), '-p', file, '--pretty', 'false'];
        const { code, stdout, stderr } = await runProgram(args, { cwd: this.#folder });
        const output = `${stdout}${stderr}`;
        return code !== 0 && output === '' ? `the compiler ended with ${code}` : output;
    }

    [Symbol.dispose](): void {
        rmSync(this.#folder, { recursive: true });
    }
}
