import { isBuiltin } from 'node:module';
import { candidateFiles, findImports, type ImportReference } from './find-imports';
import { isTestOnly, type Manifest, type SourceFile, type SourcePackage } from './source-files';

/**
 * Who may import whom. No arrow points back, and the peer side shares nothing with the chaincode side but the wire codec:
 * each is the check on the other.
 */
export const ARROWS: Readonly<Record<string, readonly string[]>> = {
    '@heddle/protocol': [],
    '@heddle/core': ['@heddle/protocol'],
    '@heddle/contract': ['@heddle/core'],
    '@heddle/fabric-contract-api': ['@heddle/contract', '@heddle/core', '@heddle/fabric-shim-api'],
    '@heddle/fabric-shim-api': [],
    '@heddle/fabric-shim': ['@heddle/contract', '@heddle/core', '@heddle/fabric-shim-api', 'heddle'],
    '@heddle/local-peer': ['@heddle/protocol'],
    '@heddle/client': [],
    '@heddle/journal': ['@heddle/protocol'],
    '@heddle/replay': ['@heddle/core', '@heddle/journal', '@heddle/local-peer', '@heddle/protocol'],
    '@heddle/testing': ['@heddle/contract', '@heddle/core', '@heddle/local-peer', '@heddle/protocol', '@heddle/replay'],
    heddle: ['@heddle/contract', '@heddle/core', '@heddle/journal', '@heddle/protocol'],
    '@heddle/dev': [
        '@heddle/core',
        '@heddle/journal',
        '@heddle/local-peer',
        '@heddle/protocol',
        '@heddle/replay',
        '@heddle/studio',
        '@heddle/testing',
        'heddle',
    ],
    // The page has all that it is made of in it, and is files to those who serve it.
    '@heddle/studio': [],
    '@heddle/eslint-plugin': [],
    // It makes projects that have the others, and needs none of them itself.
    'create-heddle': [],
    '@heddle/command-testing': [],
};

/** What tests of a package import beside that: no user needs it, and no source may. */
const TEST_ARROWS: Readonly<Record<string, readonly string[]>> = {
    heddle: ['@heddle/command-testing', '@heddle/local-peer'],
    '@heddle/dev': ['@heddle/command-testing'],
    'create-heddle': ['@heddle/command-testing'],
    '@heddle/fabric-contract-api': ['@heddle/local-peer', '@heddle/testing'],
    '@heddle/fabric-shim': ['@heddle/command-testing', '@heddle/local-peer'],
};

/** What a bundler puts into one file of the package: it is installed with it, and is no dependency of users. */
const BUNDLED = 'packages/studio/src/page/';

/** Lists every import that breaks the table, leaves its package or is not declared, one sentence each. */
export function checkImports(packages: readonly SourcePackage[], repository: Manifest): string[] {
    return packages.flatMap((member) => [
        ...checkManifest(member),
        ...member.files.flatMap((file) => checkFile(file, member, repository)),
    ]);
}

function checkManifest({ folder, manifest }: SourcePackage): string[] {
    const allowed = ARROWS[manifest.name];
    if (!allowed) return [`${folder}: ${manifest.name} is not in the table of packages`];
    return [...declaredForUsers(manifest)]
        .filter((name) => name in ARROWS && !allowed.includes(name))
        .map((name) => `${folder}/package.json: ${manifest.name} may not depend on ${name}`);
}

function checkFile(file: SourceFile, member: SourcePackage, repository: Manifest): string[] {
    return findImports(file).flatMap((reference) => {
        const problem = problemWith(reference, file, member, repository);
        return problem ? [`${file.path}:${reference.line} imports ${reference.specifier}: ${problem}`] : [];
    });
}

function problemWith(
    { specifier }: ImportReference,
    file: SourceFile,
    member: SourcePackage,
    repository: Manifest,
): string | undefined {
    if (specifier.startsWith('.')) return problemWithPath(specifier, file, member);
    if (isBuiltin(specifier)) return undefined;
    const name = packageName(specifier);
    if (name in ARROWS && !allowedFor(file.path, member.manifest.name).includes(name))
        return `${member.manifest.name} may not import it`;
    if (declaredForUsers(member.manifest).has(name)) return undefined;
    if (!isTestOnly(file.path) && !file.path.startsWith(BUNDLED)) return 'not in dependencies or peerDependencies';
    return declaredForTests(member.manifest, repository).has(name) ? undefined : 'not in any dependencies';
}

function problemWithPath(specifier: string, file: SourceFile, member: SourcePackage): string | undefined {
    const candidates = candidateFiles(file.path, specifier);
    if (isTestOnly(file.path) && candidates.some((path) => isSharedSuite(path, member.manifest.name))) return undefined;
    if (candidates.some((path) => !path.startsWith(`${member.folder}/`))) return `it leaves ${member.folder}`;
    if (!isTestOnly(file.path) && candidates.some(isTestOnly)) return 'it is there for tests alone';
    return undefined;
}

/** A suite of a package along the arrows, which is not published: every implementation passes it, wherever it lives. */
function isSharedSuite(path: string, name: string): boolean {
    const [, folder] = /^packages\/([^/]+)\/dist\/.*\.suite\.ts$/.exec(path) ?? [];
    return folder !== undefined && (ARROWS[name] ?? []).includes(`@heddle/${folder}`);
}

/** Sources import what an arrow leads to; tests also what lies further along the arrows. */
function allowedFor(path: string, name: string): readonly string[] {
    const direct = ARROWS[name] ?? [];
    if (!isTestOnly(path)) return direct;
    return [...direct, ...(TEST_ARROWS[name] ?? []), ...direct.flatMap((next) => allowedFor(path, next))];
}

/** `@scope/name/path` → `@scope/name`, `name/path` → `name`. */
function packageName(specifier: string): string {
    return specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
}

function declaredForUsers({ dependencies, peerDependencies }: Manifest): ReadonlySet<string> {
    return new Set(Object.keys({ ...dependencies, ...peerDependencies }));
}

/** The test tools (jest, fast-check) are declared once, at the top of the repository. */
function declaredForTests(manifest: Manifest, repository: Manifest): ReadonlySet<string> {
    return new Set(Object.keys({ ...manifest.devDependencies, ...repository.devDependencies }));
}
