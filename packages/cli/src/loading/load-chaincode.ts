import type { ContractInfo, ContractSources, Descriptions, MetadataDocument } from '@heddle/contract';
import type { Chaincode, Logger, WarningCode } from '@heddle/core';
import { findPackageEntry, type PackageManifest } from '../input/package-entry';
import { ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';
import { toError } from '../reporting/to-error';
import { createContractChaincode } from './contract-layer';
import { readDescriptionsFile } from './descriptions-file';
import { type Exported, findExported } from './exported-chaincode';
import { loadModule } from './load-module';
import { readMetadataFile } from './metadata-file';

/** How contracts are served; a chaincode without contracts decides the first two itself. */
export interface ContractSettings {
    readonly lenientReadonly?: boolean;
    readonly secondEvent?: 'refuse' | 'replace';
    readonly exposeErrors?: boolean;
    readonly silencedWarnings?: readonly WarningCode[];
    /** What doc comments say, for the metadata. Default: what META-INF/descriptions.json keeps of them. */
    readonly descriptions?: Descriptions | undefined;
    /** Whether the log may show arguments. */
    readonly logArguments?: boolean;
}

export interface LoadedChaincode {
    readonly chaincode: Chaincode;
    /** The module that it was found in. */
    readonly file: string;
    /** Of contracts; a chaincode without contracts has no metadata. */
    readonly metadata: MetadataDocument | undefined;
}

/**
 * Loads a package and makes the chaincode that it is.
 *
 * @param folder the package's folder, absolute
 * @throws ConfigurationError if there is no package, or nothing in it that can be served
 */
export async function loadChaincode(
    folder: string,
    logger: Logger,
    settings: ContractSettings = {},
): Promise<LoadedChaincode> {
    const { manifest, file } = findPackageEntry(folder);
    const exported = findExported(await loadModule(file, logger), file);
    if (exported.kind === 'chaincode') {
        return { chaincode: watched(createChaincode(exported, file, logger)), file, metadata: undefined };
    }
    // What each of them is is checked with everything else about them.
    const sources = {
        contracts: exported.contracts,
        serializers: exported.serializers,
        info: infoOf(manifest),
        metadata: readMetadataFile(folder),
    } as ContractSources;
    const chaincode = await createContractChaincode(file, {
        ...sources,
        ...settings,
        descriptions: settings.descriptions ?? readDescriptionsFile(folder),
        logger,
    });
    return { chaincode: watched(chaincode), file, metadata: chaincode.metadata };
}

/** Where `heddle dev` puts what watches a chaincode, into the process that it starts. */
const WATCH_CHAINCODE = Symbol.for('heddle.watchChaincode');

/** The chaincode as `heddle dev` watches it; on a server, itself. */
function watched(chaincode: Chaincode): Chaincode {
    const watch = Reflect.get(globalThis, WATCH_CHAINCODE) as ((chaincode: Chaincode) => Chaincode) | undefined; // of @heddle/dev
    return watch?.(chaincode) ?? chaincode;
}

/** What the metadata says about all contracts together, as fabric-chaincode-node takes it from package.json. */
function infoOf({ name, version }: PackageManifest): ContractInfo | undefined {
    if (typeof name !== 'string') return undefined;
    return { title: name, ...(typeof version === 'string' && { version }) };
}

type ExportedChaincode = Extract<Exported, { kind: 'chaincode' }>;

function createChaincode({ name, chaincode }: ExportedChaincode, file: string, logger: Logger): Chaincode {
    if (typeof chaincode !== 'function') return chaincode;
    try {
        return new chaincode();
    } catch (cause) {
        logger.debug({ err: toError(cause) }, `the constructor of ${name} failed`);
        const problem = `the constructor of ${name}, exported by ${file}, failed (${reasonOf(cause)})`;
        throw new ConfigurationError(`${problem}: it is called without arguments, and must not throw`, { cause });
    }
}
