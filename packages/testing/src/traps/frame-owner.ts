import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Frame } from './stack';

/** Whose code a frame is. */
export type Owner =
    /** The author of the contract. */
    | { readonly kind: 'author' }
    /** Heddle. */
    | { readonly kind: 'heddle' }
    | { readonly kind: 'node'; readonly isLoader: boolean }
    | { readonly kind: 'package'; readonly name: string };

const HEDDLE = new Set([
    'heddle',
    ...['protocol', 'core', 'contract', 'local-peer', 'testing', 'dev', 'client'].map((name) => `@heddle/${name}`),
    ...['fabric-contract-api', 'fabric-shim', 'fabric-shim-api'].map((name) => `@heddle/${name}`),
]);

/** The tests of Heddle's own packages are an author's code; none of them is published. */
const OF_TESTS = /\.(?:test|suite)\.[cm]?[jt]s$|[\\/](?:dist|src)[\\/](?:[\w-]+[\\/])?(?:testing|corpus|faults)[\\/]/;
const IN_PACKAGE = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;

const packageNames = new Map<string, string | undefined>();

/** Tells whose code it is. Reads files: to be called where no source is trapped. */
export function ownerOf({ file }: Frame): Owner {
    if (file.startsWith('node:')) return { kind: 'node', isLoader: file.startsWith('node:internal/modules') };
    const installed = IN_PACKAGE.exec(file)?.[1]?.replace('\\', '/');
    const name = installed ?? packageNameIn(dirname(file));
    if (name !== undefined && HEDDLE.has(name)) return OF_TESTS.test(file) ? { kind: 'author' } : { kind: 'heddle' };
    return installed === undefined ? { kind: 'author' } : { kind: 'package', name: installed };
}

/** What the nearest package.json calls itself. */
function packageNameIn(folder: string): string | undefined {
    if (packageNames.has(folder)) return packageNames.get(folder);
    const manifest = join(folder, 'package.json');
    const above = dirname(folder);
    const found = existsSync(manifest) ? nameIn(manifest) : undefined;
    const name = found ?? (above === folder ? undefined : packageNameIn(above));
    packageNames.set(folder, name);
    return name;
}

/** Undefined for a package.json that only says of which kind its modules are. */
function nameIn(manifest: string): string | undefined {
    try {
        const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly name?: unknown };
        return typeof name === 'string' ? name : undefined;
    } catch {
        return undefined;
    }
}
