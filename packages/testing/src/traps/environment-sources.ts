import type * as os from 'node:os';
import { OTHER_FOLDER, OTHER_SYSTEM } from '../perturb/other-system';
import { shared } from './scope';
import { isWrapped, type MachineSource, memberOf, wrapFunction, wrapValue } from './wrap';

const { storage, wrapped } = shared;

const KEPT = 'NODE_';

const VARIABLE: MachineSource = {
    name: ([name]) => `process.env.${String(name)}`,
    kind: 'environment',
    // Only what the author's code has read is reported, and hidden: see TrapRun.
    elsewhere: (_machine, { args: [name], real }) => (String(name).startsWith(KEPT) ? real() : undefined),
};

const ALL_VARIABLES: MachineSource = { name: 'process.env', kind: 'environment' };

/** Traps the variables, of the object that is there now and of each that is put into its place. */
export function trapVariables(process: NodeJS.Process): void {
    const descriptor = memberOf(process, 'env');
    if (descriptor === undefined || isWrapped(descriptor.get)) return;
    let watched = watchedVariables(process.env);
    const get = (): NodeJS.ProcessEnv => watched;
    wrapped.add(get);
    Object.defineProperty(process, 'env', {
        configurable: true,
        enumerable: true,
        get,
        set: (variables: NodeJS.ProcessEnv) => {
            watched = wrapped.has(variables) ? variables : watchedVariables(variables);
        },
    });
}

function watchedVariables(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    const watched = new Proxy(variables, {
        get: (target, name): unknown => {
            const real = (): unknown => Reflect.get(target, name);
            const scope = storage.getStore();
            if (scope === undefined || typeof name === 'symbol') return real();
            return scope.read(VARIABLE, { self: target, args: [name], real });
        },
        // Without this, a variable that is there already is defined anew, which node refuses.
        set: (target, name, value) => Reflect.set(target, name, value),
        has: (target, name) => {
            const real = (): boolean => Reflect.has(target, name);
            const scope = storage.getStore();
            if (scope === undefined || typeof name === 'symbol') return real();
            return scope.read(VARIABLE, { self: target, args: [name], real }) !== undefined && real();
        },
        ownKeys: (target) => {
            const real = (): (string | symbol)[] => Reflect.ownKeys(target);
            // What they are makes no difference by itself, and a proxy must tell of all that cannot be taken away.
            return (storage.getStore()?.read(ALL_VARIABLES, { self: target, args: [], real }) ?? real()) as string[]; // as real has it
        },
    });
    wrapped.add(watched);
    return watched;
}

function called(name: string, elsewhere: (real: unknown) => unknown): MachineSource {
    return { name, kind: 'environment', elsewhere: (_machine, { real }) => elsewhere(real()) };
}

const MORE_BYTES = 96 * 2 ** 20;

function more(usage: unknown): unknown {
    return Object.fromEntries(
        Object.entries(usage as object).map(([name, bytes]) => [name, Number(bytes) * 2 + MORE_BYTES]),
    );
}

/** Traps what a process knows of itself and of its machine. */
export function trapProcess(process: NodeJS.Process): void {
    wrapFunction(
        process,
        'cwd',
        called('process.cwd()', () => OTHER_FOLDER),
    );
    wrapFunction(process, 'cpuUsage', called('process.cpuUsage()', more));
    wrapFunction(process, 'memoryUsage', called('process.memoryUsage()', more));
    wrapFunction(
        process,
        'uptime',
        called('process.uptime()', (seconds) => Number(seconds) + 3600),
    );
    for (const name of ['pid', 'ppid'])
        wrapValue(
            process,
            name,
            called(`process.${name}`, (pid) => Number(pid) + 1000),
        );
    trapVariables(process);
}

/** Traps what node tells of the machine. */
export function trapSystem(system: typeof os): void {
    for (const [name, answer] of Object.entries(OTHER_SYSTEM))
        wrapFunction(system, name, called(`os.${name}()`, answer));
}
