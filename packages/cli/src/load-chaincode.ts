import { createRequire } from 'node:module';
import { types } from 'node:util';
import type * as ContractLayer from '@heddle/contract';
import type { Chaincode, Logger } from '@heddle/core';
import { ConfigurationError } from './command-error';
import { findExported, type Exported } from './exported-chaincode';
import { loadModule } from './load-module';
import { findPackageEntry } from './package-entry';
import { reasonOf } from './reason-of';

/** How contracts are served; a chaincode that is none decides itself. */
export interface ContractSettings {
    readonly lenientReadonly: boolean;
    readonly exposeErrors: boolean;
}

const CONTRACT_LAYER = '@heddle/contract';

/**
 * Loads a package and makes the chaincode that it is.
 *
 * @param folder the package's folder, absolute
 * @throws ConfigurationError where there is no package, or nothing in it that can be served
 */
export async function loadChaincode(folder: string, logger: Logger, settings: ContractSettings): Promise<Chaincode> {
    const { file } = findPackageEntry(folder);
    const exported = findExported(await loadModule(file, logger), file);
    if (exported.kind === 'chaincode') return createChaincode(exported, file, logger);
    const { ContractChaincode } = loadContractLayer(file);
    // Whether each of them is a contract is checked with everything else about them.
    const contracts = exported.contracts as readonly ContractLayer.ContractSource[];
    try {
        return new ContractChaincode({ contracts, logger, ...settings });
    } catch (cause) {
        if (!isDefinitionError(cause)) throw cause;
        throw new ConfigurationError(`${file}: ${describeMistakes(cause)}`, { cause });
    }
}

type ExportedChaincode = Extract<Exported, { kind: 'chaincode' }>;

function createChaincode({ name, chaincode }: ExportedChaincode, file: string, logger: Logger): Chaincode {
    if (typeof chaincode !== 'function') return chaincode;
    try {
        return new chaincode();
    } catch (cause) {
        logger.debug({ err: cause }, `the constructor of ${name} failed`);
        const problem = `the constructor of ${name}, exported by ${file}, failed (${reasonOf(cause)})`;
        throw new ConfigurationError(`${problem}: it is called without arguments, and must not throw`, { cause });
    }
}

/** The copy that the package's own decorators belong to, where it has one: it reads what they wrote. */
function loadContractLayer(file: string): typeof ContractLayer {
    const own = createRequire(file);
    try {
        own.resolve(CONTRACT_LAYER);
    } catch {
        return createRequire(__filename)(CONTRACT_LAYER) as typeof ContractLayer;
    }
    return own(CONTRACT_LAYER) as typeof ContractLayer;
}

/** By its property, as it may come from another copy. */
function isDefinitionError(thrown: unknown): thrown is ContractLayer.ContractDefinitionError {
    return types.isNativeError(thrown) && 'mistakes' in thrown;
}

/** Its message has a line for each mistake; one mistake fits the sentence. */
function describeMistakes({ message, mistakes }: ContractLayer.ContractDefinitionError): string {
    return mistakes.length === 1 ? message.replace(/\s*\n\s*/g, ' ') : message;
}
