import { ConfigurationError } from 'heddle/command';
import { contractsOf, extensionOf, isDefaultContract, kindOf } from '../metadata/contracts';
import { type Fields, fieldsOf, isFields, listOf, own, textOf } from '../metadata/fields';
import type { ClientModel, ContractModel, FailureModel, NamedType, TransactionModel } from './client-model';
import { type Int64Form, SchemaTypes } from './schema-types';
import { type MemberModel, scalar, type TypeModel } from './type-model';

/**
 * Reads the metadata of a chaincode: of Heddle, and of Fabric's contract APIs for Node, Go and Java.
 * @param where it is from, for errors
 * @throws ConfigurationError where no client can be made of it
 */
export function readModel(metadata: unknown, where: string, int64: Int64Form): ClientModel {
    const { contracts, components } = fieldsOf(metadata);
    if (!isFields(contracts)) {
        throw new ConfigurationError(
            `${where} is no metadata of a chaincode, which has a member "contracts": give what \`heddle metadata\` prints, or what org.hyperledger.fabric:GetMetadata answers`,
        );
    }
    const all = contractsOf(metadata);
    const extensions = all.map(([name, contract]) => extensionOf(contract, `${name} of ${where}`));
    const unions = extensions.flatMap((extension) => listOf(extension['unions']));
    const types = new SchemaTypes(fieldsOf(fieldsOf(components)['schemas']), unions, int64);
    const model = all.map(([name, contract], index) => readContract(name, contract, extensions[index] ?? {}, types));
    if (model.every(({ transactions }) => transactions.length === 0)) {
        throw new ConfigurationError(`${where} has no transactions: there is nothing that a client could call`);
    }
    const events = new Map(extensions.flatMap((extension) => readEvents(extension, types)));
    const failures = new Map(extensions.flatMap((extension) => readFailures(extension, types)));
    return {
        contracts: model,
        events: sorted(events),
        failures: [...sorted(failures).values()],
        types: namedTypes(types),
    };
}

function sorted<T>(members: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
    return new Map([...members].sort(([left], [right]) => (left < right ? -1 : 1)));
}

function readContract(name: string, contract: Fields, extension: Fields, types: SchemaTypes): ContractModel {
    const info = fieldsOf(contract['info']);
    const described = fieldsOf(extension['transactions']);
    return {
        name,
        isDefault: isDefaultContract(contract),
        description: textOf(contract['description']) ?? textOf(info['description']) ?? textOf(info['title']),
        transactions: [...named(contract['transactions'])].map(([key, one]) => ({
            ...readTransaction(one, types),
            description: textOf(one['description']) ?? textOf(fieldsOf(own(described, key))['description']),
            resultDescription: textOf(fieldsOf(own(described, key))['returns']),
            transient: readTransient(own(extension['transient'], key), types),
        })),
    };
}

/** A name is one transaction, however often it is listed. */
function named(transactions: unknown): ReadonlyMap<string, Fields> {
    const usable = listOf(transactions).filter(({ name }) => typeof name === 'string' && name !== '');
    return new Map(usable.map((one) => [String(one['name']), one]));
}

function readTransaction(
    transaction: Fields,
    types: SchemaTypes,
): Omit<TransactionModel, 'description' | 'resultDescription' | 'transient'> {
    return {
        name: String(transaction['name']),
        // Without a tag, only its author knows: who submits it can evaluate it too.
        kind: kindOf(transaction) ?? 'submit',
        parameters: readParameters(transaction, types),
        result: readResult(transaction['returns'], types),
    };
}

/** Of methods without decorators, fabric-contract-api tells nothing where they take none, or a rest, or defaults. */
function readParameters(transaction: Fields, types: SchemaTypes): readonly MemberModel[] | undefined {
    const { parameters } = transaction;
    if (!Array.isArray(parameters)) return 'tags' in transaction ? undefined : [];
    const listed = listOf(parameters);
    // Those behind which one has to be given have to be given too.
    const lastRequired = listed.findLastIndex(({ required }) => required !== false);
    return listed.map(({ name, schema, description }, index) => ({
        name: textOf(name) ?? `argument${index + 1}`,
        optional: index > lastRequired,
        type: types.typeOf(schema),
        description: textOf(description),
    }));
}

/** Of older versions of Go's contract API, a list with one element like a parameter. */
function readResult(returns: unknown, types: SchemaTypes): TypeModel {
    const [result] = Array.isArray(returns) ? listOf(returns) : [returns === undefined ? undefined : fieldsOf(returns)];
    if (result === undefined) return scalar('payload');
    const schema = result['schema'] ?? result;
    return Object.keys(fieldsOf(schema)).length === 0 ? scalar('payload') : types.typeOf(schema);
}

function readTransient(transient: unknown, types: SchemaTypes): MemberModel[] | undefined {
    if (!isFields(transient)) return undefined;
    return Object.entries(transient).map(([name, schema]) => ({
        name,
        optional: fieldsOf(schema)['required'] === false,
        type: types.typeOf(schema),
        description: textOf(fieldsOf(schema)['description']),
    }));
}

function readEvents({ events }: Fields, types: SchemaTypes): [string, TypeModel][] {
    return Object.entries(fieldsOf(events)).map(([name, event]) => [name, types.typeOf(fieldsOf(event)['schema'])]);
}

function readFailures({ errors }: Fields, types: SchemaTypes): [string, FailureModel][] {
    return Object.entries(fieldsOf(errors)).map(([code, error]) => {
        const { status, details, description } = fieldsOf(error);
        return [
            code,
            {
                code,
                status: typeof status === 'number' ? status : undefined,
                description: textOf(description),
                details: details === undefined ? undefined : types.typeOf(details),
            },
        ];
    });
}

/** Types refer to others, which are met while those are read. */
function namedTypes(types: SchemaTypes): ReadonlyMap<string, NamedType> {
    const read = new Map<string, NamedType>();
    for (const name of types.referred) {
        const schema = types.schemaOf(name);
        read.set(name, { description: textOf(schema['description']), members: types.membersOf(schema) });
    }
    return sorted(read);
}
