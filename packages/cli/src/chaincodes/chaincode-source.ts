import { resolve } from 'node:path';
import { type Environment, type Given, nameOf, optionOf } from '../input/environment';
import { refuseIdleSettings } from '../input/idle-setting';
import { readTlsFiles, type TlsFiles } from '../input/tls-files';
import { ConfigurationError } from '../reporting/command-error';
import { SERVER_SETTINGS } from '../serving/server-options';
import {
    resolveMilliseconds,
    resolveRunSettings,
    resolveServerSettings,
    type RunSettings,
} from '../serving/server-settings';
import { parseChaincodeList } from './chaincode-list';
import { CHAINCODES_SETTINGS } from './chaincodes-options';
import { readConfigFile } from './config-file';
import type { DesiredChaincode, TlsSource } from './desired-chaincode';

/** Where a server is told which chaincodes to serve. */
export interface ChaincodeSource {
    /**
     * What it says now.
     * @throws ConfigurationError if that cannot work
     */
    read(): DesiredChaincode[];
    /** Whether any of it is in files, which may change. */
    readonly isInFiles: boolean;
    /** How often to look at them; 0 for never. */
    readonly intervalMs: number;
}

/** What `heddle server` goes by, checked. */
export interface SourcedSettings {
    readonly settings: RunSettings;
    readonly source: ChaincodeSource;
}

const DEFAULT_INTERVAL_MS = 10_000;

/**
 * Finds the one place that names the chaincodes: id and address, a list, or a file.
 * @throws ConfigurationError if no chaincode is named, or in several ways, or it cannot work
 */
export function resolveChaincodeSource(environment: Environment): SourcedSettings {
    const sourced = findSource(environment);
    if (sourced.source.isInFiles) return sourced;
    const remedy = `set ${nameOf(CHAINCODES_SETTINGS.config)}, or TLS, as well`;
    const why = 'nothing of what is served is in files that may change';
    refuseIdleSettings(environment, [CHAINCODES_SETTINGS.reloadIntervalMs], { why, remedy });
    return sourced;
}

function findSource(environment: Environment): SourcedSettings {
    const list = environment.find(CHAINCODES_SETTINGS.chaincodes);
    const file = environment.find(CHAINCODES_SETTINGS.config);
    const intervalMs = resolveMilliseconds(environment, CHAINCODES_SETTINGS.reloadIntervalMs) ?? DEFAULT_INTERVAL_MS;
    const named = list ?? file;
    if (named === undefined) return singleChaincode(environment, intervalMs);
    for (const other of [list, file, findAny(environment)]) refuseBesides(named, other);
    const tls = sourceOf(environment, readTlsFiles(environment));
    const settings = resolveRunSettings(environment);
    const defaults = { modulePath: settings.modulePath, mspId: settings.mspId, tls };
    const read = (): DesiredChaincode[] => {
        return file === undefined ? parseChaincodeList(named, defaults) : readConfigFile(file.value, defaults);
    };
    const isInFiles = file !== undefined || tls !== undefined;
    return { settings, source: { read: () => checkedDistinct(read()), isInFiles, intervalMs } };
}

function singleChaincode(environment: Environment, intervalMs: number): SourcedSettings {
    const settings = resolveServerSettings(environment);
    const { packageId, address, mspId, modulePath } = settings;
    const tls = sourceOf(environment, settings.tls);
    const source = optionOf(SERVER_SETTINGS.chaincodeId);
    const file = environment.find(SERVER_SETTINGS.packageFile)?.value;
    const packageFile = file && resolve(file);
    const desired = { source, packageId, address, hostname: undefined, mspId, modulePath, packageFile, tls };
    return { settings, source: { read: () => [desired], isInFiles: tls !== undefined, intervalMs } };
}

/** @param files what was read at first; which files there are does not change */
function sourceOf(environment: Environment, files: TlsFiles | undefined): TlsSource | undefined {
    return files && { read: () => readTlsFiles(environment) ?? files };
}

function findAny(environment: Environment): Given | undefined {
    const { chaincodeId, chaincodeAddress, packageFile } = SERVER_SETTINGS;
    return [chaincodeId, chaincodeAddress, packageFile]
        .map((setting) => environment.find(setting))
        .find((given) => given !== undefined);
}

function refuseBesides(named: Given, other: Given | undefined): void {
    if (other === undefined || other === named) return;
    throw new ConfigurationError(
        `${named.source} and ${other.source} both say what is served: keep one of them, and leave the other out`,
    );
}

/** Two that nothing tells apart are found here, before anything is changed for their sake. */
function checkedDistinct(chaincodes: readonly DesiredChaincode[]): DesiredChaincode[] {
    const seen = new Map<string, DesiredChaincode>();
    for (const chaincode of chaincodes) {
        const { packageId, address, hostname } = chaincode;
        refuseRepeated(seen, `id ${packageId}`, chaincode);
        const name = hostname === undefined ? '' : ` and host name ${hostname.toLowerCase()}`;
        if (!address.endsWith(':0')) refuseRepeated(seen, `address ${address}${name}`, chaincode);
    }
    return [...chaincodes];
}

function refuseRepeated(seen: Map<string, DesiredChaincode>, what: string, chaincode: DesiredChaincode): void {
    const earlier = seen.get(what);
    if (earlier !== undefined) {
        throw new ConfigurationError(
            `${earlier.source} and ${chaincode.source} have the same ${what}: give each chaincode its own id, and an ` +
                'address or a host name of its own',
        );
    }
    seen.set(what, chaincode);
}
