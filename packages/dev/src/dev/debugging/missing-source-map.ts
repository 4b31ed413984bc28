import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPackageEntry } from 'heddle/command';

/** Says what to do where a debugger would show what a compiler wrote; undefined where it shows the author's source. */
export function missingSourceMap(folder: string): string | undefined {
    const config = join(folder, 'tsconfig.json');
    if (!existsSync(config)) return undefined;
    const { file } = findPackageEntry(folder);
    if (readFileSync(file, 'utf8').includes('//# sourceMappingURL=')) return undefined;
    return `${file} has no source map, and debuggers show it in place of your TypeScript: set "sourceMap": true in ${config}`;
}
