import type { CommandLine } from './input/command-line';
import { DEFAULT_NAME, resolvePlace } from './input/project-name';
import { Questions } from './input/questions';
import { describeNextSteps } from './project/next-steps';
import { checkTarget } from './project/target-folder';
import { type Template, templateNamed, TEMPLATES } from './project/templates';
import { type ProjectPlan, writeProject } from './project/write-project';
import { CreateError } from './reporting/create-error';
import { initRepository } from './tools/git';
import { findPackageManager } from './tools/package-manager';
import { runTool } from './tools/run-tool';
import { VERSION } from './version';

/** Where the command runs, and who looks on. */
export interface Surroundings {
    readonly workingFolder: string;
    readonly variables: NodeJS.ProcessEnv;
    readonly input: NodeJS.ReadableStream;
    readonly output: NodeJS.WritableStream;
    /** Whether a person is there to answer. */
    readonly isInteractive: boolean;
}

/**
 * Makes a project: files, packages, a git repository.
 *
 * @throws CreateError with exit code 2 where nothing can be made of what was given, and 1 where the work failed
 */
export async function createProject(commandLine: CommandLine, surroundings: Surroundings): Promise<void> {
    const { workingFolder, variables, output } = surroundings;
    const { name, template } = await decide(commandLine, surroundings);
    const place = resolvePlace(name, workingFolder);
    checkTarget(place.folder);
    const plan: ProjectPlan = {
        ...place,
        template,
        packageManager: findPackageManager(variables),
        version: VERSION,
    };
    writeProject(plan);
    if (commandLine.git) await initRepository(plan.folder);
    if (commandLine.install) await install(plan, output);
    output.write(describeNextSteps(plan, { workingFolder, installed: commandLine.install }));
}

interface Decision {
    readonly name: string;
    readonly template: Template;
}

/** Asks a person for what is not given; where there is none to ask, the template may be left out, but not the name. */
async function decide(
    given: CommandLine,
    { isInteractive, input, output, workingFolder }: Surroundings,
): Promise<Decision> {
    const named = given.template === undefined ? undefined : templateNamed(given.template);
    if (given.name !== undefined) checkTarget(resolvePlace(given.name, workingFolder).folder);
    if (given.yes || !isInteractive) return decideAlone(given, named);
    if (given.name !== undefined && named !== undefined) return { name: given.name, template: named };
    using questions = new Questions(input, output);
    const name = given.name ?? (await questions.name(workingFolder));
    return { name, template: named ?? (await questions.template()) };
}

function decideAlone({ name, yes }: CommandLine, template: Template = TEMPLATES[0]): Decision {
    if (name === undefined && !yes) {
        throw new CreateError(
            2,
            `no name is given, and nobody is there to ask: write it, as in npm create heddle@latest ${DEFAULT_NAME}`,
        );
    }
    return { name: name ?? DEFAULT_NAME, template };
}

async function install({ folder, packageManager }: ProjectPlan, output: NodeJS.WritableStream): Promise<void> {
    output.write(`Installing packages in ${folder}\n`);
    const { exitCode } = await runTool(packageManager.install, folder, true);
    if (exitCode === 0) return;
    throw new CreateError(
        1,
        `${packageManager.install} failed in ${folder}; the files of the project are there. ` +
            `See what it says above, is there a network?, and run it there again`,
    );
}
