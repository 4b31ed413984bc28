/** What the page reads of a JSON schema of contract metadata. */
export interface Schema {
    readonly $ref?: string;
    readonly type?: string | readonly string[];
    readonly format?: string;
    readonly enum?: readonly unknown[];
    readonly pattern?: string;
    readonly description?: string;
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly required?: readonly string[];
    readonly items?: Schema;
    readonly additionalProperties?: boolean | Schema;
    readonly minLength?: number;
    readonly maxLength?: number;
    readonly minimum?: number;
    readonly maximum?: number;
    /** As Fabric's schema has it, draft 4: whether the limit itself is out. */
    readonly exclusiveMinimum?: boolean;
    readonly exclusiveMaximum?: boolean;
    readonly minItems?: number;
    readonly maxItems?: number;
    readonly discriminator?: unknown;
}

export interface Parameter {
    readonly name: string;
    readonly required?: boolean;
    readonly schema: Schema;
    readonly description?: string;
}

export interface TransactionMetadata {
    readonly name: string;
    readonly description?: string;
    readonly parameters: readonly Parameter[];
    readonly isEvaluated: boolean;
    readonly returns?: Schema;
}

export interface ContractMetadata {
    readonly name: string;
    readonly isDefault: boolean;
    readonly description?: string;
    readonly transactions: readonly TransactionMetadata[];
}

/** What a chaincode says of itself; what is not as it should be is left out. */
export class Metadata {
    readonly contracts: readonly ContractMetadata[];
    readonly #schemas: Readonly<Record<string, unknown>>;

    constructor(document: unknown) {
        const contracts = Object.values(objectIn(objectIn(document)['contracts']));
        this.contracts = contracts.map((contract, index) => contractOf(objectIn(contract), index));
        this.#schemas = objectIn(objectIn(objectIn(document)['components'])['schemas']);
    }

    /** Follows references; a schema of nothing where one leads nowhere. */
    resolve(schema: Schema): Schema {
        let found = schema;
        for (let steps = 0; found.$ref !== undefined && steps < 16; steps++) {
            const name = found.$ref.replace('#/components/schemas/', '');
            found = Object.hasOwn(this.#schemas, name) ? objectIn(this.#schemas[name]) : {};
        }
        return found;
    }

    /** How those transactions are called that only read, and take one text. */
    get readersOfOne(): string[] {
        return this.contracts.flatMap((contract) =>
            contract.transactions
                .filter(({ isEvaluated, parameters }) => isEvaluated && this.#isOneText(parameters))
                .map((transaction) => callName(contract, transaction)),
        );
    }

    #isOneText([only, ...others]: readonly Parameter[]): boolean {
        return only !== undefined && others.length === 0 && typeOf(this.resolve(only.schema)) === 'string';
    }

    /** A transaction by the name with which it is called: `createAsset`, or `contract:createAsset`. */
    find(call: string): { contract: ContractMetadata; transaction: TransactionMetadata } | undefined {
        const place = call.lastIndexOf(':');
        const [contractName, name] = place === -1 ? [undefined, call] : [call.slice(0, place), call.slice(place + 1)];
        const contract = this.contracts.find((one) =>
            contractName === undefined ? one.isDefault : one.name === contractName,
        );
        const transaction = contract?.transactions.find((one) => one.name === name);
        return contract === undefined || transaction === undefined ? undefined : { contract, transaction };
    }
}

/** What one writes to call a transaction. */
export function callName({ name, isDefault }: ContractMetadata, transaction: TransactionMetadata): string {
    return isDefault ? transaction.name : `${name}:${transaction.name}`;
}

/** Whether null is a value of this schema. */
export function isNullable({ type, enum: values }: Schema): boolean {
    return (Array.isArray(type) && type.includes('null')) || (values?.includes(null) ?? false);
}

/** The one type besides null; undefined where there are several, or none. */
export function typeOf({ type }: Schema): string | undefined {
    if (typeof type === 'string') return type;
    const [first, ...others] = (type ?? []).filter((one) => one !== 'null');
    return others.length === 0 ? first : undefined;
}

function contractOf(contract: Readonly<Record<string, unknown>>, index: number): ContractMetadata {
    const { name, default: isDefault, transactions, info } = contract;
    const description = objectIn(info)['description'];
    return {
        name: typeof name === 'string' ? name : '',
        isDefault: typeof isDefault === 'boolean' ? isDefault : index === 0,
        ...(typeof description === 'string' && { description }),
        transactions: Array.isArray(transactions) ? transactions.map((one) => transactionOf(objectIn(one))) : [],
    };
}

function transactionOf(transaction: Readonly<Record<string, unknown>>): TransactionMetadata {
    const { name, description, parameters, tag, returns } = transaction;
    const tags = (Array.isArray(tag) ? tag : []).map((one) => String(one).toLowerCase());
    const isSubmitted = tags.some((one) => one.startsWith('submit'));
    return {
        name: typeof name === 'string' ? name : '',
        ...(typeof description === 'string' && { description }),
        parameters: Array.isArray(parameters) ? (parameters as Parameter[]) : [],
        isEvaluated: !isSubmitted && tags.some((one) => one.startsWith('evaluate')),
        ...(returns !== undefined && { returns: objectIn(returns) }),
    };
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
