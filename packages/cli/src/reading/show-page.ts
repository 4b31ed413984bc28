import { openTerminal, paint } from '../reporting/terminal';
import { writeOutput } from '../reporting/write-output';
import { renderPage } from './render-page';

/** Longer lines are hard to read, however wide a terminal is. */
const WIDEST = 100;
/** Of a terminal that does not say. */
const USUAL = 80;

/** How many characters a line of a terminal should have; undefined if standard output is not one. */
export function terminalWidth(): number | undefined {
    const { isTTY, columns } = process.stdout;
    return isTTY ? Math.min(columns > 0 ? columns : USUAL, WIDEST) : undefined;
}

/** Writes a page to standard output: laid out on a terminal, and as Markdown elsewhere. */
export async function showPage(markdown: string, variables: NodeJS.ProcessEnv): Promise<void> {
    const width = terminalWidth();
    if (width === undefined) {
        await writeOutput(markdown);
        return;
    }
    const terminal = openTerminal(variables);
    await writeOutput(renderPage(markdown, { width, heading: (text) => paint(terminal, 'bold', text) }));
}
