import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { findPackageManager } from './package-manager';

function find(files: readonly string[], given?: string, declared?: unknown): string {
    using folder = new TemporaryFolder();
    for (const file of files) folder.write(file, '');
    return findPackageManager(folder.path, { given, declared }).name;
}

describe('the package manager', () => {
    it.each([
        ['npm', []],
        ['npm', ['package-lock.json']],
        ['npm', ['npm-shrinkwrap.json']],
        ['npm', ['npm-shrinkwrap.json', 'package-lock.json']],
        ['pnpm', ['pnpm-lock.yaml']],
        ['yarn', ['yarn.lock']],
    ])('is %s for %j', (name, files) => {
        expect(find(files)).toBe(name);
    });

    it('is the one that package.json names, and before it the one that is given', () => {
        expect(find(['package-lock.json'], undefined, 'pnpm@10.1.0+sha512.abc')).toBe('pnpm');
        expect(find(['package-lock.json', 'yarn.lock'], 'yarn', 'pnpm@10')).toBe('yarn');
    });

    it.each([
        [['package-lock.json', 'yarn.lock'], 'package-lock.json and yarn.lock'],
        [['bun.lock'], 'bun.lock'],
    ])('has to be said where %j lie there', (files, named) => {
        expect(() => find(files)).toThrow(
            `has ${named}: say which package manager installs it by --package-manager (npm, pnpm, yarn)`,
        );
    });

    it.each([
        ['bun', undefined, '--package-manager says bun: '],
        ['', undefined, '--package-manager says nothing: '],
        [undefined, 'bun@1.2', 'bun: heddle adopt knows npm, pnpm, yarn'],
    ])('is refused as %j or %j', (given, declared, message) => {
        expect(() => find([], given, declared)).toThrow(message);
    });
});
