import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { HEDDLE, runProgram } from './harness/run-program';
import { ROOT } from './repository/source-files';

const FOLDER = join(ROOT, 'docs', 'reference', 'cli');
const PAGES = readdirSync(FOLDER).filter((name) => name !== 'README.md');
const COMMANDS = [
    ...PAGES.map((name) => name.replace(/\.md$/, '')),
    'package verify',
    'generate client',
    'journal ls',
    'journal export',
    'blocks fetch',
    'state ls',
    'state get',
    'state history',
];

async function helpOf(command: string): Promise<string> {
    const { stdout } = await runProgram([HEDDLE, ...command.split(' ').filter((word) => word !== ''), '--help'], {
        cwd: ROOT,
    });
    return stdout;
}

function pageOf(name: string): string {
    return readFileSync(join(FOLDER, `${name}.md`), 'utf8');
}

/** What the reference says of a command; one below another has a section on its page. */
function referenceOf(command: string): string {
    const [name = ''] = command.split(' ');
    const sections = pageOf(name).split(/^(?=#{1,2} `heddle )/m);
    return sections.find((section) => section.replace(/^#+ /, '').startsWith(`\`heddle ${command}\`\n`)) ?? '';
}

function namesIn(text: string, pattern: RegExp): string[] {
    return [...new Set(text.match(pattern))].filter((name) => name !== '--help').sort();
}

describe('the reference of the command', () => {
    it('has a page for each command that --help lists, and a link to each', async () => {
        const listed = (await helpOf('')).match(/^ {2}[a-z]+(?= )/gm)?.map((name) => name.trim());
        expect(listed?.sort()).toEqual(PAGES.map((name) => name.replace(/\.md$/, '')));
        const links = Array.from(pageOf('README').matchAll(/\]\(([a-z]+\.md)\)/g), ([, page = '']) => page);
        expect(links.sort()).toEqual([...PAGES].sort());
    });

    it.each(COMMANDS)('has a heading for heddle %s', (command) => {
        expect(referenceOf(command)).not.toBe('');
    });
});

describe.each(COMMANDS)('the reference of heddle %s', (command) => {
    it.each([
        ['options', /--[a-z][\w.-]*/g],
        ['variables', /\b(?:CORE|CHAINCODE|CHANNEL)_[A-Z_]+\b/g],
    ])('has exactly the %s that --help shows', async (_what, pattern) => {
        const help = namesIn(await helpOf(command), pattern);
        // Other programs have options of their own.
        const reference = referenceOf(command).replaceAll(/`npm install [^`]*`/g, '');
        expect(namesIn(reference, pattern)).toEqual(help);
    });
});
