import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../harness/run-program';
import { ROOT } from '../repository/source-files';
import { commandOf, type Compiler, moduleOptions, type ModuleResolution } from './compilers';
import type { UnpackedPackage } from './packed-packages';
import { copyDeclarations } from './third-parties';

const PROGRAMS = join(ROOT, 'conformance', 'fixtures', 'user-programs');

/** What users install besides our packages and what these name. */
const TOOLS = ['@types/node', '@jest/globals'];

/**
 * What the declarations of @hyperledger/fabric-protos, below Fabric's gateway client, need and do not name. In this repository it
 * has another name, since its types would be those of our own code as well.
 */
const PROTOBUF = join(ROOT, 'node_modules', 'google-protobuf-types');

/**
 * Entries whose declarations lead to those of other packages, which older compilers and resolutions cannot read: fast-check, ESLint,
 * and Fabric's gateway client with gRPC below it. With `skipLibCheck` they do for their users.
 */
const LATER = [
    '@heddle/client',
    '@heddle/eslint-plugin',
    '@heddle/eslint-plugin/check',
    '@heddle/testing/fuzz',
    '@heddle/testing/work',
];
const LATER_COMPILERS = ['5.9', '6.0', '7.0'];

const COMMON_OPTIONS = {
    target: 'es2020',
    lib: ['es2020'],
    types: ['node'],
    strict: true,
    skipLibCheck: false,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    esModuleInterop: true,
    // Their own declarations, which may have to name types of ours.
    declaration: true,
    rootDir: '.',
    outDir: 'out',
};

type ModuleKind = 'commonjs' | 'module';

/** Programs of a user of our packages, with one compiler and what fits it, in a folder from which nothing leads to ours. */
export class UserProject implements Disposable {
    readonly #folder = mkdtempSync(join(tmpdir(), 'heddle-user-'));
    readonly #compiler: Compiler;

    constructor(compiler: Compiler, packages: readonly UnpackedPackage[]) {
        this.#compiler = compiler;
        const modules = join(this.#folder, 'node_modules');
        for (const { folder, manifest } of packages) {
            cpSync(folder, join(modules, manifest.name), { recursive: true });
        }
        copyDeclarations([...TOOLS, ...thirdPartiesOf(packages)], compiler.folder, modules);
        cpSync(PROTOBUF, join(modules, '@types', 'google-protobuf'), { recursive: true });
        for (const kind of ['commonjs', 'module'] as const) this.#writePrograms(kind, packages);
    }

    /** Compiles the programs, as CommonJS and as ES modules where the resolution tells them apart. Returns what the compiler says. */
    async compile(resolution: ModuleResolution): Promise<string> {
        const { version } = this.#compiler;
        const compilerOptions = { ...COMMON_OPTIONS, ...moduleOptions(resolution, version) };
        const include = kindsOf(resolution);
        const isLater = resolution !== 'node10' && LATER_COMPILERS.includes(version);
        const exclude = ['node_modules', 'out', ...(isLater ? [] : ['*/later-entries.ts'])];
        const file = join(this.#folder, `tsconfig.${resolution}.json`);
        writeFileSync(file, JSON.stringify({ compilerOptions, include, exclude }));
        const args = [commandOf(this.#compiler), '-p', file, '--pretty', 'false'];
        const { code, stdout, stderr } = await runProgram(args, { cwd: this.#folder });
        const output = `${stdout}${stderr}`;
        if (code !== 0 && output === '') return `the compiler ended with ${code}`;
        return output;
    }

    [Symbol.dispose](): void {
        rmSync(this.#folder, { recursive: true });
    }

    #writePrograms(kind: ModuleKind, packages: readonly UnpackedPackage[]): void {
        const folder = join(this.#folder, kind);
        mkdirSync(folder);
        writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: kind }));
        for (const name of readdirSync(PROGRAMS)) {
            if (kind === 'commonjs' || !name.includes('.commonjs.')) cpSync(join(PROGRAMS, name), join(folder, name));
        }
        const entries = entriesOf(packages);
        const write = (file: string, some: readonly string[]): void => {
            const lines = some.map((entry, index) => `export * as entry${index} from '${entry}';\n`);
            writeFileSync(join(folder, file), lines.join(''));
        };
        write(
            'entries.ts',
            entries.filter((entry) => !LATER.includes(entry)),
        );
        write('later-entries.ts', LATER);
    }
}

function kindsOf(resolution: ModuleResolution): ModuleKind[] {
    if (resolution === 'node10') return ['commonjs'];
    return resolution === 'bundler' ? ['module'] : ['commonjs', 'module'];
}

function thirdPartiesOf(packages: readonly UnpackedPackage[]): string[] {
    const ours = new Set(packages.map(({ manifest }) => manifest.name));
    return packages
        .flatMap(({ manifest }) => Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))
        .filter((name) => !ours.has(name));
}

/** Every module that the packages offer: `@heddle/core`, `@heddle/core/grpc-js`, … */
function entriesOf(packages: readonly UnpackedPackage[]): string[] {
    // Those without exports have the names of others, and a test of their own.
    return packages.flatMap(({ manifest: { name, exports = {} } }) =>
        Object.keys(exports)
            .filter((subpath) => subpath !== './package.json')
            .map((subpath) => name + subpath.slice(1)),
    );
}
