import { ConfigurationError } from 'heddle/command';

/** A JSON object, whose members are looked at one by one: documents may come from other programs. */
export type Members = Readonly<Record<string, unknown>>;

/** What the metadata of a chaincode says, as far as it is compared. */
export interface ContractDocument {
    /** By their names. */
    readonly contracts: ReadonlyMap<string, DescribedContract>;
    readonly schemas: Schemas;
}

/** What schemas refer to. */
export interface Schemas {
    /** By their names. */
    readonly classes: Members;
    /** Which class each value of a union's property means, by `unionKey`. */
    readonly unions: ReadonlyMap<string, Members>;
}

export interface DescribedContract {
    readonly isDefault: boolean;
    readonly transactions: ReadonlyMap<string, DescribedTransaction>;
    /** What `@Declares` lists; nothing in metadata of other programs. */
    readonly entities: ReadonlyMap<string, Members>;
    readonly collections: ReadonlyMap<string, Members>;
    readonly events: ReadonlyMap<string, Members>;
    readonly errors: ReadonlyMap<string, Members>;
}

export interface DescribedTransaction {
    /** Undefined where metadata does not tell. */
    readonly kind: 'submit' | 'evaluate' | undefined;
    readonly parameters: readonly DescribedParameter[];
    /** Undefined where it is not described. */
    readonly returns: Members | undefined;
}

export interface DescribedParameter {
    readonly name: string;
    readonly required: boolean;
    readonly schema: Members;
}

/** The member of a contract that Heddle adds to Fabric's metadata, and the layout of it that this version reads. */
const EXTENSION = 'x-heddle';
const EXTENSION_VERSION = 1;

/** The contract that answers for the metadata itself; it is the same everywhere. */
const SYSTEM_CONTRACT = 'org.hyperledger.fabric';

/**
 * Reads metadata, as `heddle metadata` and GetMetadata of any chaincode print it.
 * @param where the file or folder, for errors
 * @throws ConfigurationError where it is no metadata, or was written by a later version of Heddle
 */
export function readContractDocument(value: unknown, where: string): ContractDocument {
    const document = members(value);
    const { contracts } = document;
    if (!isMembers(contracts))
        throw new ConfigurationError(
            `${where} is no metadata of a chaincode: give what "heddle metadata" prints, or a folder with a built contract`,
        );
    const described = Object.entries(contracts).filter(([name]) => name !== SYSTEM_CONTRACT);
    return {
        contracts: new Map(described.map(([name, contract]) => [name, readContract(members(contract), where)])),
        schemas: {
            classes: members(members(document['components'])['schemas']),
            unions: new Map(described.flatMap(([, contract]) => unionsOf(members(contract)))),
        },
    };
}

function unionsOf(contract: Members): [string, Members][] {
    return list(members(contract[EXTENSION])['unions']).map(({ property, variants }) => {
        const classes = members(variants);
        return [unionKey(String(property), Object.keys(classes)), classes];
    });
}

/** By which the schema of a union finds its classes: Fabric's schema language cannot refer to them. */
export function unionKey(property: string, values: readonly string[]): string {
    return JSON.stringify([property, ...[...values].sort()]);
}

/** The members of an object; none of anything else. */
export function members(value: unknown): Members {
    return isMembers(value) ? value : {};
}

function isMembers(value: unknown): value is Members {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly Members[] {
    return Array.isArray(value) ? value.map(members) : [];
}

function byName(value: unknown): ReadonlyMap<string, Members> {
    return new Map(Object.entries(members(value)).map(([name, described]) => [name, members(described)]));
}

function readContract(contract: Members, where: string): DescribedContract {
    const extension = members(contract[EXTENSION]);
    const { v: version = EXTENSION_VERSION } = extension;
    if (version !== EXTENSION_VERSION)
        throw new ConfigurationError(
            `${where} has ${EXTENSION} of version ${String(version)}, and this heddle reads ${EXTENSION_VERSION}: use the ` +
                'version of heddle that wrote it, or a later one',
        );
    return {
        isDefault: contract['default'] === true || members(contract['contractInstance'])['default'] === true,
        transactions: new Map(list(contract['transactions']).map((one) => [String(one['name']), readTransaction(one)])),
        entities: byName(extension['entities']),
        collections: byName(extension['collections']),
        events: byName(extension['events']),
        errors: byName(extension['errors']),
    };
}

function kindOf(tags: readonly string[]): DescribedTransaction['kind'] {
    if (tags.some((one) => one.startsWith('submit'))) return 'submit';
    return tags.some((one) => one.startsWith('evaluate')) ? 'evaluate' : undefined;
}

function readTransaction({ tag, parameters, returns }: Members): DescribedTransaction {
    const tags = (Array.isArray(tag) ? tag : [tag]).map((one) => String(one ?? '').toLowerCase());
    // Contracts in Go describe results like parameters, and those of older versions have them in a list.
    const [result] = Array.isArray(returns) ? list(returns) : [returns === undefined ? undefined : members(returns)];
    return {
        kind: kindOf(tags),
        parameters: list(parameters).map(({ name, required, schema }) => ({
            name: String(name),
            // Left out, it is so: only Heddle has parameters that are not.
            required: required !== false,
            schema: members(schema),
        })),
        returns: result?.['schema'] === undefined ? result : members(result['schema']),
    };
}
