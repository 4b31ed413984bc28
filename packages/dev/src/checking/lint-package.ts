import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ConfigurationError } from 'heddle/command';

/** What @heddle/eslint-plugin is asked, in the form of its `runCheck`. */
export interface CheckRequest {
    readonly folder: string;
    readonly format?: string | undefined;
    readonly strict?: boolean | undefined;
    readonly maxWarnings?: number | undefined;
    readonly rules?: readonly string[] | undefined;
    readonly baseline?: string | undefined;
    readonly writeBaseline?: boolean | undefined;
    readonly access?: boolean | undefined;
}

export interface CheckAnswer {
    readonly output: string;
    readonly problem?: string;
    readonly notes?: readonly string[];
    readonly exitCode: 0 | 1 | 2;
}

/** The part of the plugin that `heddle check` runs. It is loaded where it is installed, since it brings a compiler along. */
export interface LintPackage {
    runCheck(request: CheckRequest): CheckAnswer;
}

const NAME = '@heddle/eslint-plugin';

/**
 * Loads the plugin as the checked package would, or else as this one.
 *
 * @throws ConfigurationError with the line that installs it
 */
export function loadLintPackage(folder: string): LintPackage {
    for (const from of [folder, process.cwd(), __dirname]) {
        const require = createRequire(join(from, 'package.json'));
        const file = resolve(require);
        if (file !== undefined) return require(file) as LintPackage;
    }
    throw new ConfigurationError(
        `heddle check needs ${NAME}, which is not installed: run "npm install --save-dev ${NAME}"`,
    );
}

function resolve(require: NodeJS.Require): string | undefined {
    try {
        return require.resolve(`${NAME}/check`);
    } catch {
        return undefined;
    }
}
