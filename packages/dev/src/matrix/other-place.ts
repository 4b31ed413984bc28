import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, parse, relative } from 'node:path';

const NODE_MODULES = 'node_modules';
/** What a package is not made of. */
const LEFT_OUT: ReadonlySet<string> = new Set([NODE_MODULES, '.git', 'coverage']);

/**
 * Copies a package to another place, where it finds the same installed packages: its own ones and those of the folders
 * above, as in a workspace.
 * @param place an empty folder
 * @returns the folder of the copy
 */
export function copyPackage(folder: string, place: string): string {
    const above = ancestorsOf(folder).filter((one) => existsSync(join(one, NODE_MODULES)));
    const top = above.at(-1) ?? folder;
    const copy = join(place, 'elsewhere', relative(top, folder));
    cpSync(folder, copy, { recursive: true, filter: (file) => file === folder || !LEFT_OUT.has(basename(file)) });
    for (const one of above) {
        const at = join(place, 'elsewhere', relative(top, one));
        mkdirSync(at, { recursive: true });
        symlinkSync(join(one, NODE_MODULES), join(at, NODE_MODULES), 'junction');
    }
    return copy;
}

/** The folder itself first. */
function ancestorsOf(folder: string): string[] {
    const { root } = parse(folder);
    const found = [folder];
    for (let at = folder; at !== root; at = dirname(at)) found.push(dirname(at));
    return found;
}
