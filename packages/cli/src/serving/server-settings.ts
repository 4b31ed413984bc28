import type { LimitOptions, WarningCode } from '@heddle/core';
import { LONGEST_TIMER_MS } from '@heddle/protocol/internal';
import { type Environment, type Given, nameOf, type Sayable, type Setting } from '../input/environment';
import { resolveLogLevel } from '../input/log-level';
import { resolveModulePath } from '../input/module-path';
import { resolveSwitch } from '../input/switch';
import { readTlsFiles, type TlsFiles } from '../input/tls-files';
import { wholeNumber } from '../input/whole-number';
import type { ContractSettings } from '../loading/load-chaincode';
import { type JournalSettings, resolveJournalSettings } from '../recording/journal-settings';
import { ConfigurationError } from '../reporting/command-error';
import type { LogThreshold } from '../reporting/log';
import { resolveTracingSettings, type TracingSettings } from '../tracing/tracing-settings';
import { resolveLimitSettings } from './limit-settings';
import { DEFAULT_GRACE_MS, SERVER_SETTINGS } from './server-options';

/** What `heddle server` goes by, checked. Where a value is undefined, the server's default holds. */
export interface ServerSettings extends RunSettings {
    /** The id under which the package is installed. */
    readonly packageId: string;
    /** Where to listen: `host:port`. */
    readonly address: string;
    /** Undefined: connections are not encrypted. */
    readonly tls: TlsFiles | undefined;
}

/** The part that is not about who the server is and where. */
export interface RunSettings {
    readonly mspId: string | undefined;
    /** The folder of the package, absolute. */
    readonly modulePath: string;
    readonly logLevel: LogThreshold;
    /** Where to serve probes and metrics: `host:port`. */
    readonly operationsAddress: string | undefined;
    readonly graceMs: number;
    readonly registrationTimeoutMs: number | undefined;
    readonly transactionTimeoutMs: number | undefined;
    /** Undefined: as many transactions as peers ask for. */
    readonly limits: LimitOptions | undefined;
    readonly workers: number;
    readonly keepaliveTimeMs: number | undefined;
    readonly keepaliveTimeoutMs: number | undefined;
    readonly silencedWarnings: readonly WarningCode[];
    readonly contracts: ContractSettings;
    /** Undefined: nothing is recorded. */
    readonly journal: JournalSettings | undefined;
    /** Undefined: nothing is traced. */
    readonly tracing: TracingSettings | undefined;
}

/** More threads than that have no machine to run on. */
const MOST_WORKERS = 64;

/** What builders set that launch chaincode, and that nobody sets for a server. */
const LAUNCHED: Sayable = { variables: ['CORE_PEER_ADDRESS'] };

/**
 * Checks everything that can be checked before anything is loaded.
 *
 * @throws ConfigurationError that names the option, its variable and the remedy
 */
export function resolveServerSettings(environment: Environment): ServerSettings {
    return {
        packageId: resolvePackageId(environment),
        address: resolveAddress(environment),
        tls: readTlsFiles(environment),
        ...resolveRunSettings(environment),
    };
}

/** @throws ConfigurationError that names the option, its variable and the remedy */
export function resolveRunSettings(environment: Environment): RunSettings {
    const milliseconds = (setting: Setting): number | undefined => resolveMilliseconds(environment, setting);
    return {
        mspId: environment.find(SERVER_SETTINGS.mspId)?.value,
        modulePath: resolveModulePath(environment),
        logLevel: resolveLogLevel(environment),
        operationsAddress: resolveOperationsAddress(environment),
        graceMs: milliseconds(SERVER_SETTINGS.shutdownGraceMs) ?? DEFAULT_GRACE_MS,
        registrationTimeoutMs: milliseconds(SERVER_SETTINGS.registrationTimeoutMs),
        transactionTimeoutMs: milliseconds(SERVER_SETTINGS.transactionTimeoutMs),
        limits: resolveLimitSettings(environment),
        workers: resolveWorkers(environment),
        keepaliveTimeMs: milliseconds(SERVER_SETTINGS.keepaliveTimeMs),
        keepaliveTimeoutMs: milliseconds(SERVER_SETTINGS.keepaliveTimeoutMs),
        silencedWarnings: resolveCodes(environment),
        journal: resolveJournalSettings(environment),
        tracing: resolveTracingSettings(environment),
        contracts: {
            silencedWarnings: resolveCodes(environment),
            lenientReadonly: resolveSwitch(environment, SERVER_SETTINGS.lenientReadonly),
            secondEvent: resolveSwitch(environment, SERVER_SETTINGS.lenientEvents) ? 'replace' : 'refuse',
            exposeErrors: resolveSwitch(environment, SERVER_SETTINGS.exposeErrors),
            logArguments: resolveSwitch(environment, SERVER_SETTINGS.logArguments),
        },
    };
}

/**
 * @param setting by which the id is said
 * @throws ConfigurationError if the id is missing, or no peer can have it
 */
export function resolvePackageId(environment: Environment, setting: Setting = SERVER_SETTINGS.chaincodeId): string {
    const given = environment.find(setting);
    const remedy = `set ${nameOf(setting)} to the package id that "peer lifecycle chaincode queryinstalled" prints`;
    if (given === undefined) throw new ConfigurationError(`the package id is missing: ${remedy}`);
    // A peer compares ids byte by byte: quotes and line ends that came along would keep it from ever accepting this one.
    if (/[\s"']/.test(given.value)) throw invalid(given, 'has white space or quotes in it', remedy);
    return given.value;
}

/** @throws ConfigurationError if the address is missing, or is not `host:port` */
export function resolveAddress(environment: Environment): string {
    const given = environment.find(SERVER_SETTINGS.chaincodeAddress);
    const remedy = `set ${nameOf(SERVER_SETTINGS.chaincodeAddress)} to a host and a port, such as 0.0.0.0:9999`;
    if (given !== undefined) return checkedAddress(given, remedy);
    const launched = environment.find(LAUNCHED);
    if (launched === undefined) throw new ConfigurationError(`the address to listen at is missing: ${remedy}`);
    throw new ConfigurationError(
        `the address to listen at is missing, and ${launched.source} says where a peer is to be dialled: for chaincode that a ` +
            `peer launches, run "heddle start"; for a server, ${remedy}`,
    );
}

/** @throws ConfigurationError if it is not `host:port` */
export function resolveOperationsAddress(environment: Environment): string | undefined {
    const given = environment.find(SERVER_SETTINGS.operationsAddress);
    const remedy = `set ${nameOf(SERVER_SETTINGS.operationsAddress)} to a host and a port, such as 0.0.0.0:9443`;
    return given && checkedAddress(given, remedy);
}

function checkedAddress(given: Given, remedy: string): string {
    // An empty host is every interface, as for chaincode in Go.
    const [, port] = /^(?:\[[\da-f:.%]+\]|[^\s:/[\]]*):(\d{1,5})$/i.exec(given.value) ?? [];
    if (port === undefined || Number(port) > 65_535) throw invalid(given, 'is no address', remedy);
    return given.value;
}

/** @throws ConfigurationError if it is no time */
export function resolveMilliseconds(environment: Environment, setting: Setting): number | undefined {
    const given = environment.find(setting);
    if (given === undefined) return undefined;
    const value = wholeNumber(given.value);
    if (value <= LONGEST_TIMER_MS) return value;
    throw invalid(given, 'is no time', `set ${nameOf(setting)} to milliseconds from 0 to ${LONGEST_TIMER_MS}`);
}

function resolveWorkers(environment: Environment): number {
    const given = environment.find(SERVER_SETTINGS.workers);
    if (given === undefined) return 0;
    const count = wholeNumber(given.value);
    if (count <= MOST_WORKERS) return count;
    const remedy = `set ${nameOf(SERVER_SETTINGS.workers)} to a whole number from 0 to ${MOST_WORKERS}`;
    throw invalid(given, 'is no number of threads', remedy);
}

function resolveCodes(environment: Environment): WarningCode[] {
    const given = environment.find(SERVER_SETTINGS.silencedWarnings);
    const codes = given === undefined ? [] : given.value.split(',').map((code) => code.trim());
    return codes as WarningCode[]; // the host knows them, and is not loaded yet
}

function invalid({ source, value }: Given, what: string, remedy: string): ConfigurationError {
    return new ConfigurationError(`${source} is ${JSON.stringify(value)}, which ${what}: ${remedy}`);
}
