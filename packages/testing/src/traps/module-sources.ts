import childProcess from 'node:child_process';
import crypto from 'node:crypto';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import workerThreads from 'node:worker_threads';
import { trapSystem } from './environment-sources';
import type { TrapKind } from './scope';
import { type MachineSource, wrapClass, wrapFunction } from './wrap';

function named(kind: TrapKind, name: string, isIndirect = false): MachineSource {
    return { name, kind, isIndirect };
}

function wrapAll(owner: object, names: readonly string[], kind: TrapKind, prefix: string): void {
    for (const name of names) wrapFunction(owner, name, named(kind, `${prefix}${name}()`));
}

/** Those of a module's functions that are there to be called. */
function functionsOf(owner: object): string[] {
    return Object.keys(owner).filter((name) => /^[a-z]/.test(name) && typeof Reflect.get(owner, name) === 'function');
}

const RANDOM = [
    ...['randomBytes', 'randomInt', 'randomUUID', 'randomFill', 'randomFillSync', 'pseudoRandomBytes'],
    ...[
        'generateKey',
        'generateKeySync',
        'generateKeyPair',
        'generateKeyPairSync',
        'generatePrime',
        'generatePrimeSync',
    ],
];

/** Signatures of these keys have a random part. */
const RANDOMIZED_KEYS: readonly (string | undefined)[] = ['ec', 'dsa', 'rsa-pss'];

function isRandomized(key: unknown): boolean {
    try {
        const { asymmetricKeyType } =
            key instanceof crypto.KeyObject ? key : crypto.createPrivateKey(key as crypto.PrivateKeyInput); // it throws for others
        return RANDOMIZED_KEYS.includes(asymmetricKeyType);
    } catch {
        return false;
    }
}

function trapCrypto(): void {
    wrapAll(crypto, RANDOM, 'random', 'crypto.');
    wrapFunction(crypto, 'sign', {
        ...named('random', 'crypto.sign() with a random part'),
        depends: ([, , key]) => isRandomized(key),
    });
    wrapFunction(crypto.Sign.prototype, 'sign', {
        ...named('random', 'sign() with a random part'),
        depends: ([key]) => isRandomized(key),
    });
    const web = crypto.webcrypto;
    const webPrototype = Object.getPrototypeOf(web) as object;
    wrapAll(webPrototype, ['getRandomValues', 'randomUUID'], 'random', 'crypto.');
    wrapAll(Object.getPrototypeOf(web.subtle) as object, ['generateKey', 'sign'], 'random', 'crypto.subtle.');
}

const FUNCTIONS_OF_NAMES = [
    'lookup',
    'lookupService',
    'resolve',
    'resolve4',
    'resolve6',
    'resolveAny',
    'resolveTxt',
    'reverse',
];
const PROCESSES = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'];
const TIMERS = ['setTimeout', 'setInterval', 'setImmediate'];

/** Traps what goes out of the process, in node's modules. */
export function trapModules(): void {
    wrapAll(fs, functionsOf(fs), 'outside', 'fs.');
    wrapAll(fs.promises, functionsOf(fs.promises), 'outside', 'fs.promises.');
    wrapAll(dns, FUNCTIONS_OF_NAMES, 'outside', 'dns.');
    wrapAll(dns.promises, FUNCTIONS_OF_NAMES, 'outside', 'dns.promises.');
    wrapAll(dgram, ['createSocket'], 'outside', 'dgram.');
    wrapAll(childProcess, PROCESSES, 'outside', 'child_process.');
    wrapFunction(net.Socket.prototype, 'connect', named('outside', 'a connection', true));
    wrapClass(workerThreads, 'Worker', { construct: named('outside', 'new Worker()') });
    wrapAll(timers, TIMERS, 'outside', '');
    wrapAll(timersPromises, ['setTimeout', 'setInterval', 'setImmediate'], 'outside', 'timers/promises.');
    trapCrypto();
    trapSystem(os);
    // Named imports of ECMAScript modules are copies.
    syncBuiltinESMExports();
}
