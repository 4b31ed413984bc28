import type { HostState, OperatedHost, Phase } from './operated-host';

/** What a probe answers: HTTP status and JSON. */
export interface ProbeAnswer {
    readonly status: 200 | 503;
    readonly body: Readonly<Record<string, unknown>>;
}

/** How much longer than its grace period a host may take to close, for connections to end. */
const CLOSING_MARGIN_MS = 5_000;

/** Whether the process is worth keeping: it answers at all, and is not stuck while it closes. */
export function probeHealth({ phase, phaseMs, graceMs }: HostState): ProbeAnswer {
    const isStuck = phase === 'closing' && phaseMs > graceMs + CLOSING_MARGIN_MS;
    return { status: isStuck ? 503 : 200, body: { status: isStuck ? 'stuck' : 'alive', phase } };
}

/**
 * Whether peers may be sent here: it listens, and where peers have streams open, one of them has accepted the
 * registration. Without any stream it is ready, before the first peer and after the last: a Kubernetes Service has no
 * address for what is not ready, and no peer could ever dial it. What dials its peer itself is ready once registered.
 *
 * What passes transactions on to servers is ready with the first one of them.
 *
 * One that is full stays ready: what it has no place for is refused, and goes elsewhere, while a server that is taken out
 * loses its peers or its router, and comes back a moment later.
 *
 * A refused stream ends, and leaves none behind: the refusal counts until a registration succeeds, or a server with a
 * wrong package id would be ready between two calls.
 */
export function probeReadiness({ phase, host, refusal }: HostState): ProbeAnswer {
    const { sessionCount, isReady, dials = false, hasServers } = host;
    const isFree = sessionCount === 0 && !dials && refusal === undefined;
    const isUsable = isAble(phase, host) && (isReady || isFree);
    const streams = { phase, streams: sessionCount, registered: isReady };
    const servers = hasServers === undefined ? {} : { servers: hasServers };
    const body = { status: isUsable ? 'ready' : 'not ready', ...streams, ...servers };
    return { status: isUsable ? 200 : 503, body: refusal === undefined ? body : { ...body, refused: refusal } };
}

/** Whether it is not the peers that it would fail by. */
function isAble(phase: Phase, { hasServers = true }: OperatedHost): boolean {
    return phase === 'serving' && hasServers;
}
