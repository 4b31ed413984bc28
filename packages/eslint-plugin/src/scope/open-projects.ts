import { existsSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { findConfiguration } from './create-program';
import { type OpenedFile, OpenProject } from './open-project';
import { isTestFile } from './project';

const OPEN = new Map<string, OpenProject>();
/** What ESLint hands to all rules that look at a text, and what came of that. */
const OPENED = new WeakMap<object, OpenedFile | undefined>();

/**
 * Opens a file in its project, with the text that it has in the editor. The disk is asked once for all rules.
 *
 * @param look one object for each time that a text is looked at
 * @returns undefined for a file in which nothing can be reported
 */
export function openFile(given: string, text: string, look: object): OpenedFile | undefined {
    if (!OPENED.has(look)) OPENED.set(look, openInProject(sep === '/' ? given : given.replaceAll(sep, '/'), text));
    return OPENED.get(look);
}

function openInProject(fileName: string, text: string): OpenedFile | undefined {
    const configFile = findConfiguration(dirname(fileName));
    const folder = configFile === undefined ? findPackage(dirname(fileName)) : dirname(configFile);
    if (isTestFile(fileName, folder)) return undefined;
    const project = OPEN.get(folder) ?? new OpenProject(folder, configFile);
    OPEN.set(folder, project);
    // Transactions run in classes and in what those import: another file, such as a script, is not read.
    return project.has(fileName) || /\bclass\b/.test(text) ? project.open(fileName, text) : undefined;
}

/** The folder of the nearest package.json, else the file's own. */
function findPackage(folder: string): string {
    for (let at = folder; at !== dirname(at); at = dirname(at)) if (existsSync(resolve(at, 'package.json'))) return at;
    return folder;
}
