import type { MetadataDocument } from '../metadata/metadata-document';
import type { Schema } from '../metadata/schema';
import type { ClassicContract } from './classic-contract';
import type { ClassicSchemas, ClassicTransaction } from './classic-layer';

/** A contract as the document describes it. */
export interface DescribedContract {
    readonly name: string;
    readonly instance: ClassicContract;
    readonly transactions: readonly ClassicTransaction[];
    readonly info: Schema | undefined;
}

/** What an author wrote into META-INF/metadata.json: whole parts of it stand in the place of ours. */
export interface SuppliedMetadata {
    readonly $schema?: string;
    readonly info?: Schema;
    readonly contracts?: Readonly<Record<string, SuppliedContract>>;
    readonly components?: { readonly schemas?: ClassicSchemas };
}

export type SuppliedContract = Schema & { readonly transactions?: readonly ClassicTransaction[] };

const SCHEMA = 'https://hyperledger.github.io/fabric-chaincode-node/main/api/contract-schema.json';
const NO_INFO: Schema = { title: '', version: '' };

/**
 * Describes contracts in fabric-contract-api's document, to the byte: members in its order, the fields of each contract's
 * instance, and all classes with `@Object()`, whether something refers to them or not.
 */
export function classicDocument(
    contracts: readonly DescribedContract[],
    schemas: ClassicSchemas,
    supplied: SuppliedMetadata,
    info: { readonly title?: string; readonly version?: string } = {},
): MetadataDocument {
    const { $schema, info: suppliedInfo, contracts: suppliedContracts, components } = supplied;
    const described = contracts.map((contract): [string, Schema] => [contract.name, describe(contract)]);
    return withoutFunctions({
        // What was written stands first, in its own order: fabric-contract-api completes the author's own object.
        ...supplied,
        $schema: $schema ?? SCHEMA,
        contracts: Object.keys(suppliedContracts ?? {}).length > 0 ? suppliedContracts : Object.fromEntries(described),
        info: suppliedInfo ?? { version: info.version ?? '', title: info.title ?? '' },
        components: components ?? { schemas },
    }) as MetadataDocument;
}

function describe({ name, instance, transactions, info }: DescribedContract): Schema {
    return { name, contractInstance: fieldsOf(instance), transactions, info: info ?? NO_INFO };
}

/** The fields of a contract that do not begin with `_`, as far as JSON can say them. */
function fieldsOf(instance: ClassicContract): Schema {
    try {
        const fields = withoutFunctions(instance) as Schema;
        return Object.fromEntries(Object.entries(fields).filter(([name]) => !name.startsWith('_')));
    } catch {
        // A circle or a bigint: with fabric-contract-api such a chaincode does not start.
        return { name: instance.name, ...(instance.default === true && { default: true }) };
    }
}

function withoutFunctions(value: object): unknown {
    return JSON.parse(JSON.stringify(value));
}
