import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readPackages, ROOT } from './repository/source-files';

/** Runs in a process of its own and reports on descriptor 3, so that standard output and error are the module's alone. */
const OBSERVER = `
    const { writeSync } = require('node:fs');
    const observe = () => ({
        listeners: Object.fromEntries(process.eventNames().map((name) => [String(name), process.listenerCount(name)])),
        environment: { ...process.env },
        handles: process.getActiveResourcesInfo(),
    });
    void [process.stdout, process.stderr]; // Node opens them at first use, which its own assert module makes
    const before = observe();
    require(process.argv[1]);
    setImmediate(() => {
        writeSync(3, JSON.stringify({ before, after: observe() }));
        process.exit(); // a handle that is still open is in the report
    });
`;

interface Observation {
    readonly listeners: Readonly<Record<string, number>>;
    readonly environment: Readonly<Record<string, string>>;
    readonly handles: readonly string[];
}

interface Effects {
    readonly before: Observation;
    readonly after: Observation;
    /** What the import wrote to standard output and error. */
    readonly output: string;
}

function importAlone(module: string): Effects {
    const { output } = spawnSync(process.execPath, ['-e', OBSERVER, module], {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
        encoding: 'utf8',
    });
    const [, stdout = '', stderr = '', report] = output;
    if (!report) throw new Error(`${module} cannot be imported: ${String(stderr)}`);
    return { ...(JSON.parse(report) as Omit<Effects, 'output'>), output: `${String(stdout)}${String(stderr)}` };
}

describe('the import of', () => {
    const names = readPackages()
        .filter(({ folder }) => existsSync(join(ROOT, folder, 'src', 'index.ts')))
        .map(({ manifest }) => manifest.name);

    it.each(names)('%s leaves the process as it was', (name) => {
        const { before, after, output } = importAlone(name);
        expect(after).toEqual(before);
        expect(output).toBe('');
    });
});

describe('the observer', () => {
    it('sees a listener, a variable, a handle and output', () => {
        const folder = mkdtempSync(join(tmpdir(), 'heddle-'));
        const module = join(folder, 'effects.js');
        writeFileSync(
            module,
            `process.on('exit', () => {}); process.env.HEDDLE_TRIED = '1'; setInterval(() => {}, 1000); console.log('hello');`,
        );
        const { before, after, output } = importAlone(module);
        rmSync(folder, { recursive: true });
        expect(after.listeners['exit']).toBe((before.listeners['exit'] ?? 0) + 1);
        expect(after.environment['HEDDLE_TRIED']).toBe('1');
        expect(after.handles).toContain('Timeout');
        expect(output).toBe('hello\n');
    });
});
