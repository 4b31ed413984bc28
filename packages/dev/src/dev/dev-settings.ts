import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CollectionOptions, StateDatabase } from '@heddle/local-peer';
import { checkCollections, ConfigurationError, type PackageManifest, reasonOf, sentenceOf } from 'heddle/command';
import { DEV_FOLDER } from './connection/connection-file';
import { domainOf } from './identities/organization-domain';

/** The options of `heddle dev`, as they were given. */
export interface DevOptions {
    readonly channel: string;
    readonly chaincodeName?: string;
    readonly organizations: string;
    readonly oneProcess?: boolean;
    readonly port: string;
    readonly tls?: boolean;
    readonly store?: string;
    readonly cryptoDir?: string;
    readonly queries: StateDatabase;
    readonly collectionsConfig?: string;
    readonly executeTimeoutMs: string;
    readonly determinismCheck: boolean;
    readonly endorsementPolicy?: string;
    readonly build?: string;
}

/** What `heddle dev` goes by, checked. Paths are absolute. */
export interface DevSettings {
    readonly channel: string;
    readonly chaincodeName: string;
    readonly mspIds: readonly [string, ...string[]];
    /** Of the gateways, in the order of the organizations. */
    readonly ports: readonly number[];
    /** Whether one chaincode process serves the peers of all organizations. */
    readonly isOneProcess: boolean;
    readonly isEncrypted: boolean;
    /** Undefined: the ledger is kept in memory. */
    readonly storeFolder: string | undefined;
    readonly cryptoFolder: string;
    readonly queries: StateDatabase;
    /** Undefined: those that the contracts declare. */
    readonly collections: readonly CollectionOptions[] | undefined;
    /** How long the peers wait for a transaction, as core.yaml's chaincode.executetimeout. */
    readonly executeTimeoutMs: number;
    /** Whether each submitted transaction is run twice, and refused if the two runs differ. */
    readonly determinism: 'check' | 'off';
    /** In Fabric's text form. Undefined: most of the organizations. */
    readonly endorsementPolicy: string | undefined;
    /** In place of what the package says. */
    readonly buildCommand: string | undefined;
}

/** fabric, common/configtx/validator.go. */
const CHANNEL = /^[a-z][a-z0-9.-]{0,248}$/;
/** fabric, core/chaincode/lifecycle/scc.go, ChaincodeNameRegExp. */
const CHAINCODE = /^[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*$/;
const PORTS_APART = 2000;
const LAST_PORT = 65_535;
const MSP_ID = /^[A-Za-z0-9.-]+$/;

/** @throws ConfigurationError that names the option and the remedy */
export function resolveDevSettings(options: DevOptions, folder: string, manifest: PackageManifest): DevSettings {
    const { channel, store, cryptoDir, queries } = options;
    if (!CHANNEL.test(channel))
        throw invalid('--channel', channel, 'begin with a lower-case letter, and use these, digits, . and - only');
    const mspIds = mspIdsOf(options.organizations);
    const storeFolder = store === undefined ? undefined : resolve(store);
    return {
        channel,
        chaincodeName: chaincodeNameOf(options.chaincodeName, manifest),
        mspIds,
        ports: portsOf(options.port, mspIds.length),
        isOneProcess: options.oneProcess ?? false,
        isEncrypted: options.tls ?? false,
        storeFolder,
        // Users must stay valid for a ledger that is kept: they are kept with it.
        cryptoFolder:
            cryptoDir === undefined ? join(storeFolder ?? join(folder, DEV_FOLDER), 'crypto') : resolve(cryptoDir),
        queries,
        collections: collectionsOf(options.collectionsConfig),
        executeTimeoutMs: executeTimeoutOf(options.executeTimeoutMs),
        determinism: options.determinismCheck ? 'check' : 'off',
        endorsementPolicy: options.endorsementPolicy,
        buildCommand: options.build,
    };
}

/** By default the package's name, as far as peers take it for a chaincode's. */
function chaincodeNameOf(given: string | undefined, { name }: PackageManifest): string {
    const remedy = 'use letters and digits, with - or _ between them';
    if (given !== undefined && !CHAINCODE.test(given)) throw invalid('--chaincode-name', given, remedy);
    if (given !== undefined) return given;
    const own = typeof name === 'string' ? name.replace(/^@[^/]*\//, '').replaceAll('.', '-') : '';
    return CHAINCODE.test(own) ? own : 'chaincode';
}

function mspIdsOf(given: string): readonly [string, ...string[]] {
    const [first, ...others] = given.split(',').map((id) => id.trim());
    const remedy = 'give MSP ids with commas between them, such as Org1MSP,Org2MSP';
    if (first === undefined || [first, ...others].some((id) => !MSP_ID.test(id)))
        throw invalid('--organizations', given, remedy);
    const domains = [first, ...others].map(domainOf);
    if (new Set(domains).size < domains.length)
        throw invalid('--organizations', given, 'name each organization once, whatever the case of its letters');
    return [first, ...others];
}

/** Of each organization's gateway, as far apart as in Fabric's samples: 7051, 9051, 11051. */
function portsOf(given: string, count: number): number[] {
    const first = /^\d{1,5}$/.test(given) ? Number(given) : NaN;
    const ports = Array.from({ length: count }, (_, index) => (first === 0 ? 0 : first + index * PORTS_APART));
    if (ports.every((port) => port <= LAST_PORT)) return ports;
    const last = LAST_PORT - (count - 1) * PORTS_APART;
    throw invalid('--port', given, `give a port from 1 to ${last}, or 0 for any that is free`);
}

/** @throws ConfigurationError */
function executeTimeoutOf(given: string): number {
    const milliseconds = /^\d{1,9}$/.test(given) ? Number(given) : 0;
    if (milliseconds > 0) return milliseconds;
    throw invalid('--execute-timeout-ms', given, 'give a whole number of milliseconds, 1 at least');
}

function collectionsOf(file: string | undefined): CollectionOptions[] | undefined {
    if (file === undefined) return undefined;
    const text = readText(file);
    const [finding] = checkCollections(file, text).findings;
    if (finding !== undefined) throw new ConfigurationError(sentenceOf(finding));
    // They have been checked.
    return (JSON.parse(text) as CollectionConfig[]).map(({ endorsementPolicy, ...collection }) => {
        const policy = endorsementPolicy?.signaturePolicy;
        if (endorsementPolicy?.channelConfigPolicy !== undefined) {
            const remedy = 'give a signaturePolicy here: the local channel has no policies of its own to refer to';
            throw new ConfigurationError(`${file}: ${collection.name}: "channelConfigPolicy" has no effect: ${remedy}`);
        }
        return policy === undefined ? collection : { ...collection, endorsementPolicy: policy };
    });
}

interface CollectionConfig extends Omit<CollectionOptions, 'endorsementPolicy'> {
    readonly endorsementPolicy?: { readonly signaturePolicy?: string; readonly channelConfigPolicy?: string } | null;
}

function readText(file: string): string {
    try {
        return readFileSync(file, 'utf8');
    } catch (error) {
        const remedy = 'give a collections configuration, as for the peer command';
        throw new ConfigurationError(
            `--collections-config is ${file}, which cannot be read (${reasonOf(error)}): ${remedy}`,
        );
    }
}

function invalid(option: string, value: string, remedy: string): ConfigurationError {
    return new ConfigurationError(`${option} is ${JSON.stringify(value)}: ${remedy}`);
}
