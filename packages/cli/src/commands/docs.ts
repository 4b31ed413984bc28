import { Command } from 'commander';
import type { Page } from '../reading/pages';
import { ConfigurationError } from '../reporting/command-error';
import type { ProcessHost } from '../serving/process-host';

/** Makes `heddle docs`, which prints the guides and the reference. */
export function createDocsCommand({ variables }: ProcessHost): Command {
    return new Command('docs')
        .description('Print a page of the documentation.')
        .argument('[page]', 'such as getting-started, or server for that command; default: list all pages')
        .action(async (given: string | undefined) => {
            const { readPages } = await import('../reading/pages.js');
            const pages = readPages();
            if (given === undefined) await listPages(pages);
            else await printPage(pages, given, variables);
        });
}

async function listPages(pages: readonly Page[]): Promise<void> {
    const { pageList } = await import('../reading/page-list.js');
    const { terminalWidth } = await import('../reading/show-page.js');
    const { writeOutput } = await import('../reporting/write-output.js');
    await writeOutput(pageList(pages, terminalWidth()));
}

async function printPage(pages: readonly Page[], given: string, variables: NodeJS.ProcessEnv): Promise<void> {
    const { findPage } = await import('../reading/pages.js');
    const page = findPage(pages, given);
    if (page === undefined) throw await unknownPage(pages, given);
    const { showPage } = await import('../reading/show-page.js');
    await showPage(page.text, variables);
}

async function unknownPage(pages: readonly Page[], given: string): Promise<ConfigurationError> {
    const { closest } = await import('../reading/closest.js');
    const names = pages.flatMap(({ name }) => [name, name.split('/').at(-1) ?? name]);
    const meant = closest(given, names);
    const suggestion = meant === undefined ? '' : ` (did you mean ${meant}?)`;
    return new ConfigurationError(`the documentation has no page ${given}${suggestion}: "heddle docs" lists all pages`);
}
