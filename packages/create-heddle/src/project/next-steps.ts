import { relative } from 'node:path';
import { sayAs } from '../tools/package-manager';
import type { ProjectPlan } from './write-project';

const INDENT = '    ';
const COMMAND_WIDTH = 18;

/** Says what there is, and what to do next, in lines of up to 80 characters where the name is not longer. */
export function describeNextSteps(
    { folder, name, template, packageManager }: ProjectPlan,
    { workingFolder, installed }: { readonly workingFolder: string; readonly installed: boolean },
): string {
    const way = relative(workingFolder, folder);
    const steps = [
        ...(way === '' ? [] : [[`cd ${/[\s'"$]/.test(way) ? JSON.stringify(way) : way}`]]),
        ...(installed ? [] : [[packageManager.install]]),
        ...template.firstScripts.map(([script, does]) => [
            sayAs(packageManager, script === 'test' ? 'npm test' : `npm run ${script}`),
            does,
        ]),
    ];
    const lines = steps.map(([command = '', does = '']) =>
        `${INDENT}${command.padEnd(COMMAND_WIDTH)}${does}`.trimEnd(),
    );
    return `\n${name} is there, made from the template ${template.name}. Next:\n\n${lines.join('\n')}\n\nREADME.md has the rest.\n`;
}
