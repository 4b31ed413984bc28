import { readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { GO_FD, HELD_VARIABLE, type LoadedAhead } from './held-start';

// Preloaded into a chaincode's process that is started while its package is still being built. It loads what does not
// depend on the package, and waits: a synchronous read keeps everything that follows from beginning.

const held = process.env[HELD_VARIABLE];
Reflect.deleteProperty(process.env, HELD_VARIABLE);
if (held !== undefined) {
    // Of the process that has started this one.
    loadAhead(JSON.parse(held) as LoadedAhead);
    const read = readSync(GO_FD, Buffer.alloc(1));
    // Nobody needs it any more, or whoever has started it is gone.
    if (read === 0) process.exit(0);
}

function loadAhead({ files, packages }: LoadedAhead): void {
    const own = createRequire(join(process.cwd(), 'package.json'));
    for (const file of files) own(file);
    for (const name of packages) {
        try {
            own(name);
        } catch {
            // The package does without it, or says itself what is wrong with it.
        }
    }
}
