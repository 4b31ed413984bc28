import { join } from 'node:path';
import { CreateError } from '../reporting/create-error';

/** A folder of files that a project begins as. */
export interface Template {
    /** Of its folder below `templates`. */
    readonly name: string;
    /** What the project has, in a few words. */
    readonly description: string;
    /** Scripts to try first, with what they do. */
    readonly firstScripts: readonly (readonly [script: string, does: string])[];
}

const DEV = ['dev', 'runs the contract on a network of its own'] as const;
const TEST = ['test', 'tests it on an embedded peer'] as const;
const LINT = ['lint', 'looks for mistakes'] as const;

/** The default comes first. */
export const TEMPLATES: readonly [Template, ...Template[]] = [
    {
        name: 'typescript',
        description: 'a contract with tests, lint, a client, an image and CI',
        firstScripts: [DEV, TEST, LINT, ['client', 'calls it, while "dev" runs in another terminal']],
    },
    {
        name: 'javascript',
        description: 'a contract with tests, lint, an image and CI, without a build',
        firstScripts: [DEV, TEST, LINT],
    },
    { name: 'minimal', description: 'a contract in TypeScript, and nothing else', firstScripts: [DEV] },
];

const NAMES = TEMPLATES.map(({ name }) => name).join(', ');

/** Where the files of a template are, in the package as in the repository. */
export function folderOf({ name }: Template): string {
    return join(__dirname, '..', '..', 'templates', name);
}

/** @throws CreateError where there is no template of that name */
export function templateNamed(name: string): Template {
    const found = TEMPLATES.find((template) => template.name === name);
    if (found === undefined)
        throw new CreateError(2, `--template: there is no template "${name}": there are ${NAMES}; choose one of these`);
    return found;
}
