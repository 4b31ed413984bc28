import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { LocalPeer, PeerObserver } from '@heddle/local-peer';

/** What `@heddle/dev/trace` has. It is loaded where traces are wanted: no test needs the page otherwise. */
export interface TracePackage {
    /** Undefined where the page is not built. */
    traceNetwork(network: TracedNetwork): NetworkTrace | undefined;
}

/** A network of tests, for who records it. */
export interface TracedNetwork {
    /** Undefined for the peer's first one. */
    readonly channel: string | undefined;
    readonly chaincodes: readonly string[];
}

/** Who can call it. */
export interface TracedUser {
    readonly mspId: string;
    /** PEM. */
    readonly certificate: string;
}

/** Records a network while it runs. */
export interface NetworkTrace {
    readonly observer: PeerObserver;
    /** Reads what a page shows of the network, which is open still. */
    read(peer: LocalPeer, users: readonly TracedUser[]): Promise<TakenTrace>;
}

/** What a page shows of a network that may have ended. */
export interface TakenTrace {
    /** Writes the page. */
    save(file: string, test: TracedTest): Promise<void>;
}

/** A test that has failed. */
export interface TracedTest {
    readonly name: string;
    readonly file: string | undefined;
    readonly message: string;
    /** Of the transaction that the error is about. */
    readonly txId: string | undefined;
}

const NAME = '@heddle/dev';

/** Loads it as the tested package would, or else as this one; undefined where it is not installed. */
export function loadTracePackage(): TracePackage | undefined {
    for (const from of [process.cwd(), __dirname]) {
        const require = createRequire(join(from, 'package.json'));
        const file = resolve(require);
        if (file !== undefined) return require(file) as TracePackage;
    }
    return undefined;
}

function resolve(require: NodeJS.Require): string | undefined {
    try {
        return require.resolve(`${NAME}/trace`);
    } catch {
        return undefined;
    }
}
