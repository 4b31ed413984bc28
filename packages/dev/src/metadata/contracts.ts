import { ConfigurationError } from 'heddle/command';
import { type Fields, fieldsOf, listOf, textsOf } from './fields';

/** The contract that answers for the metadata itself; it is the same everywhere. */
export const SYSTEM_CONTRACT = 'org.hyperledger.fabric';

/** The member of a contract that Heddle adds to Fabric's metadata, and the layout of it that this version reads. */
const EXTENSION = 'x-heddle';
const EXTENSION_VERSION = 1;

/** A transaction, and how clients name it: `contract:function`, without the contract where it is the default one. */
export interface NamedTransaction {
    readonly name: string;
    readonly transaction: Fields;
}

/** The contracts of metadata of any contract API, by their names; none where it is in no form that is known. */
export function contractsOf(metadata: unknown): (readonly [name: string, contract: Fields])[] {
    const named = Object.entries(fieldsOf(fieldsOf(metadata)['contracts']));
    return named.filter(([name]) => name !== SYSTEM_CONTRACT).map(([name, contract]) => [name, fieldsOf(contract)]);
}

/** Whether clients may leave its name out: in the form of Go and Heddle, and in that of fabric-contract-api. */
export function isDefaultContract(contract: Fields): boolean {
    return contract['default'] === true || fieldsOf(contract['contractInstance'])['default'] === true;
}

/** All transactions of metadata. */
export function transactionsOf(metadata: unknown): NamedTransaction[] {
    const contracts = contractsOf(metadata);
    return contracts.flatMap(([contractName, contract]) => {
        const prefix = contracts.length === 1 || isDefaultContract(contract) ? '' : `${contractName}:`;
        return listOf(contract['transactions']).map((transaction) => {
            const { name } = transaction;
            return { name: `${prefix}${typeof name === 'string' ? name : ''}`, transaction };
        });
    });
}

/** Whether a transaction is submitted or evaluated; undefined where metadata does not tell. Older ones have `tags`. */
export function kindOf({ tag, tags }: Fields): 'submit' | 'evaluate' | undefined {
    const texts = [...textsOf(tag), ...textsOf(tags)].map((text) => text.toLowerCase());
    if (texts.some((text) => text.startsWith('submit'))) return 'submit';
    return texts.some((text) => text.startsWith('evaluate')) ? 'evaluate' : undefined;
}

/**
 * What a contract declares, as Heddle writes it; empty in metadata of other programs.
 * @param where the contract is, for errors
 * @throws ConfigurationError if a later version of Heddle wrote it
 */
export function extensionOf(contract: Fields, where: string): Fields {
    const extension = fieldsOf(contract[EXTENSION]);
    const { v: version = EXTENSION_VERSION } = extension;
    if (version === EXTENSION_VERSION) return extension;
    throw new ConfigurationError(
        `${where} has ${EXTENSION} of version ${String(version)}, and this heddle reads ${EXTENSION_VERSION}: use the version of heddle that wrote it, or a later one`,
    );
}
