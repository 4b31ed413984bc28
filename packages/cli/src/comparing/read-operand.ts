import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Logger } from '@heddle/core';
import { loadChaincode } from '../loading/load-chaincode';
import { ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';
import { type ContractDocument, readContractDocument } from './contract-document';

/**
 * Reads what is to be compared: a file with metadata, or a folder with a package of contracts that is built.
 * @throws ConfigurationError if it is neither
 */
export async function readOperand(path: string, logger: Logger): Promise<ContractDocument> {
    const metadata = isFolder(path) ? await metadataOfFolder(path, logger) : readJson(path);
    return readContractDocument(metadata, path);
}

function isFolder(path: string): boolean {
    try {
        return statSync(path).isDirectory();
    } catch (cause) {
        const remedy = 'name a file with metadata, or a folder with a built contract';
        throw new ConfigurationError(`${path} cannot be read (${reasonOf(cause)}): ${remedy}`, { cause });
    }
}

async function metadataOfFolder(folder: string, logger: Logger): Promise<unknown> {
    const { metadata, file } = await loadChaincode(resolve(folder), logger);
    if (metadata !== undefined) return metadata;
    throw new ConfigurationError(
        `${file} exports a chaincode, which has no metadata: name a folder that exports contracts`,
    );
}

function readJson(file: string): unknown {
    try {
        return JSON.parse(readFileSync(file, 'utf8'));
    } catch (cause) {
        const remedy = 'give what "heddle metadata" prints, or a folder with a built contract';
        throw new ConfigurationError(`${file} is no JSON (${reasonOf(cause)}): ${remedy}`, { cause });
    }
}
