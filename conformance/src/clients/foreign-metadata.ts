/** Metadata in the forms in which Fabric's contract APIs for Go, Java and Node write it, and what no author means to write. */

const string = { type: 'string' };

/** Go: `tag`, references without a path inside of schemas, integers of 64 bits, results that are described like parameters. */
export const GO = {
    info: { title: 'undefined', version: 'latest' },
    contracts: {
        Ledger: {
            info: { title: 'Ledger', version: 'latest' },
            name: 'Ledger',
            default: true,
            transactions: [
                {
                    name: 'Put',
                    tag: ['submit', 'SUBMIT'],
                    parameters: [{ name: 'param0', schema: { $ref: '#/components/schemas/Entry' } }],
                    returns: { $ref: '#/components/schemas/Entry' },
                },
                {
                    name: 'Sum',
                    tag: ['evaluate', 'EVALUATE'],
                    parameters: [
                        { name: 'param0', schema: { type: 'integer', format: 'int64' } },
                        { name: 'param1', schema: { type: 'number', format: 'uint64', minimum: 0, multipleOf: 1 } },
                        { name: 'param2', schema: { type: 'integer', format: 'int32' } },
                        { name: 'param3', schema: { type: 'number', format: 'double' } },
                        { name: 'param4', schema: { type: 'array', items: string } },
                    ],
                    returns: { type: 'integer', format: 'int64' },
                },
                {
                    name: 'All',
                    tag: ['evaluate'],
                    returns: { type: 'array', items: { $ref: '#/components/schemas/Entry' } },
                },
                { name: 'Ping', tag: ['submit'] },
            ],
        },
        'org.hyperledger.fabric': {
            name: 'org.hyperledger.fabric',
            transactions: [{ name: 'GetMetadata', tag: ['evaluate'], returns: string }],
        },
    },
    components: {
        schemas: {
            Entry: {
                $id: 'Entry',
                properties: {
                    ID: string,
                    amount: { type: 'integer', format: 'int64' },
                    owner: { $ref: 'Owner' },
                    tags: { type: 'object', additionalProperties: { type: 'integer', format: 'int64' } },
                },
                required: ['ID', 'amount', 'owner', 'tags'],
                additionalProperties: false,
            },
            Owner: { $id: 'Owner', properties: { name: string }, required: ['name'], additionalProperties: false },
        },
    },
};

/** Java: upper-case tags, everything by reference, no member required. */
export const JAVA = {
    $schema: 'https://fabric-shim.github.io/release-1.4/contract-schema.json',
    info: { title: 'Loans', version: '0.0.1', license: { name: 'none' } },
    contracts: {
        LoanContract: {
            name: 'LoanContract',
            default: true,
            info: { title: 'Loans', description: 'Who owes whom', version: '0.0.1' },
            transactions: [
                {
                    name: 'open',
                    tags: ['SUBMIT'],
                    tag: ['SUBMIT'],
                    parameters: [
                        { name: 'id', schema: string },
                        { name: 'cents', schema: { type: 'integer', format: 'int64' } },
                        { name: 'rate', schema: { type: 'number', format: 'float' } },
                        { name: 'loan', schema: { $ref: '#/components/schemas/Loan' } },
                    ],
                    returns: { $ref: '#/components/schemas/Loan' },
                },
                {
                    name: 'exists',
                    tag: ['EVALUATE'],
                    parameters: [{ name: 'id', schema: string }],
                    returns: { type: 'boolean' },
                },
            ],
        },
    },
    components: {
        schemas: {
            Loan: {
                $id: 'Loan',
                type: 'object',
                required: [],
                properties: {
                    id: string,
                    cents: { type: 'integer', format: 'int64' },
                    state: { type: 'string', enum: ['OPEN', 'PAID'] },
                },
                additionalProperties: false,
            },
        },
    },
};

/** Node without decorators: `tags`, no results, no parameters where a function's length tells none; several contracts. */
export const NODE = {
    contracts: {
        '': {
            name: '',
            contractInstance: { name: '', default: true },
            transactions: [{ name: 'any', tags: ['SUBMIT', 'submitTx'] }],
        },
        'org.example.cars': {
            name: 'org.example.cars',
            contractInstance: { name: 'org.example.cars' },
            transactions: [
                {
                    name: 'query-all',
                    tags: ['submitTx'],
                    parameters: [{ name: 'arg0', description: 'Argument 0', schema: string }],
                },
                { name: 'untagged', parameters: [] },
            ],
        },
    },
    info: { version: '1.0.0', title: 'cars' },
    components: { schemas: {} },
};

const BACK = '#/components/schemas/';

/** Names that are words of the language, or collide; references that lead nowhere, or round in circles; texts that would end a comment. */
export const HOSTILE = {
    info: { title: 'x', version: '' },
    contracts: {
        class: {
            name: 'class',
            default: true,
            info: { title: 'x', version: '', description: 'ends */ here\n\u2028@ts-ignore \u0007' },
            transactions: [
                { name: 'constructor', tag: ['SUBMIT'], parameters: [], returns: string },
                { name: '__proto__', tag: ['SUBMIT'], parameters: [], returns: string },
                { name: 'then', tag: ['SUBMIT'], parameters: [], returns: string },
                { name: 'then_', tag: ['SUBMIT'], parameters: [], returns: string },
                { name: '$with', tag: ['SUBMIT'], parameters: [], returns: string },
                { name: 'it\'s "quoted" \\ `${1}`', tag: ['SUBMIT'], parameters: [], returns: string },
                {
                    name: 'delete',
                    tag: ['EVALUATE', 'SUBMIT'],
                    parameters: [
                        { name: 'new', schema: string },
                        { name: 'new', schema: string },
                        { name: '1st', required: false, schema: { type: ['string', 'null'] } },
                        { name: '__proto__', required: false, schema: {} },
                    ],
                    returns: { $ref: `${BACK}Date` },
                },
                { name: 'delete', tag: ['EVALUATE'], parameters: [], returns: { $ref: `${BACK}Nowhere` } },
                {
                    name: 'types',
                    parameters: [
                        { name: 'loop', schema: { $ref: `${BACK}Loop` } },
                        { name: 'alias', schema: { $ref: `${BACK}Alias` } },
                        {
                            name: 'both',
                            schema: {
                                allOf: [{ $ref: `${BACK}Date` }, { type: 'object', properties: { extra: string } }],
                            },
                        },
                        { name: 'mixed', schema: { enum: ['a', 1, true, null] } },
                        { name: 'odd', schema: { enum: [{ a: 1 }] } },
                        { name: 'several', schema: { type: ['string', 'number'] } },
                        {
                            name: 'inline',
                            schema: {
                                type: 'object',
                                properties: {
                                    'a b': { type: 'array', items: { type: ['integer', 'null'] } },
                                    __proto__x: {},
                                },
                            },
                        },
                        {
                            name: 'nested',
                            schema: { type: 'array', items: { type: 'array', items: { enum: ['x', 'y'] } } },
                        },
                        {
                            name: 'discriminated',
                            schema: {
                                type: 'object',
                                discriminator: 'kind',
                                properties: { kind: { enum: ['a', 'b'] } },
                                required: ['kind'],
                            },
                        },
                        { name: 'tuple', schema: { type: 'array', items: [string, string] } },
                        { name: 'wrong', schema: 'no schema' },
                    ],
                    returns: { type: 'null' },
                },
            ],
            'x-heddle': {
                v: 1,
                events: { Submit: { schema: { $ref: `${BACK}Submit` } }, 'an event': { schema: {} } },
                errors: { DATE: { status: 404, description: 'says */ no' }, 'no-code': { status: 400 }, '1': {} },
            },
        },
        Class: { name: 'Class', transactions: [{ name: 'f', tag: [], parameters: [] }] },
        'Class.': { name: 'Class.', transactions: [{ name: 'f', parameters: [] }, 'no transaction', { name: '' }] },
    },
    components: {
        schemas: {
            Date: {
                $id: 'Date',
                type: 'object',
                properties: { date: { $ref: `${BACK}Date` }, submit: { $ref: `${BACK}Submit` } },
            },
            Submit: {
                $id: 'Submit',
                type: 'object',
                properties: { constructor: string, '': string, é: string, class: { $ref: `${BACK}class` } },
                required: ['constructor'],
            },
            class: { $id: 'class', type: 'object', properties: {} },
            Loop: { $ref: `${BACK}Loop` },
            Alias: { type: 'array', items: { $ref: `${BACK}Date` } },
        },
    },
};
