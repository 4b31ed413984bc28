import { createRequire } from 'node:module';
import { types } from 'node:util';
import type * as ContractLayer from '@heddle/contract';
import { ConfigurationError } from '../reporting/command-error';

const CONTRACT_LAYER = '@heddle/contract';
/** Its facade for contracts of fabric-contract-api's form, by the name that chaincode has for it. */
const FACADE = 'fabric-contract-api';

/**
 * Makes a chaincode of contracts, by the copy of the contract layer that their decorators belong to: it reads what they
 * wrote. Only a package that has none gets the command's own.
 *
 * @param file the module that exports the contracts
 * @throws ConfigurationError with all mistakes in all contracts
 */
export async function createContractChaincode(
    file: string,
    options: ContractLayer.ContractChaincodeOptions,
): Promise<ContractLayer.ContractChaincode> {
    await refuseBundledTransformer(file);
    const { ContractChaincode } = loadContractLayer(file);
    try {
        return new ContractChaincode(options);
    } catch (cause) {
        if (!isDefinitionError(cause)) throw cause;
        throw new ConfigurationError(`${file}: ${describeMistakes(cause)}`, { cause });
    }
}

/** Also of ES modules, which the contract layer does not see. */
async function refuseBundledTransformer(file: string): Promise<void> {
    // Not before there are contracts.
    const { bundledTransformers, KEEP_EXTERNAL } = await import('@heddle/contract/internal');
    if (bundledTransformers(file) === 0) return;
    const problem = 'is a bundle with a copy of class-transformer, whose decorators would have no effect';
    throw new ConfigurationError(`${file} ${problem}. ${KEEP_EXTERNAL}`);
}

function loadContractLayer(file: string): typeof ContractLayer {
    const own = createRequire(file);
    // Package managers that show a package only what it names, as pnpm does, hide it behind what is named.
    const known = [own, requireOf(own, FACADE)].find((candidate) => resolves(candidate, CONTRACT_LAYER));
    return (known ?? createRequire(__filename))(CONTRACT_LAYER) as typeof ContractLayer;
}

/** What a package requires that somebody names. */
function requireOf(own: NodeJS.Require, name: string): NodeJS.Require | undefined {
    return resolves(own, name) ? createRequire(own.resolve(name)) : undefined;
}

function resolves(require: NodeJS.Require | undefined, name: string): boolean {
    try {
        return require?.resolve(name) !== undefined;
    } catch {
        return false;
    }
}

/** By its property, as it may come from another copy. */
function isDefinitionError(thrown: unknown): thrown is ContractLayer.ContractDefinitionError {
    return types.isNativeError(thrown) && 'mistakes' in thrown;
}

/** Its message has a line for each mistake; one mistake fits the sentence. */
function describeMistakes({ message, mistakes }: ContractLayer.ContractDefinitionError): string {
    return mistakes.length === 1 ? message.replace(/\s*\n\s*/g, ' ') : message;
}
