import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeddleProcess } from '@heddle/command-testing';
import { describe, expect, it, jest } from '@jest/globals';

// Each test starts a process, and the machine may be busy.
jest.setTimeout(60_000);

const ROOT = join(__dirname, '..', '..', '..');

async function outputOf(...args: string[]): Promise<string> {
    await using heddle = new HeddleProcess(args);
    expect(await heddle.exited).toBe(0);
    expect(heddle.lines).toEqual([]);
    return heddle.stdout;
}

/** The part of the reference from one heading of the second level to the next. */
function referenceOf(command: string): string {
    const reference = readFileSync(join(ROOT, 'docs', 'reference', 'cli.md'), 'utf8');
    return reference.split(/^## /m).find((part) => part.startsWith(`\`heddle ${command}\`\n`)) ?? '';
}

function namesIn(text: string, pattern: RegExp): string[] {
    return [...new Set(text.match(pattern))].filter((name) => name !== '--help').sort();
}

describe('heddle', () => {
    it('prints its version', async () => {
        const { version } = JSON.parse(readFileSync(join(ROOT, 'packages', 'cli', 'package.json'), 'utf8')) as {
            version: string;
        };
        expect(await outputOf('--version')).toBe(`${version}\n`);
    });

    it('lists its commands', async () => {
        expect(await outputOf('--help')).toMatch(
            /^ {2}server .*^ {2}metadata .*^ {2}package .*^ {2}doctor .*^ {2}invoke .*^ {2}query .*^ {2}events /ms,
        );
    });
});

describe.each([
    'server',
    'start',
    'dev',
    'metadata',
    'package',
    'package verify',
    'doctor',
    'invoke',
    'query',
    'events',
])('the reference of heddle %s', (command) => {
    it.each([
        ['options', /--[a-z][\w.-]*/g],
        ['variables', /\b(?:CORE|CHAINCODE|CHANNEL)_[A-Z_]+\b/g],
    ])('has exactly the %s that --help shows', async (_what, pattern) => {
        const help = namesIn(await outputOf(...command.split(' '), '--help'), pattern);
        expect(referenceOf(command)).not.toBe('');
        expect(namesIn(referenceOf(command), pattern)).toEqual(help);
    });
});
