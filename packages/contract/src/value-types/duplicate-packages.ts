import { isAbsolute } from 'node:path';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage';
import { bundledTransformers, KEEP_EXTERNAL } from '../evidence/bundled-copies';
import type { Compilation } from './compilation';
import { transformerDecorators } from './transformer-metadata';

const STORAGE = /[\\/]class-transformer[\\/](?:cjs|esm5|esm2015)[\\/]storage\.js$/;
const INSTALLED = /[\\/]node_modules[\\/]/;

/**
 * Reports decorators of another copy of class-transformer: each copy keeps its own records, so that this one would not
 * see them. (class-validator's copies share one storage, and so do reflect-metadata's.)
 */
export function reportDuplicatePackages(compilation: Compilation): void {
    for (const [path, loaded] of Object.entries(loadedModules())) {
        const storage = STORAGE.test(path) ? foreignStorage(loaded?.exports) : undefined;
        if (storage !== undefined) reportDecoratorsOf(storage, path, compilation);
    }
    reportBundles(compilation);
}

/** In a bundle there may be no cache, whatever the type says. */
function loadedModules(): NodeJS.Dict<NodeJS.Module> {
    const { cache = {} } = require as Partial<NodeJS.Require>;
    return cache;
}

function foreignStorage(loaded: unknown): object | undefined {
    const storage: unknown =
        typeof loaded === 'object' && loaded !== null && Reflect.get(loaded, 'defaultMetadataStorage');
    const isForeign = typeof storage === 'object' && storage !== null && storage !== defaultMetadataStorage;
    return isForeign ? storage : undefined;
}

function reportDecoratorsOf(storage: object, path: string, compilation: Compilation): void {
    for (const { name, target } of compilation.shapes)
        for (const { decorator, property } of transformerDecorators(target, storage))
            compilation.report({
                code: 'PACKAGE_DUPLICATE',
                where: property === undefined ? name : `${name}.${property}`,
                found: `${decorator} from a second copy of class-transformer (${path})`,
                fix: 'Install one copy (`npm ls class-transformer` shows them), or import Type and Transform from @heddle/contract',
            });
}

/** Which classes a copy in a bundle has records of cannot be known, and it is there for a reason. */
function reportBundles(compilation: Compilation): void {
    const own = typeof __filename === 'string' ? __filename : '';
    const files = Object.keys(loadedModules()).filter((path) => isAbsolute(path) && !INSTALLED.test(path));
    for (const file of new Set([...files, own])) {
        // This copy itself may be in a bundle, along with the contracts: then the one in there is its own.
        if (bundledTransformers(file) <= (file === own ? 1 : 0)) continue;
        compilation.report({
            code: 'PACKAGE_DUPLICATE',
            where: file,
            found: 'a second copy of class-transformer in a bundle, whose decorators would have no effect',
            fix: KEEP_EXTERNAL,
        });
    }
}
