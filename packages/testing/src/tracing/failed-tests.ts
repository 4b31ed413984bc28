import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A test that has failed, and what failed in it. */
export interface FailedTest {
    readonly name: string;
    readonly file: string | undefined;
    /** As it will be printed: what is changed in its message, is told with the failure. */
    readonly error: unknown;
}

/** Whoever wants to know of failures. */
export interface FailureListener {
    /** Another test is about to run. */
    begun(): void;
    /** A test has failed; the runner waits, and its networks may be open still. */
    failed(test: FailedTest): Promise<void>;
}

/** Called in each test that uses a network, for runners that can be asked for a test's outcome only while it runs. */
export type NoteTest = () => void;

/**
 * Listens to the failures of the runner that this process is run by: jest, or vitest. Undefined in a process of none of
 * these.
 */
export async function listenToFailures(listener: FailureListener): Promise<NoteTest | undefined> {
    return listenToJest(listener) ?? (await listenToVitest(listener));
}

interface JestEvent {
    readonly name: string;
    readonly error?: unknown;
    readonly test?: JestNode;
}

interface JestNode {
    readonly name: string;
    readonly parent?: JestNode;
}

/** Where jest-circus has those that it tells of a file's tests; environments hear by the same. */
const JEST_HANDLERS = Symbol.for('EVENT_HANDLERS');

function listenToJest(listener: FailureListener): NoteTest | undefined {
    const handlers = (globalThis as { readonly [JEST_HANDLERS]?: ((event: JestEvent) => unknown)[] })[JEST_HANDLERS];
    if (!Array.isArray(handlers)) return undefined;
    handlers.push(async ({ name, error, test }) => {
        if (name === 'test_start') listener.begun();
        if (test === undefined || (name !== 'test_fn_failure' && name !== 'hook_failure')) return;
        await listener.failed({ name: namesOf(test).join(' '), file: require.main?.filename, error });
    });
    return () => undefined;
}

/** Of what it stands in, and its own; the outermost one is the file's, and has none of its own. */
function namesOf({ name, parent }: JestNode): string[] {
    return parent === undefined ? [] : [...namesOf(parent), name];
}

interface VitestContext {
    readonly task: {
        readonly name: string;
        readonly file: { readonly filepath: string };
        readonly suite?: { readonly name: string };
        readonly result?: { readonly errors?: readonly unknown[] };
    };
}

interface Vitest {
    readonly expect: { getState(): { readonly currentTestName?: string; readonly testPath?: string } };
    readonly onTestFailed: (told: (context: VitestContext) => Promise<void>) => void;
}

async function listenToVitest(listener: FailureListener): Promise<NoteTest | undefined> {
    if (process.env['VITEST'] === undefined) return undefined;
    // As the project has it: by the path of its module, since a CommonJS one refuses to be loaded.
    const manifest = createRequire(join(process.cwd(), 'package.json')).resolve('vitest/package.json');
    const module = pathToFileURL(join(dirname(manifest), 'dist', 'index.js'));
    const { expect, onTestFailed } = (await import(module.href)) as Vitest;
    let noted: string | undefined;
    return () => {
        const { currentTestName: name, testPath } = expect.getState();
        const test = name === undefined ? undefined : `${testPath ?? ''} ${name}`;
        if (test === noted || name === undefined) return;
        noted = test;
        listener.begun();
        onTestFailed(async ({ task }) => {
            for (const error of task.result?.errors?.slice(0, 1) ?? [])
                await listener.failed({ name, file: task.file.filepath, error });
        });
    };
}

interface NodeContext {
    readonly name: string;
    /** With the names of what it stands in, from Node 22 on. */
    readonly fullName?: string;
    readonly filePath?: string;
    readonly error?: { readonly cause?: unknown } | null;
}

interface NodeRunner {
    readonly afterEach: (hook: (context: NodeContext) => Promise<void>) => void;
}

/** Listens to Node's own runner, `node --test`, which takes hooks for tests that are declared later: so before the first one. */
export function listenToNode(listener: FailureListener): NoteTest | undefined {
    if (process.env['NODE_TEST_CONTEXT'] === undefined) return undefined;
    const { afterEach } = createRequire(__filename)('node:test') as NodeRunner;
    afterEach(async ({ name: own, fullName: name = own, filePath, error }) => {
        const file = filePath ?? process.argv[1];
        if (error != null) await listener.failed({ name, file, error: error.cause ?? error });
        listener.begun();
    });
    return () => undefined;
}
