import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../repository/source-files';
import { installReference, REFERENCE_FOLDER } from './reference';
import { REPLACED_PACKAGES, type Side } from './sides';

/** Where the chaincodes of `OWN_TABLES` are. */
const CHAINCODES = join(ROOT, 'conformance', 'fixtures', 'drop-in', 'chaincodes');

/** As the samples have it: decorators by the old standard, with types. */
const COMPILER_OPTIONS: ts.CompilerOptions = {
    module: ts.ModuleKind.CommonJS,
    target: ts.ScriptTarget.ES2022,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    esModuleInterop: true,
    useDefineForClassFields: false,
};

/** Chaincodes of ours in a folder of their own, with the packages of one side installed. */
export class OwnChaincodes implements Disposable {
    readonly #side: Side;
    readonly #root = mkdtempSync(join(tmpdir(), 'heddle-drop-in-'));

    constructor(side: Side) {
        this.#side = side;
    }

    /** Copies one, once, and compiles it if it is TypeScript. @returns its folder */
    prepare(name: string): string {
        const folder = join(this.#root, name);
        if (existsSync(folder)) return folder;
        cpSync(join(CHAINCODES, name), folder, { recursive: true });
        const source = join(folder, 'index.ts');
        if (existsSync(source)) {
            const text = readFileSync(source, 'utf8');
            const { outputText } = ts.transpileModule(text, { compilerOptions: COMPILER_OPTIONS });
            writeFileSync(join(folder, 'index.js'), outputText);
        }
        if (this.#side === 'reference') linkReference(folder);
        else linkFacade(folder);
        return folder;
    }

    [Symbol.dispose](): void {
        rmSync(this.#root, { recursive: true, force: true });
    }
}

function linkReference(folder: string): void {
    installReference();
    symlinkSync(join(REFERENCE_FOLDER, 'node_modules'), join(folder, 'node_modules'), 'junction');
}

/** As npm links the packages of a workspace: under the names that chaincode asks for, with the command. */
function linkFacade(folder: string): void {
    const modules = join(folder, 'node_modules');
    mkdirSync(join(modules, '.bin'), { recursive: true });
    for (const name of REPLACED_PACKAGES) symlinkSync(join(ROOT, 'packages', name), join(modules, name), 'junction');
    const { bin } = JSON.parse(readFileSync(join(modules, 'fabric-shim', 'package.json'), 'utf8')) as {
        readonly bin: Readonly<Record<string, string>>;
    };
    for (const [command, file] of Object.entries(bin))
        symlinkSync(join(modules, 'fabric-shim', file), join(modules, '.bin', command));
}
