import {
    type CommandLine,
    ConfigurationError,
    Environment,
    nameOf,
    parseDialledAddress,
    resolveModulePath,
    type Setting,
} from 'heddle/command';
import { findConnection } from '../dev/connection/connection-file';
import { CHAINCODE_SETTINGS, type ConnectionOptions, PEER_SETTINGS } from '../input/connection-options';
import { readConnectionProfile } from './connection-profile';
import type { Connection, User } from './gateway-connection';
import { resolveTls } from './gateway-tls';
import type { DevNetworkSource, NetworkSource, UserSource } from './network-source';
import { type DevUser, toNetworkSource } from './running-network';
import { readUser } from './user-files';

/** What the user said, and where. */
export interface ConnectionRequest {
    readonly commandLine: CommandLine;
    readonly variables: NodeJS.ProcessEnv;
    readonly options: ConnectionOptions;
    /** What is called where nobody says. Default: that has to be said. */
    readonly chaincode?: string;
}

/** A channel at a gateway; which chaincode is meant may not be said. */
export interface ChannelConnection extends Omit<Connection, 'chaincode'> {
    readonly chaincode: string | undefined;
}

/**
 * Finds out whom to call, and in whose name: by `--gateway` or its variable, by a connection profile, or else on the
 * network that `heddle dev` runs for a package. Other options add to that, or replace parts of it. The variables of the
 * peer command describe one peer as a whole, and count only if its address is one of them.
 *
 * @throws ConfigurationError if something is missing, contradictory or unusable
 */
export function resolveConnection(request: ConnectionRequest): Connection {
    const { dev, ...connection } = resolveChannel(request);
    const { chaincode } = connection;
    if (chaincode === undefined) throw missingName(CHAINCODE_SETTINGS.chaincode);
    return { ...connection, chaincode, ...(dev !== undefined && { dev: ofChaincode(dev, chaincode) }) };
}

/** As resolveConnection, where no chaincode need be named. @throws ConfigurationError */
export function resolveChannel(request: ConnectionRequest): ChannelConnection {
    const all = new Environment(request.commandLine, request.variables);
    const source = findSource(request, all);
    const byAddress = request.options.connectionProfile === undefined && all.find(PEER_SETTINGS.gateway) !== undefined;
    const settings = byAddress ? all : new Environment(request.commandLine, {});
    return {
        address: source.address,
        user: resolveUser(settings, request.options, source),
        tls: resolveTls(settings, source.tls),
        channel: nameFor(CHAINCODE_SETTINGS.channel, all, source.channel),
        chaincode: all.find(CHAINCODE_SETTINGS.chaincode)?.value ?? source.chaincode ?? request.chaincode,
        timeoutMs: timeoutFor(request, source),
        ...(source.dev !== undefined && { dev: source.dev }),
    };
}

function resolveUser(settings: Environment, options: ConnectionOptions, source: NetworkSource): User {
    const mspId = settings.find(PEER_SETTINGS.mspId)?.value ?? source.mspId;
    if (mspId === undefined) throw missing(PEER_SETTINGS.mspId, 'the organization of the user, such as Org1MSP');
    const user = findUser(settings, options) ?? source.user;
    if (user === undefined) throw missing(PEER_SETTINGS.mspDir, 'the folder msp of the user, or --cert and --key');
    return { mspId, ...readUser(user) };
}

function findSource({ options, commandLine }: ConnectionRequest, all: Environment): NetworkSource {
    const { connectionProfile, organization, as, cert } = options;
    if (connectionProfile !== undefined) {
        if (commandLine.has('--gateway')) throw contradictory('--connection-profile', '--gateway');
        refuseDev('--connection-profile', commandLine);
        return readConnectionProfile(connectionProfile, organization);
    }
    if (organization !== undefined) {
        throw new ConfigurationError('--organization is one of a connection profile: give --connection-profile too');
    }
    const gateway = all.find(PEER_SETTINGS.gateway);
    if (gateway === undefined) {
        const user = cert === undefined ? '--msp-dir' : '--cert';
        if (as !== undefined && (cert ?? commandLine.get(user)) !== undefined) throw contradictory('--as', user);
        return findDevNetwork(resolveModulePath(all), { mspId: commandLine.get('--msp-id'), as });
    }
    refuseDev(gateway.source, commandLine);
    if (parseDialledAddress(gateway.value) === undefined) {
        throw new ConfigurationError(
            `${gateway.source} is ${JSON.stringify(gateway.value)}, which is not host:port: give the address of a peer, such as localhost:7051`,
        );
    }
    return { ...NOTHING_KNOWN, address: gateway.value };
}

/** @throws ConfigurationError for what is said of the network of heddle dev, where another one is called */
function refuseDev(source: string, commandLine: CommandLine): void {
    for (const option of ['--as', '--module-path']) if (commandLine.has(option)) throw contradictory(source, option);
}

const DEBUGGED_TIMEOUT_MS = 24 * 60 * 60 * 1000;

const NOTHING_KNOWN = { tls: undefined, mspId: undefined, user: undefined, channel: undefined, chaincode: undefined };

/** Why a chaincode does not answer is told in the folder of its own package. */
function ofChaincode(dev: DevNetworkSource, chaincode: string): DevNetworkSource {
    const { folder = dev.folder } = dev.chaincodes?.find(({ name }) => name === chaincode) ?? {};
    return { ...dev, folder };
}

function findDevNetwork(folder: string, user: DevUser): NetworkSource {
    const dev = findConnection(folder);
    if (dev !== undefined) return toNetworkSource(dev, user, folder);
    throw new ConfigurationError(
        `heddle dev does not run for ${folder}: start it, name its package by --module-path, or another network by --gateway or --connection-profile`,
    );
}

/** A user that is named on the command line is not the one of the variables, and one by files not the one of a folder. */
function findUser(settings: Environment, { cert, key }: ConnectionOptions): UserSource | undefined {
    if ((cert === undefined) !== (key === undefined)) {
        throw new ConfigurationError('--cert and --key need each other: give both, or --msp-dir');
    }
    const mspDir = settings.find(PEER_SETTINGS.mspDir);
    if (cert === undefined || key === undefined) return mspDir && { mspDir };
    if (mspDir?.source === '--msp-dir') throw contradictory('--cert', '--msp-dir');
    return { cert: { value: cert, source: '--cert' }, key: { value: key, source: '--key' } };
}

function nameFor(setting: Setting, all: Environment, known: string | undefined): string {
    const name = all.find(setting)?.value ?? known;
    if (name === undefined) throw missingName(setting);
    return name;
}

function missingName(setting: Setting): ConfigurationError {
    return missing(setting, `the name of ${setting.description}`);
}

/** Whoever stands at a breakpoint is waited for, unless the command line says for how long. */
function timeoutFor({ options, commandLine }: ConnectionRequest, { dev }: NetworkSource): number {
    const isGiven = commandLine.get('--timeout-ms') !== undefined;
    return dev?.isDebugged === true && !isGiven ? DEBUGGED_TIMEOUT_MS : parseTimeout(options.timeoutMs);
}

function parseTimeout(text: string): number {
    const timeoutMs = Number(text);
    if (/^\d{1,9}$/.test(text) && timeoutMs > 0) return timeoutMs;
    throw new ConfigurationError(`--timeout-ms is ${JSON.stringify(text)}: give a number of milliseconds above 0`);
}

function missing(setting: Setting, what: string): ConfigurationError {
    return new ConfigurationError(`${nameOf(setting)} is missing: set it to ${what}`);
}

function contradictory(one: string, other: string): ConfigurationError {
    return new ConfigurationError(`${one} and ${other} contradict each other: give one of them`);
}
