import { isBuiltin } from 'node:module';
import { basename, resolve } from 'node:path';
import { CreateError } from '../reporting/create-error';

/** Where a project is made, and what it is called. */
export interface ProjectPlace {
    /** Absolute. */
    readonly folder: string;
    /** Of package.json. */
    readonly name: string;
}

export const DEFAULT_NAME = 'my-contract';

/**
 * What both npm and Fabric take: npm wants lower case, and Fabric no dots and no dashes at the ends, since
 * `heddle dev` and `heddle package` name the chaincode after the package (fabric, core/chaincode/lifecycle/scc.go,
 * ChaincodeNameRegExp).
 */
const NAME = /^[a-z0-9]+(?:[-_][a-z0-9]+)*$/;
const SCOPED = /^(@[a-z0-9][a-z0-9-_.]*)\/([^/\\]+)$/;
/** npm, validate-npm-package-name. */
const LONGEST = 214;

/**
 * Finds where a project is made: `NAME`, `@scope/NAME`, `path/to/NAME`, or `.` for the folder itself.
 *
 * @throws CreateError for a name that npm or Fabric would refuse
 */
export function resolvePlace(given: string, workingFolder: string): ProjectPlace {
    const [, scope, scopedName] = SCOPED.exec(given) ?? [];
    const folder = resolve(workingFolder, scopedName ?? given);
    const name = basename(folder);
    const problem = given.trim() === '' ? 'it is empty' : problemOf(name);
    if (problem !== undefined) throw new CreateError(2, `"${given}" is no name of a project: ${problem}`);
    return { folder, name: scope === undefined ? name : `${scope}/${name}` };
}

function problemOf(name: string): string | undefined {
    if (name.length > LONGEST) return `npm takes names of up to ${LONGEST} characters`;
    if (!NAME.test(name))
        return `npm and Fabric take lower-case letters, digits, and - or _ between them${suggestion(name)}`;
    const owner = ownerOf(name);
    return owner === undefined ? undefined : `${owner}${suggestion(name)}`;
}

function ownerOf(name: string): string | undefined {
    if (isBuiltin(name)) return 'Node.js has a module of that name';
    return name === 'node_modules' ? 'npm keeps packages under that name' : undefined;
}

function suggestion(name: string): string {
    const better = name
        .normalize('NFKD')
        .replaceAll(/\p{M}/gu, '')
        .toLowerCase()
        .replaceAll(/[^a-z0-9_]+/g, '-')
        .replaceAll(/_+/g, '_')
        .replaceAll(/-?_-?/g, '_')
        .replaceAll(/^[-_]+|[-_]+$/g, '');
    if (!NAME.test(better)) return '';
    return `: "${ownerOf(better) === undefined ? better : `${better}-contract`}" would do`;
}
