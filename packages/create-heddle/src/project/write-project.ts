import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CreateError, reasonOf } from '../reporting/create-error';
import { type PackageManager, sayAs } from '../tools/package-manager';
import { folderOf, type Template } from './templates';

/** What a project is made of. */
export interface ProjectPlan {
    /** Absolute. */
    readonly folder: string;
    readonly name: string;
    readonly template: Template;
    readonly packageManager: PackageManager;
    /** Of Heddle: that of this package, with which all the others are published. */
    readonly version: string;
}

interface ProjectManifest {
    readonly name: string;
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly devDependencies?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
}

const PACKAGE_MANAGERS = join(__dirname, '..', '..', 'package-managers');
const MANIFEST = 'package.json';

/** npm leaves files of this name out of packages. */
const RENAMED: Readonly<Record<string, string>> = { _gitignore: '.gitignore' };

/** Where commands of a package manager stand. */
const SPEAKS_OF_NPM = /(^|\/)(README\.md|Dockerfile|ci\.yml|tasks\.json|connection\.ts)$/;

/**
 * Writes the files of a project: those of its template, in which the template's name becomes the project's, and those of
 * the package manager. Where that fails, what it wrote is removed.
 *
 * @returns the names of the files
 * @throws CreateError where the disk does not take them, or the name is that of a package that the project needs
 */
export function writeProject(plan: ProjectPlan): string[] {
    const contents = new Map([...contentsOf(folderOf(plan.template)), ...contentsOf(packageManagerFolder(plan))]);
    const manifest = JSON.parse(contents.get(MANIFEST) ?? '{}') as ProjectManifest;
    checkName(plan, manifest);
    const files = Array.from(contents, ([name, text]): [string, string] => [
        name,
        name === MANIFEST ? manifestText(manifest, plan) : textOf(name, text, manifest.name, plan),
    ]);
    write(plan.folder, files);
    return files.map(([name]) => name);
}

function packageManagerFolder({ packageManager }: ProjectPlan): string {
    return join(PACKAGE_MANAGERS, packageManager.name);
}

/** The files below a folder, by the names that they have in a project; npm needs none of its own. */
function contentsOf(folder: string): [name: string, text: string][] {
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((path) => isOfTemplate(path) && statSync(join(folder, path)).isFile())
        .map((path) => [RENAMED[path] ?? path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8')]);
}

/** In a checkout somebody may have built a template in its place. */
function isOfTemplate(path: string): boolean {
    return !/(^|[\\/])(node_modules|dist)([\\/]|$)/.test(path);
}

function checkName({ name }: ProjectPlan, { dependencies, devDependencies }: ProjectManifest): void {
    if (name in { ...dependencies, ...devDependencies })
        throw new CreateError(2, `"${name}" is a package that the project needs: choose another name`);
}

function manifestText(manifest: ProjectManifest, { name, packageManager, version }: ProjectPlan): string {
    const { declaration } = packageManager;
    const written = {
        ...manifest,
        name,
        ...(declaration !== undefined && { packageManager: declaration }),
        dependencies: withVersion(manifest.dependencies, version),
        devDependencies: withVersion(manifest.devDependencies, version),
    };
    return `${JSON.stringify(written, undefined, 4)}\n`;
}

/** Templates leave the versions of our packages open. */
function withVersion(
    dependencies: Readonly<Record<string, string>> | undefined,
    version: string,
): Record<string, string> {
    return Object.fromEntries(
        Object.entries(dependencies ?? {}).map(([name, range]) => [name, range === '*' ? `^${version}` : range]),
    );
}

function textOf(file: string, text: string, templateName: string, { name, packageManager }: ProjectPlan): string {
    const named = text.replaceAll(templateName, () => name);
    return SPEAKS_OF_NPM.test(file) ? sayAs(packageManager, named) : named;
}

function write(folder: string, files: readonly [name: string, text: string][]): void {
    const isNew = !existsSync(folder);
    try {
        for (const [name, text] of files) {
            mkdirSync(dirname(join(folder, name)), { recursive: true });
            writeFileSync(join(folder, name), text, { flag: 'wx' });
        }
    } catch (error) {
        remove(isNew ? [folder] : files.map(([name]) => join(folder, name)));
        throw new CreateError(
            1,
            `${folder} cannot be written: ${reasonOf(error)}. Nothing was made; choose a folder that takes files`,
            { cause: error },
        );
    }
}

/** What cannot be removed was not written, or is told of by what is thrown next. */
function remove(paths: readonly string[]): void {
    for (const path of paths) {
        try {
            rmSync(path, { recursive: true, force: true });
        } catch {
            // the disk takes no changes
        }
    }
}
