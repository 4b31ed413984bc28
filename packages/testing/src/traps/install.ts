import { trapDate } from './date-sources';
import { trapProcess } from './environment-sources';
import { trapLocales } from './locale-sources';
import { trapModules } from './module-sources';
import type { ReadKind } from './scope';
import { runUntracked } from './trap-run';
import { type MachineSource, wrapClass, wrapFunction } from './wrap';

/** Where @heddle/contract looks for a way past the traps. */
const UNTRACKED = Symbol.for('heddle.untracked');

let areModulesTrapped = false;

/**
 * Has transactions asked about whatever they read of their machine: in this realm, since each test file of jest has one,
 * and in node's modules. Outside of transactions everything is what it was. Idempotent: what a test runner has put into the
 * place of something since then is wrapped anew.
 */
export function installTraps(realm: typeof globalThis = globalThis): void {
    trapDate(realm);
    trapLocales(realm);
    trapClocks(realm);
    trapGlobals(realm);
    trapProcess(realm.process);
    Reflect.set(realm, UNTRACKED, runUntracked);
    if (areModulesTrapped) return;
    areModulesTrapped = true;
    trapModules();
}

function clock(name: string, elsewhere: NonNullable<MachineSource['elsewhere']>): MachineSource {
    return { name, kind: 'time', elsewhere };
}

function trapClocks({ performance, process }: typeof globalThis): void {
    const plain = clock('performance.now()', ({ ahead }, { real }) => Number(real()) + ahead);
    wrapFunction(Object.getPrototypeOf(performance) as object | null, 'now', plain);
    wrapFunction(performance, 'now', plain);
    const { hrtime } = process;
    const nanoseconds = clock(
        'process.hrtime.bigint()',
        ({ ahead }, { real }) => (real() as bigint) + BigInt(ahead) * 1_000_000n,
    );
    wrapFunction(hrtime, 'bigint', nanoseconds);
    wrapFunction(
        process,
        'hrtime',
        clock('process.hrtime()', ({ ahead }, { real, args }) => {
            const [seconds, rest] = real() as [number, number];
            return args.length > 0 ? [seconds + 1, rest] : [seconds + Math.floor(ahead / 1000), rest];
        }),
    );
}

function source(kind: ReadKind, name: string, elsewhere?: MachineSource['elsewhere']): MachineSource {
    return { name, kind, ...(elsewhere !== undefined && { elsewhere }) };
}

function trapGlobals(realm: typeof globalThis): void {
    wrapFunction(realm.Math, 'random', source('random', 'Math.random()'));
    for (const name of ['setTimeout', 'setInterval', 'setImmediate'])
        wrapFunction(realm, name, source('outside', `${name}()`));
    for (const name of ['race', 'any']) wrapFunction(realm.Promise, name, source('order', `Promise.${name}()`));
    wrapFunction(realm.AbortSignal, 'timeout', source('outside', 'AbortSignal.timeout()'));
    wrapFunction(realm, 'fetch', source('outside', 'fetch()'));
    wrapClass(realm, 'WebSocket', { construct: source('outside', 'new WebSocket()') });
    wrapFunction(
        realm.WeakRef.prototype,
        'deref',
        source('memory', 'deref() of a WeakRef', () => undefined),
    );
    wrapClass(realm, 'FinalizationRegistry', { construct: source('memory', 'new FinalizationRegistry()') });
}
