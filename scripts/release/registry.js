'use strict';

const { fork } = require('node:child_process');
const { once } = require('node:events');
const { join } = require('node:path');
const { REGISTRY, installTool } = require('./tools');

/** Takes the packages of this repository from anybody, and passes on to `upstream` for all the others. */
function configurationOf({ folder, names, upstream }) {
    const ours = { access: '$all', publish: '$all' }; // without `proxy`: a namesake elsewhere is never looked at
    return {
        configPath: join(folder, 'registry.yaml'), // nothing is there; paths are relative to it
        storage: join(folder, 'storage'),
        auth: {},
        web: { enable: false },
        uplinks: { upstream: { url: upstream, timeout: '120s', maxage: '1h' } },
        packages: {
            ...Object.fromEntries(names.map((name) => [name, ours])),
            '**': { access: '$all', proxy: 'upstream' },
        },
        log: { type: 'stdout', format: 'pretty', level: 'error' },
    };
}

/** A registry on the loopback interface, for as long as it is not closed. */
class Registry {
    #child;

    constructor(child, port) {
        this.#child = child;
        this.host = `127.0.0.1:${port}`;
        this.url = `http://${this.host}/`;
    }

    /**
     * Starts it in a process of its own.
     *
     * @param options.folder where it keeps what it has
     * @param options.names the packages that are published to it
     * @param options.upstream the registry that has the others
     * @param options.signal ends its installation
     */
    static async start({ signal, ...options }) {
        const bin = await installTool(REGISTRY, signal);
        const stdio = ['ignore', 'inherit', 'inherit', 'ipc'];
        const child = fork(join(__dirname, 'registry-process.js'), [bin], { stdio });
        child.send(configurationOf(options));
        const ended = once(child, 'exit').then(() =>
            Promise.reject(new Error('the registry ended before it listened')),
        );
        ended.catch(() => {}); // it ends in the end; only a registry that never listened is a failure
        const [port] = await Promise.race([once(child, 'message'), ended]);
        return new Registry(child, port);
    }

    /** Ends the process, and resolves when it has ended. */
    async close() {
        if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
        const exited = once(this.#child, 'exit');
        this.#child.kill();
        await exited;
    }
}

module.exports = { Registry };
