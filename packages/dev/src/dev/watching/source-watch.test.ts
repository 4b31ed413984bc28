import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { sourceRuleOf } from './source-rule';
import { SourceWatch } from './source-watch';

const open: SourceWatch[] = [];

afterEach(() => {
    for (const watch of open.splice(0)) watch.close();
});

function watchIn(folder: TemporaryFolder): SourceWatch {
    const rule = sourceRuleOf({ folder: folder.path, entry: 'dist/index.js', isBuilt: true, besides: [] });
    const watch = new SourceWatch(folder.path, {
        rule,
        warn: (text) => {
            throw new Error(text);
        },
    });
    open.push(watch);
    return watch;
}

/** The next change, which has to be one of this file at the least. */
async function changeOf(watch: SourceWatch, file: string): Promise<void> {
    let changed = await watch.next();
    while (changed.length > 0 && !changed.includes(file)) changed = await watch.next();
    expect(changed).toContain(file);
}

describe('a watch over sources', () => {
    it('tells of files that are written, replaced and deleted, in folders old and new', async () => {
        using folder = new TemporaryFolder();
        const main = folder.write('src/main.ts', 'one');
        const watch = watchIn(folder);
        folder.write('src/main.ts', 'two');
        expect(await watch.next()).toEqual([main]);
        renameSync(folder.write('src/main.ts~', 'three'), main);
        expect(await watch.next()).toEqual([main]);
        const deep = folder.write('src/some/where/deep.ts', 'one');
        await changeOf(watch, deep);
        folder.write('src/some/where/deep.ts', 'two');
        await changeOf(watch, deep);
        rmSync(deep);
        await changeOf(watch, deep);
        rmSync(join(folder.path, 'src', 'some'), { recursive: true });
        const again = folder.write('src/some/where/deep.ts', 'three');
        await changeOf(watch, again);
        expect(again).toBe(deep);
    });

    it('tells of a folder that has gone with its files', async () => {
        using folder = new TemporaryFolder();
        folder.write('src/parts/a.ts', 'one');
        const watch = watchIn(folder);
        renameSync(join(folder.path, 'src', 'parts'), join(folder.path, '.parts'));
        expect(await watch.next()).toEqual([join(folder.path, 'src', 'parts')]);
    });

    it('passes over what is no source, what has the same content, and what came and went', async () => {
        using folder = new TemporaryFolder();
        const main = folder.write('src/main.ts', 'one');
        folder.write('dist/index.js', 'one');
        const watch = watchIn(folder);
        folder.write('src/main.ts', 'two');
        expect(await watch.next()).toEqual([main]);
        folder.write('dist/index.js', 'two');
        folder.write('node_modules/other/index.js', 'two');
        folder.write('.heddle/connection.json', '{}');
        folder.write('out.txt', 'output');
        folder.write('src/main.ts', 'two');
        rmSync(folder.write('src/passing.ts', 'one'));
        mkdirSync(join(folder.path, 'src', 'empty'));
        const other = folder.write('src/other.ts', 'one');
        expect(await watch.next()).toEqual([other]);
    });

    it('waits for nothing more when it is closed', async () => {
        using folder = new TemporaryFolder();
        const watch = watchIn(folder);
        const next = watch.next();
        watch.close();
        expect(await next).toEqual([]);
        expect(await watch.next()).toEqual([]);
    });
});
