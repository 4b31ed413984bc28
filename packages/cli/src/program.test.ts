import { HeddleProcess } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { VERSION } from './version';

async function outputOf(...args: string[]): Promise<string> {
    await using heddle = new HeddleProcess(args);
    expect(await heddle.exited).toBe(0);
    expect(heddle.lines).toEqual([]);
    return heddle.stdout;
}

describe('heddle', () => {
    it('prints its version', async () => {
        expect(await outputOf('--version')).toBe(`${VERSION}\n`);
    });

    it('lists its commands, and those for developers behind them', async () => {
        expect(await outputOf('--help')).toMatch(
            /^ {2}server .*^ {2}metadata .*^ {2}package .*^ {2}doctor .*^ {2}explain .*^ {2}docs .*^Commands of @heddle\/dev:\n {2}dev .*^ {2}invoke .*^ {2}query .*^ {2}events /ms,
        );
    });
});
