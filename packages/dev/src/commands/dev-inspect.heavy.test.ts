import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DebuggerClient, HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';

// Heavy: one stands at a breakpoint for longer than any timeout on the way.

const VARIABLES = { PATH: process.env['PATH'] ?? '' };
/** More than the peer's execute timeout, the client's, and the pings of the peer's connection allow. */
const LONG_MS = 85_000;

const SOURCE = `import { Context, Contract, Transaction } from '@heddle/contract';

export class Cars extends Contract {
    @Transaction()
    async paint(ctx: Context, id: string, color: string): Promise<string> {
        const car = { id, color };
        await ctx.stub.putState(id, ctx.serialize(car)); // the breakpoint
        return \`\${id} is \${color}\`;
    }
}
`;
const BREAKPOINT = SOURCE.split('\n').findIndex((line) => line.includes('the breakpoint')) + 1;

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

async function start(folder: TemporaryFolder, args: readonly string[] = []): Promise<[HeddleProcess, number]> {
    folder.writePackage({
        'package.json': '{ "name": "cars", "main": "dist/cars.js" }',
        'tsconfig.json': JSON.stringify({ compilerOptions: COMPILER_OPTIONS }),
        'src/cars.ts': SOURCE,
    });
    const options = ['--port', '0', '--inspect=0', ...args];
    const heddle = new HeddleProcess(['dev', ...options], { cwd: folder.path, variables: VARIABLES });
    await heddle.printed(/ready after \d+ ms/);
    const [, port] = await heddle.printed(/^ {4}127\.0\.0\.1:(\d+) {2}cars/m);
    return [heddle, Number(port)];
}

function invoke(folder: TemporaryFolder): HeddleProcess {
    return new HeddleProcess(['invoke', 'paint', 'c1', 'red'], { cwd: folder.path, variables: VARIABLES });
}

describe('heddle dev --inspect', () => {
    it('lets a debugger stand in a line of TypeScript for longer than any timeout', async () => {
        using folder = new TemporaryFolder();
        const [heddle, port] = await start(folder);
        await using _heddle = heddle;
        await using client = await DebuggerClient.connect(port);
        const breakpoint = await client.breakAt(join(folder.path, 'src/cars.ts'), BREAKPOINT);
        await using call = invoke(folder);
        const pause = await client.paused();
        expect(pause.hitBreakpoints).toEqual([breakpoint]);
        expect(pause.callFrames[0]?.functionName).toBe('paint');
        expect(await client.evaluate(pause, 'color')).toBe('red');
        expect(await client.evaluate(pause, 'car')).toEqual({ id: 'c1', color: 'red' });
        await sleep(LONG_MS);
        await client.send('Debugger.resume');
        expect(await call.exited).toBe(0);
        expect(call.stdout).toBe('c1 is red');
        expect(call.lines.join()).toContain(' is VALID in block 1 ');
        expect(heddle.stdout).not.toMatch(/blocked|refused|ended by itself|not finished loading/);
    });

    it('keeps the port when the sources change, also while the old code stands at a breakpoint', async () => {
        using folder = new TemporaryFolder();
        const [heddle, port] = await start(folder);
        await using _heddle = heddle;
        const source = join(folder.path, 'src/cars.ts');
        await using first = await DebuggerClient.connect(port);
        await first.breakAt(source, BREAKPOINT);
        await using call = invoke(folder);
        await first.paused();
        folder.write('src/cars.ts', SOURCE.replaceAll(' is ', ' was painted '));
        await heddle.printed(/the new chaincode runs/);
        await first.send('Debugger.resume');
        expect([await call.exited, call.stdout]).toEqual([0, 'c1 is red']);
        await first.closed();
        await using second = await DebuggerClient.connect(port);
        await second.breakAt(source, BREAKPOINT);
        await using again = invoke(folder);
        const pause = await second.paused();
        expect(await second.evaluate(pause, 'id')).toBe('c1');
        await second.send('Debugger.resume');
        // The second run of the transaction meets the breakpoint as well, unless the first one took long.
        void second.paused().then(() => second.send('Debugger.resume'));
        expect([await again.exited, again.stdout]).toEqual([0, 'c1 was painted red']);
    });

    it("says that a debugger would show compiled code, where no source map leads to the author's", async () => {
        using folder = new TemporaryFolder();
        const [heddle] = await start(folder, ['--build', 'tsc --sourceMap false']);
        await using _heddle = heddle;
        const [told] = await heddle.printed(/dist\/cars\.js has no source map, .*/);
        expect(told).toContain(`set "sourceMap": true in ${join(folder.path, 'tsconfig.json')}`);
    });

    it('says where debuggers connect before a package is loaded, and why that may not finish', async () => {
        using folder = new TemporaryFolder();
        folder.writePackage({ 'package.json': '{ "name": "cars" }', 'index.js': 'for (;;);' });
        const args = ['dev', '--port', '0', '--inspect=0'];
        await using heddle = new HeddleProcess(args, { cwd: folder.path, variables: VARIABLES });
        const [, port] = await heddle.printed(/^ {4}127\.0\.0\.1:(\d+) {2}cars/m);
        await using client = await DebuggerClient.connect(Number(port));
        await heddle.printed(/has not finished loading after 5 s: it stands at a breakpoint, or its code runs/);
        await client.send('Debugger.pause');
        expect((await client.paused()).callFrames.length).toBeGreaterThan(0);
    });

    it('gives each process a port of its own', async () => {
        using folder = new TemporaryFolder();
        const [heddle] = await start(folder, ['--organizations', 'Org1MSP,Org2MSP']);
        await using _heddle = heddle;
        const [, one, other] = await heddle.printed(/:(\d+) {2}cars for Org1MSP\n.*:(\d+) {2}cars for Org2MSP\n/);
        expect(one).not.toBe(other);
        await using _one = await DebuggerClient.connect(Number(one));
        await using _other = await DebuggerClient.connect(Number(other));
    });

    it('ends at Ctrl-C with the code that stands at a breakpoint', async () => {
        using folder = new TemporaryFolder();
        const [heddle, port] = await start(folder);
        await using _heddle = heddle;
        await using client = await DebuggerClient.connect(port);
        await client.breakAt(join(folder.path, 'src/cars.ts'), BREAKPOINT);
        await using _call = invoke(folder);
        await client.paused();
        heddle.signal('SIGINT');
        expect(await heddle.exited).toBe(0);
    });

    it('refuses a port that is in use', async () => {
        using folder = new TemporaryFolder();
        const [heddle, port] = await start(folder);
        await using _heddle = heddle;
        await using second = new HeddleProcess(['dev', '--port', '0', `--inspect=${port}`], {
            cwd: folder.path,
            variables: VARIABLES,
        });
        expect(await second.exited).toBe(1);
        expect(second.lines.join()).toMatch(
            /^heddle: port \d+ for the debugger cannot be listened at \(.*EADDRINUSE.*\): give --inspect another one/,
        );
    });
});
