import { ConfigurationError } from 'heddle/command';
import { contractsOf, extensionOf, isDefaultContract, kindOf } from '../metadata/contracts';
import { type Fields, fieldsOf, isFields, listOf } from '../metadata/fields';

/** What the metadata of a chaincode says, as far as it is compared. */
export interface ContractDocument {
    /** By their names. */
    readonly contracts: ReadonlyMap<string, DescribedContract>;
    readonly schemas: Schemas;
}

/** What schemas refer to. */
export interface Schemas {
    /** By their names. */
    readonly classes: Fields;
    /** Which class each value of a union's property means, by `unionKey`. */
    readonly unions: ReadonlyMap<string, Fields>;
}

export interface DescribedContract {
    readonly isDefault: boolean;
    readonly transactions: ReadonlyMap<string, DescribedTransaction>;
    /** What `@Declares` lists; nothing in metadata of other programs. */
    readonly entities: ReadonlyMap<string, Fields>;
    readonly collections: ReadonlyMap<string, Fields>;
    readonly events: ReadonlyMap<string, Fields>;
    readonly errors: ReadonlyMap<string, Fields>;
}

export interface DescribedTransaction {
    /** Undefined where metadata does not tell. */
    readonly kind: 'submit' | 'evaluate' | undefined;
    readonly parameters: readonly DescribedParameter[];
    /** Undefined where it is not described. */
    readonly returns: Fields | undefined;
}

export interface DescribedParameter {
    readonly name: string;
    readonly required: boolean;
    readonly schema: Fields;
}

/**
 * Reads metadata, as `heddle metadata` and GetMetadata of any chaincode print it.
 * @param where the file or folder, for errors
 * @throws ConfigurationError where it is no metadata, or was written by a later version of Heddle
 */
export function readContractDocument(value: unknown, where: string): ContractDocument {
    const document = fieldsOf(value);
    if (!isFields(document['contracts']))
        throw new ConfigurationError(
            `${where} is no metadata of a chaincode: give what "heddle metadata" prints, or a folder with a built contract`,
        );
    const described = contractsOf(document);
    return {
        contracts: new Map(described.map(([name, contract]) => [name, readContract(contract, where)])),
        schemas: {
            classes: fieldsOf(fieldsOf(document['components'])['schemas']),
            unions: new Map(described.flatMap(([, contract]) => unionsOf(contract, where))),
        },
    };
}

function unionsOf(contract: Fields, where: string): [string, Fields][] {
    return listOf(extensionOf(contract, where)['unions']).map(({ property, variants }) => {
        const classes = fieldsOf(variants);
        return [unionKey(String(property), Object.keys(classes)), classes];
    });
}

/** By which the schema of a union finds its classes: Fabric's schema language cannot refer to them. */
export function unionKey(property: string, values: readonly string[]): string {
    return JSON.stringify([property, ...[...values].sort()]);
}

function byName(value: unknown): ReadonlyMap<string, Fields> {
    return new Map(Object.entries(fieldsOf(value)).map(([name, described]) => [name, fieldsOf(described)]));
}

function readContract(contract: Fields, where: string): DescribedContract {
    const extension = extensionOf(contract, where);
    return {
        isDefault: isDefaultContract(contract),
        transactions: new Map(
            listOf(contract['transactions']).map((one) => [String(one['name']), readTransaction(one)]),
        ),
        entities: byName(extension['entities']),
        collections: byName(extension['collections']),
        events: byName(extension['events']),
        errors: byName(extension['errors']),
    };
}

function readTransaction(transaction: Fields): DescribedTransaction {
    const { parameters, returns } = transaction;
    // Contracts in Go describe results like parameters, and those of older versions have them in a list.
    const [result] = Array.isArray(returns) ? listOf(returns) : [returns === undefined ? undefined : fieldsOf(returns)];
    return {
        kind: kindOf(transaction),
        parameters: listOf(parameters).map(({ name, required, schema }) => ({
            name: String(name),
            // Left out, it is so: only Heddle has parameters that are not.
            required: required !== false,
            schema: fieldsOf(schema),
        })),
        returns: result?.['schema'] === undefined ? result : fieldsOf(result['schema']),
    };
}
