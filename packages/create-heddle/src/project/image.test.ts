import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { findPackageManager } from '../tools/package-manager';
import { TEMPLATES } from './templates';
import { writeProject } from './write-project';

/** What each package manager says of itself, and the lock file that its first install writes. */
const PACKAGE_MANAGERS = [
    ['npm/11.6.0 node/v22', 'package-lock.json'],
    ['pnpm/10.18.0 npm/? node/v22', 'pnpm-lock.yaml'],
    ['yarn/1.22.22 npm/? node/v22', 'yarn.lock'],
    ['yarn/4.5.0 npm/? node/v22', 'yarn.lock'],
] as const;

/** What the commands of a stage make in its working folder. */
const MADE = ['/app/node_modules', '/app/dist'];

/** A COPY: from which stage, if any, what, and to where. */
const COPY = /^COPY (?:--from=(\S+) )?(.*) (\S+)$/;

/** The lines with a path that COPY would look for in vain: in the project, or in the stage that it copies from. */
function missingIn(dockerfile: string, project: readonly string[]): string[] {
    const stages = new Map<string, Set<string>>();
    let stage = new Set<string>();
    return dockerfile.split('\n').filter((line) => {
        const start = /^FROM \S+(?: AS (\S+))?$/.exec(line);
        if (start !== null) stages.set(start[1] ?? '', (stage = new Set(MADE)));
        const [copied, from, paths = '', target = ''] = COPY.exec(line) ?? [];
        if (copied === undefined) return false;
        const sources = paths.split(' ');
        for (const source of sources) stage.add(posix.join('/app', target, posix.basename(source)));
        const there = from === undefined ? new Set(project) : stages.get(from);
        return sources.some((source) => there?.has(source) !== true);
    });
}

/** The names of files, and of the folders that they are in. */
function pathsOf(files: readonly string[]): string[] {
    return files.flatMap((file) => file.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/')));
}

describe.each(PACKAGE_MANAGERS)('the image of a project of %s', (npm_config_user_agent, lockFile) => {
    const images = TEMPLATES.filter(({ name }) => name !== 'minimal'); // it has none

    it.each(images)('is made of what is there: the template $name', (template) => {
        using parent = new TemporaryFolder();
        const folder = join(parent.path, 'cars');
        const packageManager = findPackageManager({ npm_config_user_agent });
        const files = writeProject({ folder, name: 'cars', template, packageManager, version: '1.0.0' });
        const dockerfile = readFileSync(join(folder, 'Dockerfile'), 'utf8');
        expect(missingIn(dockerfile, [...pathsOf(files), lockFile])).toEqual([]);
        expect(dockerfile).toContain(lockFile);
    });
});
