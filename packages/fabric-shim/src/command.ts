import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { WARNINGS } from '@heddle/core';
import { toHeddleArguments } from './command-arguments';

/** The part of the process that the command uses. */
interface CommandProcess {
    argv: string[];
    readonly stdout: { write(text: string): unknown };
    readonly stderr: { write(text: string): unknown };
}

/** Runs `fabric-chaincode-node`: what it does is done by the command of Heddle, in this same process. */
export function runCommand(host: CommandProcess): void {
    const [node = '', , ...given] = host.argv;
    if (given.some((arg) => arg === '-v' || arg === '--version')) {
        host.stdout.write(`v${version()}\n`);
        return;
    }
    const { args, withoutEffect } = toHeddleArguments(given);
    const { text, remedy } = WARNINGS.OPTION_WITHOUT_EFFECT;
    for (const name of withoutEffect) {
        host.stderr.write(`fabric-chaincode-node: OPTION_WITHOUT_EFFECT: ${text} (--${name}): ${remedy}\n`);
    }
    const load = createRequire(__filename);
    const launcher = join(dirname(load.resolve('heddle/package.json')), 'bin', 'heddle.js');
    host.argv = [node, launcher, ...args];
    load(launcher);
}

function version(): string {
    const manifest = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { version: string };
    return manifest.version;
}
