import { LONGEST_TIMER_MS } from '@heddle/protocol/internal';
import { type LimitOptions, type ResolvedLimits, resolveLimits } from '../admission/limit-options';
import { ChaincodeError, shown } from '../errors';
import { guardedLogger } from '../guarded-logger';
import { guardedHostObserver } from '../guarded-observer';
import { createLogger, type Logger } from '../logger';
import type { HostObserver } from '../observer';
import { type CreateFrameTap, FRAME_TAP, type Tapped } from '../session/frame-tap';
import { loadOpenTelemetry } from '../tracing/open-telemetry';
import { type ResolvedTracing, resolveTracing, type TracingOptions } from '../tracing/tracing-options';
import { isWarningCode, type WarningCode, WARNINGS } from '../warning-codes';
import { checkedWorkerOptions, type WorkerOptions } from '../workers/worker-options';
import { namesOf, type OptionNames, SILENCED_WARNINGS } from './option-names';

/** HTTP/2 pings that find out whether the other side is still there. */
export interface KeepaliveOptions {
    /** After how many milliseconds without traffic to ask; 0 for never. Default 60,000, as the Go shim. */
    readonly timeMs?: number | undefined;
    /** How many milliseconds to wait for the answer. Default 20,000. */
    readonly timeoutMs?: number | undefined;
}

/** What a host of chaincode can be told, in server and in client mode. */
export interface HostOptions {
    /** The id under which the package is installed, `label:sha256`, as `peer lifecycle chaincode queryinstalled` has it. */
    readonly packageId: string;
    /**
     * What `stub.getMspID()` answers: the MSP id of the peer. Peers do not tell it to an external
     * service. Default: none, and `getMspID` throws.
     */
    readonly mspId?: string | undefined;
    /** How a peer that has gone without a word is found out. Default: asked after 60 s without traffic. */
    readonly keepalive?: KeepaliveOptions | undefined;
    /** How many milliseconds a peer may take to accept the registration; 0 for any. Default 5,000. */
    readonly registrationTimeoutMs?: number | undefined;
    /** After how many milliseconds a transaction is answered with TIMEOUT. Default 0: never. Peers wait for 30 s. */
    readonly transactionTimeoutMs?: number | undefined;
    /** Whether requests of the same tick may share a message, on peers that take that. Default true. */
    readonly coalesce?: boolean | undefined;
    /** Threads for transactions that would keep the event loop busy. Default: none. */
    readonly workers?: WorkerOptions | undefined;
    /** How much is taken at the same time, by all chaincodes of the process. Default: no limits. */
    readonly limits?: LimitOptions | undefined;
    /**
     * Default: lines of JSON on standard error, from level `info` on. A line at which a logger throws, or rejects, goes there,
     * too; it never fails a transaction.
     */
    readonly logger?: Logger | undefined;
    /** Codes of warnings that are counted and not told. Default: none. */
    readonly silencedWarnings?: readonly WarningCode[] | undefined;
    /** Is told of transactions, requests, streams, warnings and refused connections, for metrics. Default: nobody is. */
    readonly observer?: HostObserver | undefined;
    /**
     * Traces transactions by OpenTelemetry: true, or which part of them. It needs `@opentelemetry/api`, and an SDK that the
     * process has registered. The trace's id is made of the transaction's, so it is the same at all organizations. Default
     * false: nothing of it is loaded.
     */
    readonly tracing?: TracingOptions | boolean | undefined;
}

/** HostOptions, checked and complete. */
export interface ResolvedHostOptions {
    readonly packageId: string;
    readonly mspId: string | undefined;
    readonly keepalive: { readonly timeMs: number; readonly timeoutMs: number };
    readonly registrationTimeoutMs: number;
    readonly transactionTimeoutMs: number;
    readonly coalesce: boolean;
    readonly workers: WorkerOptions | undefined;
    /** Undefined where nothing is limited. */
    readonly limits: ResolvedLimits | undefined;
    readonly logger: Logger;
    readonly silencedWarnings: readonly WarningCode[];
    readonly observer: HostObserver | undefined;
    readonly tracing: ResolvedTracing | undefined;
    /** Makes what each stream's frames are told to; undefined for nothing. */
    readonly createTap: CreateFrameTap | undefined;
}

/**
 * Checks what both kinds of host have in common, and fills in what is left out.
 * @param names what the options are called in the kind at hand
 * @throws ChaincodeError INVALID_OPTIONS, with one sentence that names the option and the remedy
 */
export function resolveHostOptions(
    options: HostOptions,
    names: { readonly packageId: OptionNames; readonly mspId: OptionNames },
): ResolvedHostOptions {
    const { packageId, mspId, keepalive = {}, registrationTimeoutMs, transactionTimeoutMs, ...rest } = options;
    const {
        coalesce = true,
        workers,
        limits,
        logger: given = createLogger(),
        observer,
        tracing,
        silencedWarnings = [],
        ...unknown
    } = rest;
    const [misnamed] = Object.keys(unknown);
    if (misnamed !== undefined) throw invalid(`there is no option ${misnamed}: correct its name, or leave it out`);
    const logger = guardedLogger(given);
    return {
        packageId: checkedPackageId(packageId, namesOf(names.packageId)),
        mspId: checkedMspId(mspId, namesOf(names.mspId)),
        keepalive: {
            timeMs: milliseconds('keepalive.timeMs', keepalive.timeMs, 60_000),
            timeoutMs: milliseconds('keepalive.timeoutMs', keepalive.timeoutMs, 20_000),
        },
        registrationTimeoutMs: milliseconds('registrationTimeoutMs', registrationTimeoutMs, 5_000),
        transactionTimeoutMs: milliseconds('transactionTimeoutMs', transactionTimeoutMs, 0),
        coalesce,
        workers: workers === undefined ? undefined : checkedWorkerOptions(workers),
        limits: resolveLimits(limits),
        logger,
        silencedWarnings: checkedCodes(silencedWarnings),
        observer: observer && guardedHostObserver(observer, logger),
        tracing: checkedTracing(tracing),
        createTap: (options as Tapped)[FRAME_TAP], // the one option that its type does not tell of
    };
}

/** @throws ChaincodeError INVALID_OPTIONS where the options are not an object */
export function checkedOptions<T extends object>(options: T): T {
    if (typeof options === 'object' && (options as T | null) !== null) return options;
    throw invalid('the options are missing: give an object with packageId and address');
}

/** @throws ChaincodeError INVALID_OPTIONS where it is no number of milliseconds that a timer takes */
export function milliseconds(option: string, value: number | undefined, otherwise: number): number {
    if (value === undefined) return otherwise;
    if (Number.isInteger(value) && value >= 0 && value <= LONGEST_TIMER_MS) return value;
    throw invalid(`${option} is ${shown(value)}: set it to whole milliseconds from 0 to ${LONGEST_TIMER_MS}`);
}

/** Whether the API is there is found out before anything is served. */
function checkedTracing(tracing: HostOptions['tracing']): ResolvedTracing | undefined {
    const resolved = resolveTracing(tracing);
    if (resolved !== undefined) loadOpenTelemetry();
    return resolved;
}

function checkedCodes(codes: readonly string[]): readonly WarningCode[] {
    const unknown = codes.find((code) => !isWarningCode(code));
    if (unknown === undefined) return codes as readonly WarningCode[];
    const codesThereAre = Object.keys(WARNINGS).join(', ');
    throw invalid(`${namesOf(SILENCED_WARNINGS)} has ${shown(unknown)}: the codes are ${codesThereAre}`);
}

function checkedPackageId(packageId: unknown, names: string): string {
    const remedy = 'set it to the id that `peer lifecycle chaincode queryinstalled` shows for the package';
    if (packageId === undefined || packageId === '') throw invalid(`${names} is missing: ${remedy}`);
    if (typeof packageId === 'string' && !/[\s,"']/.test(packageId)) return packageId;
    throw invalid(`${names} is ${JSON.stringify(packageId)}, which is not a package id: ${remedy}`);
}

function checkedMspId(mspId: unknown, names: string): string | undefined {
    if (mspId === undefined || (typeof mspId === 'string' && mspId !== '')) return mspId;
    throw invalid(`${names} is ${JSON.stringify(mspId)}: set it to the MSP id of the peer, or leave it out`);
}

function invalid(message: string): ChaincodeError {
    return new ChaincodeError('INVALID_OPTIONS', message);
}
