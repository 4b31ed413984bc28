import { join } from 'node:path';
import { DebuggerClient, HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';

// Heavy: two processes load all of a package's tools, and a compiler runs.

const VARIABLES = { PATH: process.env['PATH'] ?? '' };

const SOURCE = `import { Context, Contract, Transaction } from '@heddle/contract';

export class Cars extends Contract {
    @Transaction()
    async paint(ctx: Context, id: string, color: string): Promise<string> {
        const before = await ctx.stub.getState(id);
        if (color === 'grey') throw new Error('no grey cars'); // the line
        await ctx.stub.putState(id, color);
        return before.toString();
    }
}
`;
const LINE = SOURCE.split('\n').findIndex((line) => line.includes('the line')) + 1;

const COMPILER_OPTIONS = {
    target: 'es2022',
    module: 'node16',
    outDir: 'dist',
    rootDir: 'src',
    strict: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    sourceMap: true,
    skipLibCheck: true,
    types: ['node'],
};

const FILES = {
    'package.json': '{ "name": "cars", "main": "dist/cars.js" }',
    'tsconfig.json': JSON.stringify({ compilerOptions: COMPILER_OPTIONS }),
    'src/cars.ts': SOURCE,
};

/** Runs `heddle dev`, has a transaction fail, and ends it. @returns the command that it has printed */
async function failedOnce(folder: TemporaryFolder): Promise<string[]> {
    folder.writePackage(FILES);
    const options = { cwd: folder.path, variables: VARIABLES };
    await using dev = new HeddleProcess(['dev', '--port', '0', '--no-studio'], options);
    await dev.printed(/calls of cars/);
    await using good = new HeddleProcess(['invoke', 'paint', 'c1', 'red'], options);
    expect(await good.exited).toBe(0);
    await using bad = new HeddleProcess(['invoke', 'paint', 'c1', 'grey'], options);
    expect(await bad.exited).toBe(1);
    const [, command = ''] = await dev.printed(/^ +debug +heddle (debug [0-9a-f]{8})$/m);
    return command.split(' ');
}

describe('time machine promise 1: heddle debug', () => {
    it('stops in the function that has failed, and at the line, without a network', async () => {
        using folder = new TemporaryFolder();
        const args = await failedOnce(folder);
        const options = { cwd: folder.path, variables: VARIABLES };
        await using heddle = new HeddleProcess([...args, '--break'], options);
        const port = await listeningAt(heddle);
        await using client = await DebuggerClient.connect(port);
        await client.send('Runtime.runIfWaitingForDebugger');
        const first = await client.paused();
        expect(first.callFrames[0]?.functionName).toBe('paint');
        expect(await client.evaluate(first, 'color')).toBe('grey');
        const breakpoint = await client.breakAt(join(folder.path, 'src/cars.ts'), LINE);
        await client.send('Debugger.resume');
        const second = await client.paused();
        expect(second.hitBreakpoints).toEqual([breakpoint]);
        expect(await client.evaluate(second, 'before.toString()')).toBe('red');
        await client.send('Debugger.resume');
        await client[Symbol.asyncDispose]();
        expect(await heddle.exited).toBe(0);
        expect(heddle.stdout).toMatch(/^paint\('c1', 'grey'\) /);
        expect(heddle.stdout).toContain(' 1 read of c1: red\n');
        expect(heddle.stdout).toMatch(/\nas recorded\n$/);
    });
});

/** The port of its debugger. */
async function listeningAt(heddle: HeddleProcess): Promise<number> {
    for (;;) {
        const [, port] = /Debugger listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(heddle.lines.join('\n')) ?? [];
        if (port !== undefined) return Number(port);
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}
