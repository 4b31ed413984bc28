import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** The first line of what loading a module fails with, where Node says that it is of a version; '' if it does not. */
function failureOn(version: string, module: string): string {
    const script = `
        Object.defineProperty(process, 'version', { value: 'v${version}' });
        try { require(process.argv[1]); } catch (error) { console.log(error.message); }`;
    const { stdout } = spawnSync(process.execPath, ['-e', script, join(__dirname, module)], { encoding: 'utf8' });
    return stdout.trim();
}

describe('the test kit on an old Node.js', () => {
    it.each(['index.js', 'jest.js'])('is refused with one sentence, whichever entry is loaded: %s', (module) => {
        const told = (version: string): string => `@heddle/testing: this is Node.js ${version}: install 20.9 or later`;
        expect(failureOn('18.20.8', module)).toBe(told('18.20.8'));
        expect(failureOn('20.8.1', module)).toBe(told('20.8.1'));
    });

    it('is loaded by the oldest that is supported, and newer ones', () => {
        expect(failureOn('20.9.0', 'index.js')).toBe('');
        expect(failureOn('24.1.0', 'index.js')).toBe('');
    });
});
