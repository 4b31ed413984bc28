// What is on the page of the reference about generated clients; see pages.js.
'use strict';

const CLIENT = {
    file: 'client.md',
    title: 'Generated clients',
    package: 'client',
    intro: `What a client has that [\`heddle generate client\`](cli/generate.md) wrote, and what \`@heddle/client\` exports for its
users. [Client applications](../guide/clients.md) introduces it. In the examples,
\`assets\` is a client of [an example](../../examples/asset-transfer).`,
    sections: [
        { title: 'A client', declarations: ['ContractConnector', 'ContractClient', 'ClientOptions'] },
        {
            title: 'Transactions',
            declarations: [
                'Submit',
                'Evaluate',
                'SubmitOptions',
                'CallOptions',
                'TransientData',
                'RetryPolicy',
                'SentTransaction',
                'Committed',
            ],
        },
        {
            title: 'Events',
            declarations: [
                'EventOptions',
                'EventStream',
                'ContractEvent',
                'DeclaredEvent',
                'UndeclaredEvent',
                'MismatchedEvent',
                'EventOrigin',
            ],
        },
        {
            title: 'Tracing',
            text: 'What the spans are is in [Operations](../guide/operations.md#traces).',
            declarations: ['TracingOptions', 'TransactionIdGenerator'],
        },
        { title: 'Values without a type', declarations: ['Payload'] },
        {
            title: 'Errors',
            declarations: [
                'TransactionRefused',
                'TransactionUnknown',
                'TransactionInvalid',
                'CommitUnknown',
                'ResultMismatch',
                'ArgumentInvalid',
            ],
        },
    ],
    omitted: ['constructor'],
    // What generated files are made of.
    omittedExports: [
        'CalledTransaction',
        'Codec',
        'ContractDefinition',
        'DefinitionOf',
        'EventsOf',
        'InvalidCommit',
        'MemberCodecs',
        'NamedCodecs',
        'Optional',
        'Refusal',
        'RefusalClass',
        'TransactionDefinition',
        'TransactionsOf',
        'codecs',
        'defineContract',
        'evaluate',
        'submit',
    ],
};

module.exports = { CLIENT };
