import { defaultMetadataStorage } from 'class-transformer/cjs/storage';
import type { Compilation } from './compilation';
import { typedProperties } from './transformer-metadata';

const STORAGE = /[\\/]class-transformer[\\/]cjs[\\/]storage\.js$/;

/**
 * Reports classes whose `@Type` comes from another installed copy of class-transformer: each copy keeps its own records,
 * so that this one would not see them. (class-validator's copies share one storage, and work together.)
 */
export function reportDuplicatePackages(compilation: Compilation): void {
    for (const path of Object.keys(require.cache)) {
        const storage = STORAGE.test(path) ? foreignStorage(require.cache[path]?.exports) : undefined;
        if (storage !== undefined) reportTypesOf(storage, path, compilation);
    }
}

function foreignStorage(loaded: unknown): object | undefined {
    const storage: unknown =
        typeof loaded === 'object' && loaded !== null && Reflect.get(loaded, 'defaultMetadataStorage');
    const isForeign = typeof storage === 'object' && storage !== null && storage !== defaultMetadataStorage;
    return isForeign ? storage : undefined;
}

function reportTypesOf(storage: object, path: string, compilation: Compilation): void {
    for (const { name, target } of compilation.shapes) {
        const [property] = typedProperties(target, storage);
        if (property === undefined) continue;
        compilation.report({
            code: 'PACKAGE_DUPLICATE',
            where: `${name}.${property}`,
            found: `@Type from a second copy of class-transformer (${path})`,
            fix: 'Install one copy (`npm ls class-transformer` shows them), or import Type from @heddle/contract',
        });
    }
}
