import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readManifest } from '../input/package-entry';

/**
 * Whether a file says that it is an ES module: by its ending, or by the `type` of the package.json that is nearest, as Node
 * looks for it. Without either, Node looks at the text.
 *
 * @param file absolute
 * @throws ConfigurationError if that package.json cannot be read
 */
export function isEsModule(file: string): boolean {
    const [, letter] = /\.([cm]?)[jt]s$/.exec(file) ?? [];
    if (letter !== '') return letter === 'm';
    const folder = packageFolderOf(file);
    return folder !== undefined && readManifest(folder).type === 'module';
}

/** The folder of the nearest package.json; undefined if there is none below `node_modules`, or at all. */
function packageFolderOf(file: string): string | undefined {
    let folder = dirname(file);
    while (basename(folder) !== 'node_modules') {
        if (existsSync(join(folder, 'package.json'))) return folder;
        if (dirname(folder) === folder) return undefined;
        folder = dirname(folder);
    }
    return undefined;
}
