import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConfigurationError, reasonOf } from 'heddle/command';
import { parse, type ParseError, printParseErrorCode } from 'jsonc-parser';
import { type Check, listOf, objectOf, oneOf, recordOf, text, wholeNumber, yesOrNo } from './config-checks';

/** The file beside package.json that says what else would be options of `heddle dev`. */
export const CONFIG_FILE = 'heddle.config.json';

const USER = objectOf({
    organization: text,
    type: text,
    attributes: recordOf(text),
});

const CHAINCODE = objectOf({
    name: text,
    folder: text,
    endorsementPolicy: text,
    collectionsConfig: text,
    build: text,
});

const CONFIG = objectOf({
    channel: text,
    organizations: listOf(text),
    oneProcess: yesOrNo,
    port: wholeNumber,
    tls: yesOrNo,
    store: text,
    cryptoDir: text,
    queries: oneOf('leveldb', 'couchdb'),
    executeTimeoutMs: wholeNumber,
    determinism: oneOf('perturb', 'check', 'off'),
    endorsementPolicy: text,
    users: recordOf(USER),
    chaincodes: listOf(CHAINCODE),
});

type Taken<C> = C extends Check<infer T> ? T : never;

/** A user as the file has it, by name: `minter` or `minter@Org2MSP`. */
export type ConfiguredUser = Taken<typeof USER>;
export type ConfiguredChaincode = Taken<typeof CHAINCODE>;

/** What heddle.config.json says, with absolute paths. */
export interface DevConfig extends Taken<typeof CONFIG> {
    /** Of the file itself. */
    readonly file: string;
}

/**
 * Reads heddle.config.json of a folder; it may have comments.
 *
 * @returns undefined if there is none
 * @throws ConfigurationError if it is not JSON, or has something that `heddle dev` does not know
 */
export function readDevConfig(folder: string): DevConfig | undefined {
    const file = join(folder, CONFIG_FILE);
    if (!existsSync(file)) return undefined;
    const errors: ParseError[] = [];
    const content = readText(file);
    const value: unknown = parse(content, errors, { allowTrailingComma: true });
    const [error] = errors;
    if (error !== undefined) {
        const line = content.slice(0, error.offset).split('\n').length;
        throw new ConfigurationError(
            `${file} is not JSON (${printParseErrorCode(error.error)} in line ${line}): correct it`,
        );
    }
    return { ...withAbsolutePaths(CONFIG(value, { file, path: '' }), dirname(file)), file };
}

function withAbsolutePaths(config: Taken<typeof CONFIG>, folder: string): Taken<typeof CONFIG> {
    const { store, cryptoDir, chaincodes } = config;
    return {
        ...config,
        ...(store !== undefined && { store: resolve(folder, store) }),
        ...(cryptoDir !== undefined && { cryptoDir: resolve(folder, cryptoDir) }),
        ...(chaincodes !== undefined && { chaincodes: chaincodes.map((one) => ofFolder(one, folder)) }),
    };
}

function ofFolder(chaincode: ConfiguredChaincode, folder: string): ConfiguredChaincode {
    const { collectionsConfig } = chaincode;
    return {
        ...chaincode,
        folder: resolve(folder, chaincode.folder ?? '.'),
        ...(collectionsConfig !== undefined && { collectionsConfig: resolve(folder, collectionsConfig) }),
    };
}

function readText(file: string): string {
    try {
        return readFileSync(file, 'utf8');
    } catch (cause) {
        throw new ConfigurationError(`${file} cannot be read (${reasonOf(cause)}): make it readable, or remove it`, {
            cause,
        });
    }
}
