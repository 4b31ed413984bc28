import { parseDialledAddress } from '../packaging/check-address';
import { ConfigurationError } from '../reporting/command-error';
import { error, type Finding } from '../reporting/finding';
import type { Diagnosis } from './diagnosis';
import { dial, DialError } from './dial';
import type { DialOptions } from './dial-options';
import { explainDial } from './explain-dial';
import type { PeerTls, PeerView } from './peer-view';

/** A server to be dialled. */
export interface ServerUnderExamination {
    /** `host:port`. */
    readonly address: string;
    /** How peers come to it; undefined if there is no package. */
    readonly view: PeerView | undefined;
    /** What was said on the command line; it wins over the package. */
    readonly tls: PeerTls | undefined;
    readonly packageId: string | undefined;
    readonly timeoutMs: number | undefined;
}

const CHECK = 'connection';
/** A peer's (fabric, core/container/externalbuilder/instance.go, DialTimeout). */
const DEFAULT_TIMEOUT_MS = 3_000;
/** Peers wait for as long as a package says, which may be for years: the command answers sooner. */
const LONGEST_MS = 60_000;

/**
 * Dials a server as a peer would, and waits until it registers.
 *
 * @throws ConfigurationError if the address cannot be dialled
 */
export async function examineConnection(server: ServerUnderExamination): Promise<Diagnosis> {
    const { address, view } = server;
    const tls = server.tls ?? view?.tls;
    if (view?.isTls === true && tls === undefined) {
        const detail = "the package has templates for TLS: --tls-root-cert says what a peer's builder makes of them";
        return { check: CHECK, detail, skipped: true, findings: [] };
    }
    const options = dialOptionsOf(server, tls);
    const where = `the server at ${address}`;
    try {
        const packageId = await dial(options);
        return {
            check: CHECK,
            detail: `${where} registers as ${packageId}`,
            findings: compare(where, packageId, server),
        };
    } catch (thrown) {
        if (!(thrown instanceof DialError)) throw thrown;
        return {
            check: CHECK,
            detail: `failed at ${thrown.step}`,
            findings: [await explainDial(thrown, where, options)],
        };
    }
}

function dialOptionsOf({ address, view, timeoutMs }: ServerUnderExamination, tls: PeerTls | undefined): DialOptions {
    const parsed = parseDialledAddress(address);
    if (parsed === undefined) {
        const remedy = 'give a host and a port, such as assets.example.com:9999';
        throw new ConfigurationError(`--server is ${JSON.stringify(address)}, which cannot be dialled: ${remedy}`);
    }
    return {
        ...parsed,
        serverName: view?.serverName ?? parsed.host,
        authority: view?.address ?? address,
        tls,
        // Timers take whole milliseconds.
        timeoutMs: Math.min(Math.ceil(timeoutMs ?? DEFAULT_TIMEOUT_MS), LONGEST_MS),
    };
}

function compare(where: string, actual: string, { packageId }: ServerUnderExamination): Finding[] {
    if (packageId === undefined || packageId === actual) return [];
    const what = `registers as ${actual}, and not as ${packageId}: calls would fail`;
    return [error(where, what, 'set its CORE_CHAINCODE_ID to that of the installed package, and start it again')];
}
