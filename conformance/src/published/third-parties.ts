import { cpSync, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { type Manifest, ROOT } from '../repository/source-files';

const WORD = `node_modules${sep}`;

/**
 * Copies the declarations of packages, and of all that they depend on, into a `node_modules`: copied and not linked, since
 * a link would lead the compiler back into this repository.
 *
 * @param folder a package; what is installed in it comes before what is installed in this repository
 */
export function copyDeclarations(names: Iterable<string>, folder: string, modules: string): void {
    const copied = new Set<string>();
    const copy = (name: string, from: string): void => {
        const found = find(name, from, folder);
        if (found === undefined || copied.has(found)) return;
        copied.add(found);
        const target = join(modules, found.slice(found.indexOf(WORD) + WORD.length));
        cpSync(found, target, { recursive: true, filter: isDeclaration });
        const { dependencies = {} } = JSON.parse(readFileSync(join(found, 'package.json'), 'utf8')) as Manifest;
        for (const dependency of Object.keys(dependencies)) copy(dependency, found);
    };
    for (const name of names) copy(name, folder);
}

/** Where Node finds a package that `from` asks for; what lies flat in this repository may be replaced by the compiler's own. */
function find(name: string, from: string, folder: string): string | undefined {
    for (let at = from; at !== dirname(ROOT); at = dirname(at)) {
        const found = join(at, 'node_modules', name);
        if (at === ROOT && existsSync(join(folder, 'node_modules', name))) return join(folder, 'node_modules', name);
        if (existsSync(found)) return found;
    }
    return undefined;
}

function isDeclaration(path: string): boolean {
    if (statSync(path).isDirectory()) return !relative(ROOT, path).endsWith(`${sep}node_modules`);
    return /(\.d\.[cm]?ts|package\.json)$/.test(path);
}
