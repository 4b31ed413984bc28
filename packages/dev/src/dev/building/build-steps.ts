import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { PackageManifest } from 'heddle/command';

/** As npm runs `npm run build`. */
const SCRIPTS = ['prebuild', 'build', 'postbuild'];

/**
 * Finds how a package is built: by its own script, else by its own TypeScript compiler.
 *
 * @returns commands for the shell, one after the other; no commands for a package that is run without a build
 */
export function findBuildSteps(folder: string, { scripts }: PackageManifest): string[] {
    const commands = SCRIPTS.map((name) => scriptOf(scripts, name));
    if (commands[1] !== undefined) return commands.filter((command) => command !== undefined);
    return existsSync(join(folder, 'tsconfig.json')) && hasTypeScript(folder) ? ['tsc --project .'] : [];
}

function scriptOf(scripts: unknown, name: string): string | undefined {
    if (typeof scripts !== 'object' || scripts === null) return undefined;
    const script: unknown = (scripts as Readonly<Record<string, unknown>>)[name];
    return typeof script === 'string' ? script : undefined;
}

function hasTypeScript(folder: string): boolean {
    try {
        createRequire(join(folder, 'package.json')).resolve('typescript/package.json');
        return true;
    } catch {
        return false;
    }
}
