import { Command } from 'commander';
import type { ErrorGroup } from '../reading/error-catalogue';
import { ConfigurationError } from '../reporting/command-error';
import type { ProcessHost } from '../serving/process-host';

/** Makes `heddle explain`, which says what a code means and what to do. */
export function createExplainCommand({ variables }: ProcessHost): Command {
    return new Command('explain')
        .description('Say what the code of an error means, and what to do about it.')
        .argument('[code]', 'such as ACCESS_DENIED; default: list all codes')
        .action(async (given: string | undefined) => {
            const { readErrorGroups, errorIndex } = await import('../reading/error-catalogue.js');
            const { showPage } = await import('../reading/show-page.js');
            const groups = readErrorGroups();
            await showPage(given === undefined ? errorIndex(groups) : await pageOf(given, groups), variables);
        });
}

async function pageOf(given: string, groups: readonly ErrorGroup[]): Promise<string> {
    const { codesOf, errorPage } = await import('../reading/error-catalogue.js');
    // As it is copied from a message, or typed.
    const code = given
        .replace(/^\W+|\W+$/g, '')
        .toUpperCase()
        .replaceAll('-', '_');
    const page = errorPage(groups, code);
    if (page !== undefined) return page;
    const { closest } = await import('../reading/closest.js');
    const meant = closest(code, codesOf(groups));
    const suggestion = meant === undefined ? '' : ` (did you mean ${meant}?)`;
    throw new ConfigurationError(
        `Heddle has no error with the code ${given}${suggestion}: "heddle explain" lists all codes`,
    );
}
