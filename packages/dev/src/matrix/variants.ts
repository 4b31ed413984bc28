import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigurationError, reasonOf } from 'heddle/command';
import type { Circumstances } from './circumstances';

/** The options of `heddle matrix`, as they were given. */
export interface MatrixOptions {
    readonly node?: string;
    readonly nodePath?: readonly string[];
    readonly env?: readonly string[];
    readonly flag?: readonly string[];
    readonly stack?: string;
    readonly heap?: string;
    readonly held?: string;
    readonly machine?: string;
    readonly cwd?: string;
    readonly moved?: boolean;
    readonly gc?: boolean;
    readonly engine?: boolean;
    readonly all?: boolean;
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
    readonly circumstances: Circumstances;
    /** Default: the package's. */
    readonly currentFolder?: string;
    /** Whether it loads a copy of the package, in another place. */
    readonly isMoved?: boolean;
}

/** What `--all` stands for: everything that another machine may have, besides another version of Node. */
const ALL = {
    // Not of whole hours, and of another calendar day for a quarter of it.
    env: ['TZ=Asia/Kathmandu', 'LC_ALL=tr_TR.UTF-8', 'LC_ALL=sv_SE.UTF-8'],
    stack: '250',
    held: '128',
    machine: 'another-machine',
    moved: true,
    gc: true,
    engine: true,
} as const;

/**
 * The variants that were asked for, and before them the one that they are compared with.
 * @param own a folder to make empty ones in
 * @throws ConfigurationError
 */
export function resolveVariants(options: MatrixOptions, own: string): readonly [Variant, ...Variant[]] {
    const [node = process.execPath, ...others] = nodesOf(options);
    const asked = options.all === true ? withAll(options, own) : options;
    const plain = plainOf(node);
    const variants = [
        ...others.map(plainOf),
        ...VARIED.flatMap((vary) => vary(asked).map((how) => ({ ...plain, ...how }))),
    ];
    if (variants.length === 0)
        throw new ConfigurationError(
            'there is nothing to compare with: name another --node, or give --all, --env, --stack or another of its options',
        );
    return [plain, ...variants];
}

function withAll(options: MatrixOptions, own: string): MatrixOptions {
    const cwd = join(own, 'empty');
    mkdirSync(cwd);
    return { ...ALL, cwd, ...options, env: [...ALL.env, ...(options.env ?? [])] };
}

function plainOf(node: string): Variant {
    return { name: `node ${versionOf(node)}`, node, flags: [], variables: {}, circumstances: {} };
}

type Varied = Pick<Variant, 'name'> & Partial<Variant>;

/** Each option of the command by what it varies, in the order of the report. */
const VARIED: readonly ((options: MatrixOptions) => readonly Varied[])[] = [
    ({ env = [] }) => env.map((given) => ({ name: given, variables: variableOf(given) })),
    ({ flag = [] }) => flag.map((given) => ({ name: `--flag ${given}`, flags: [flagOf(given)] })),
    ({ stack }) => limited('--stack', stack, (kilobytes) => ({ flags: [`--stack-size=${kilobytes}`] })),
    ({ heap }) => limited('--heap', heap, (megabytes) => ({ flags: [`--max-old-space-size=${megabytes}`] })),
    ({ held }) => limited('--held', held, (heldMegabytes) => ({ circumstances: { heldMegabytes } })),
    ({ machine }) => (machine === undefined ? [] : [machineOf(machine)]),
    ({ cwd }) => (cwd === undefined ? [] : [{ name: `--cwd ${cwd}`, currentFolder: folderOf(cwd) }]),
    ({ moved }) => (moved === true ? [{ name: '--moved', isMoved: true }] : []),
    ({ gc }) => (gc === true ? [{ name: '--gc', flags: ['--expose-gc'], circumstances: { isCollecting: true } }] : []),
    ({ engine }) => (engine === true ? [{ name: '--engine', circumstances: { isOtherEngine: true } }] : []),
];

/** What runs them, the first to compare with: this process's Node, unless --node begins with another version. */
function nodesOf({ node, nodePath = [], download = false }: MatrixOptions): string[] {
    if (node === undefined) return [process.execPath, ...nodePath];
    const known = [process.execPath, ...nodePath].map((path) => ({ path, version: versionOf(path) }));
    const wantedOnes = node.split(',').map((asked) => asked.trim());
    refuseUnwanted(known.slice(1), wantedOnes);
    return wantedOnes.map((wanted) => {
        const found = known.find(({ version }) => isOf(wanted, version));
        if (found !== undefined) return found.path;
        if (download) return downloaded(wanted);
        throw new ConfigurationError(
            `--node names ${wanted}, which is not at hand: give --node-path its binary, or allow --download`,
        );
    });
}

/** @throws ConfigurationError for a binary of a version that --node does not name */
function refuseUnwanted(
    given: readonly { readonly path: string; readonly version: string }[],
    wanted: readonly string[],
): void {
    const other = given.find(({ version }) => !wanted.some((one) => isOf(one, version)));
    if (other === undefined) return;
    throw new ConfigurationError(
        `--node-path ${other.path} has no effect: it is ${other.version}, which --node does not name; add it there, or leave one of them out`,
    );
}

/** Whether `24` or `24.1` names 24.1.0. */
function isOf(wanted: string, version: string): boolean {
    return version === wanted || version.startsWith(`${wanted}.`);
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

function flagOf(given: string): string {
    if (/^--[a-z]/.test(given)) return given;
    throw new ConfigurationError(`--flag is ${JSON.stringify(given)}: give a flag of Node, such as --flag=--jitless`);
}

function limited(option: string, given: string | undefined, variantOf: (limit: number) => Partial<Variant>): Varied[] {
    if (given === undefined) return [];
    if (!/^[1-9]\d{0,6}$/.test(given))
        throw new ConfigurationError(`${option} is ${JSON.stringify(given)}: give a whole number, 1 at least`);
    return [{ ...variantOf(Number(given)), name: `${option} ${given}` }];
}

function machineOf(machine: string): Varied {
    // Containers and shells have the name in a variable, too.
    return { name: `--machine ${machine}`, variables: { HOSTNAME: machine }, circumstances: { machine } };
}

function folderOf(given: string): string {
    const folder = resolve(given);
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return folder;
    throw new ConfigurationError(`--cwd is ${given}, which is no folder: give one that is there`);
}
