/** A function as a client calls it. */
export interface ChaincodeFunction {
    /** `contract:function`, without the contract where it is the default one. */
    readonly name: string;
    /** `id (string)`, in order. */
    readonly parameters: readonly string[];
}

const SYSTEM_CONTRACT = 'org.hyperledger.fabric';

/** The functions that metadata tells of; none where it is in no form that is known. */
export function functionsIn(metadata: Uint8Array): ChaincodeFunction[] {
    const { contracts } = fieldsOf(parse(Buffer.from(metadata).toString()));
    const named = Object.entries(fieldsOf(contracts)).filter(([name]) => name !== SYSTEM_CONTRACT);
    return named.flatMap(([name, contract]) => {
        const prefix = named.length === 1 || isDefault(fieldsOf(contract)) ? '' : `${name}:`;
        return listOf(fieldsOf(contract)['transactions']).map((transaction) => describe(prefix, transaction));
    });
}

/** `readAsset takes 1 argument: id (string)`. */
export function signatureOf({ name, parameters }: ChaincodeFunction): string {
    if (parameters.length === 0) return `${name} takes no arguments`;
    const count = parameters.length === 1 ? '1 argument' : `${parameters.length} arguments`;
    return `${name} takes ${count}: ${parameters.join(', ')}`;
}

/** In Go's and Heddle's form, and in that of fabric-contract-api. */
function isDefault(contract: Fields): boolean {
    return contract['default'] === true || fieldsOf(contract['contractInstance'])['default'] === true;
}

function describe(prefix: string, transaction: Fields): ChaincodeFunction {
    const parameters = listOf(transaction['parameters']).map(({ name, required, schema }, index) => {
        const optional = required === false ? ', optional' : '';
        return `${textOf(name) ?? `argument ${index + 1}`} (${typeOf(fieldsOf(schema))}${optional})`;
    });
    return { name: `${prefix}${textOf(transaction['name']) ?? ''}`, parameters };
}

function typeOf({ type, items, $ref: reference }: Fields): string {
    if (typeof reference === 'string') return reference.slice(reference.lastIndexOf('/') + 1);
    if (type === 'array') return `array of ${typeOf(fieldsOf(items))}`;
    return textOf(type) ?? 'JSON';
}

type Fields = Readonly<Record<string, unknown>>;

function parse(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

function fieldsOf(value: unknown): Fields {
    return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function listOf(value: unknown): Fields[] {
    return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function textOf(value: unknown): string | undefined {
    return typeof value === 'string' ? value : undefined;
}
