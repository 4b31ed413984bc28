import { execFileSync } from 'node:child_process';
import { ConfigurationError, reasonOf } from 'heddle/command';

/** The options of `heddle matrix`, as they were given. */
export interface MatrixOptions {
    readonly node?: string;
    readonly nodePath?: readonly string[];
    readonly env?: readonly string[];
    readonly stack?: string;
    readonly heap?: string;
    readonly download?: boolean;
    readonly calls?: string;
}

/** How a process differs that runs the calls. */
export interface Variant {
    /** For people: `node 24.1.0`, `TZ=Asia/Tokyo`. */
    readonly name: string;
    readonly node: string;
    readonly flags: readonly string[];
    readonly variables: Readonly<Record<string, string>>;
}

/** The variants that were asked for, and before them the one that they are compared with. @throws ConfigurationError */
export function resolveVariants(options: MatrixOptions): readonly [Variant, ...Variant[]] {
    const binaries = nodesOf(options);
    const [node = process.execPath, ...others] = binaries;
    const plain = (path: string): Variant => ({
        name: `node ${versionOf(path)}`,
        node: path,
        flags: [],
        variables: {},
    });
    const variants = [
        ...others.map(plain),
        ...(options.env ?? []).map((given) => ({ ...plain(node), name: given, variables: variableOf(given) })),
        ...limitOf(options.stack, '--stack', (kilobytes) => `--stack-size=${kilobytes}`, plain(node)),
        ...limitOf(options.heap, '--heap', (megabytes) => `--max-old-space-size=${megabytes}`, plain(node)),
    ];
    if (variants.length === 0)
        throw new ConfigurationError(
            'there is nothing to compare with: name another --node, or give --env, --stack or --heap',
        );
    return [plain(node), ...variants];
}

/** What runs them, the first to compare with: this process's Node, unless --node begins with another version. */
function nodesOf({ node, nodePath = [], download = false }: MatrixOptions): string[] {
    if (node === undefined) return [process.execPath, ...nodePath];
    const known = [process.execPath, ...nodePath].map((path) => ({ path, version: versionOf(path) }));
    return node.split(',').map((asked) => {
        const wanted = asked.trim();
        const found = known.find(({ version }) => version === wanted || version.startsWith(`${wanted}.`));
        if (found !== undefined) return found.path;
        if (download) return downloaded(wanted);
        throw new ConfigurationError(
            `--node names ${wanted}, which is not at hand: give --node-path its binary, or allow --download`,
        );
    });
}

function downloaded(version: string): string {
    if (!/^\d+(?:\.\d+){0,2}$/.test(version))
        throw new ConfigurationError(`--node names ${version}: give a version, such as 24`);
    try {
        const args = ['--yes', `--package=node@${version}`, '--', 'node', '-p', 'process.execPath'];
        return execFileSync('npx', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
    } catch (cause) {
        const remedy = 'give --node-path a binary of it';
        throw new ConfigurationError(`node ${version} cannot be downloaded (${reasonOf(cause)}): ${remedy}`, { cause });
    }
}

function versionOf(path: string): string {
    if (path === process.execPath) return process.versions.node;
    try {
        return execFileSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8', stdio: 'pipe' }).trim();
    } catch (cause) {
        throw new ConfigurationError(`--node-path is ${path}, which is no Node (${reasonOf(cause)})`, { cause });
    }
}

function variableOf(given: string): Record<string, string> {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(given) ?? [];
    if (name === undefined || value === undefined)
        throw new ConfigurationError(`--env is ${JSON.stringify(given)}: give a variable, such as TZ=Asia/Tokyo`);
    return { [name]: value };
}

function limitOf(
    given: string | undefined,
    option: string,
    flagOf: (limit: string) => string,
    plain: Variant,
): Variant[] {
    if (given === undefined) return [];
    if (!/^[1-9]\d{0,6}$/.test(given))
        throw new ConfigurationError(`${option} is ${JSON.stringify(given)}: give a whole number, 1 at least`);
    return [{ ...plain, name: `${option} ${given}`, flags: [flagOf(given)] }];
}
