// What is on which page of the reference, and in which order. Every member of a class that is on a page must be in one
// of its sections, or `npm run docs` says so.
'use strict';

const { CLIENT } = require('./client-page');

/**
 * A section shows members of one class (`of`, and `members` unless it is all of them), each below a heading of its own,
 * or whole `declarations`, or both.
 */
const STUB = {
    file: 'stub.md',
    title: 'The context and the stub',
    package: 'contract',
    intro: `What a transaction gets as its first parameter, \`ctx\`, and the ledger behind \`ctx.stub\`. Names and meanings of the
stub are those of Fabric's own shims. The guides tell the story: [what a transaction
sees](../guide/what-a-transaction-sees.md), [private data](../guide/private-data.md), [calling
chaincodes](../guide/calling-chaincode.md).

A test runs the examples, on a ledger with two assets, \`a1\` and \`a2\`, of the class \`Asset\` of
[an example](../../examples/asset-transfer).

All of it is imported from \`@heddle/contract\`. The stub's operations return promises, and each must be awaited. They
reject with a \`ChaincodeError\`:

| code                                       | for                                                                 |
| ------------------------------------------ | ------------------------------------------------------------------- |
| \`INVALID_ARGUMENT\`, \`EMPTY_KEY\`, \`EMPTY_VALUE\` | arguments with which there is nothing to ask                        |
| \`READ_ONLY_TRANSACTION\`                    | a write in a transaction with \`@Evaluate()\`                         |
| \`WRITE_AFTER_QUERY\`, \`QUERY_AFTER_WRITE\`   | a write beside a query in pages, or beside a query of private data  |
| \`PEER_ERROR\`                               | what the peer refuses, in the peer's own words                      |
| \`SESSION_CLOSED\`                           | a peer that is gone                                                 |

[Errors](errors.md) has them all.`,
    sections: [
        { title: 'The context', of: 'Context' },
        {
            title: 'State',
            of: 'ChaincodeStub',
            members: [
                'getState',
                'exists',
                'getMultipleStates',
                'putState',
                'deleteState',
                'createCompositeKey',
                'splitCompositeKey',
            ],
        },
        {
            title: 'Queries',
            text: `A query is awaited for its iterator, or looped over with \`for await\` at once. The loop closes it; who calls \`next\`
calls \`close\`. Rows come in pages of at most 100 from the peer, as they are asked for.`,
            of: 'ChaincodeStub',
            members: [
                'getStateByRange',
                'getStateByRangeWithPagination',
                'getStateByPartialCompositeKey',
                'getStateByPartialCompositeKeyWithPagination',
                'getAllStatesCompositeKeyWithPagination',
                'getQueryResult',
                'getQueryResultWithPagination',
                'getHistoryForKey',
            ],
        },
        {
            title: 'Private data',
            of: 'ChaincodeStub',
            members: [
                'getPrivateData',
                'getMultiplePrivateData',
                'getPrivateDataHash',
                'putPrivateData',
                'deletePrivateData',
                'purgePrivateData',
                'getPrivateDataByRange',
                'getPrivateDataByPartialCompositeKey',
                'getPrivateDataQueryResult',
            ],
        },
        {
            title: 'Policies of keys',
            text: "A key can have an endorsement policy of its own, which holds instead of the chaincode's.",
            of: 'ChaincodeStub',
            members: [
                'setStateValidationParameter',
                'getStateValidationParameter',
                'setPrivateDataValidationParameter',
                'getPrivateDataValidationParameter',
            ],
            declarations: ['KeyEndorsementPolicy', 'EndorsementRule', 'EndorserRole'],
        },
        { title: 'Events', of: 'ChaincodeStub', members: ['setEvent'] },
        { title: 'Other chaincodes', of: 'ChaincodeStub', members: ['invokeChaincode'] },
        {
            title: 'The transaction',
            of: 'ChaincodeStub',
            members: [
                'getTxID',
                'getChannelID',
                'getTxTimestamp',
                'getDateTimestamp',
                'getFunctionAndParameters',
                'getArgs',
                'getStringArgs',
                'getBufferArgs',
                'getArgsSlice',
                'getTransient',
                'getBinding',
                'getDecorations',
                'getSignedProposal',
                'signal',
            ],
        },
        { title: 'Identity', of: 'ChaincodeStub', members: ['getCreator', 'getMspID'] },
        {
            title: 'The client',
            text: `\`ctx.clientIdentity\`: who signed the proposal. Its certificate is read when something asks for it. Where it is
not an X.509 certificate, as with Idemix, all but \`getMSPID\` and \`getIDBytes\` throw a \`ChaincodeError\`
\`INVALID_IDENTITY\`.`,
            of: 'ClientIdentity',
            members: [
                'getMSPID',
                'getID',
                'getAttributeValue',
                'assertAttributeValue',
                'hasOUValue',
                'getX509Certificate',
                'getIDBytes',
                'getShimID',
                'getGoID',
            ],
        },
        {
            title: 'Batches and guards',
            of: 'ChaincodeStub',
            members: ['startWriteBatch', 'finishWriteBatch', 'asReadOnly'],
        },
        {
            title: 'Errors that contracts throw',
            declarations: ['ContractError', 'ContractErrorOptions', 'CalledChaincodeError', 'ChaincodeError'],
        },
        {
            title: 'Types',
            declarations: [
                'Bytes',
                'KeyValue',
                'KeyModification',
                'CompositeKey',
                'Timestamp',
                'Int64',
                'Query',
                'QueryIterator',
                'NextResult',
                'StateQueryResponse',
                'QueryResponseMetadata',
                'ChaincodeCallOptions',
                'CalledChaincodeResponse',
                'Creator',
                'SignedProposal',
            ],
        },
    ],
    omitted: ['RESPONSE_CODE', 'constructor'],
    // Made by the framework only.
    withoutConstructor: ['CalledChaincodeError', 'Timestamp'],
};

const TESTING = {
    file: 'testing.md',
    title: 'The test kit',
    package: 'testing',
    others: ['local-peer'],
    intro: `What \`@heddle/testing\` exports. [Testing](../guide/testing.md) introduces it.

A test runs the examples: in them, \`net\` is a network with the contract of [an
example](../../examples/asset-transfer), \`ann\` is a client, and the asset \`a1\` is hers; \`asset\` is one to create.`,
    sections: [
        {
            title: 'A network',
            of: 'TestNetwork',
            members: [
                'start',
                'as',
                'state',
                'stateOf',
                'transactions',
                'events',
                'commit',
                'traps',
                'time',
                'advance',
                'checkInvariants',
                'mark',
                'revert',
                'peer',
                'close',
            ],
            declarations: ['NetworkMark'],
        },
        {
            title: 'Options of a network',
            text: '`TestNetwork.start` takes one of three forms: contracts, a chaincode that is not made of contracts, or several by name.',
            declarations: [
                'TestNetworkOptions',
                'ContractsNetworkOptions',
                'ChaincodeNetworkOptions',
                'ChaincodesNetworkOptions',
                'NetworkBehaviour',
                'ChaincodeDefinition',
                'TrapChoice',
                'TrapOptions',
                'TrapAllowance',
                'TrapKind',
                'CollectionOptions',
                'LocalPeerOptions',
                'ContractsSource',
                'ChaincodeSource',
            ],
        },
        { title: 'A client', of: 'TestClient', declarations: ['ClientOptions', 'MemberOptions', 'CallOptions'] },
        {
            title: 'What a transaction did',
            of: 'TestTransaction',
            declarations: ['TestWrite', 'TestPrivateWrite', 'TestRead', 'TestEvent', 'CommittedTestEvent', 'TrapHit'],
        },
        { title: 'State', of: 'LedgerState', declarations: ['LedgerKey'] },
        { title: 'Rows', declarations: ['CommittedRows', 'CommittedSums'] },
        {
            title: 'Matchers',
            text: `For jest, \`import '@heddle/testing/jest'\`; for vitest, \`expect.extend(matchers)\`. Each is to be awaited.`,
            of: 'TransactionMatchers',
        },
        { title: 'Recorded transactions', declarations: ['replayJournal', 'JournalReplay', 'ReplayJournalOptions'] },
        {
            title: 'Errors',
            declarations: ['TransactionError', 'Difference', 'TestNetworkError', 'TestNetworkErrorCode'],
        },
    ],
    omitted: ['constructor'],
    // Types that follow from a contract's methods, and what only test runners see.
    omittedExports: [
        'AllDataOf',
        'ArgumentsOf',
        'AsymmetricMatch',
        'ChaincodesOf',
        'CommittedState',
        'ContractOf',
        'ContractsIn',
        'DataOf',
        'DefaultContract',
        'Expected',
        'FirstContract',
        'LedgerSource',
        'MatcherResult',
        'MatcherThis',
        'Plain',
        'RawFunctions',
        'ResultOf',
        'TransactionFailure',
        'TransactionName',
        'matchers',
    ],
};

const CONTRACT = {
    file: 'contract.md',
    title: 'Contracts and their decorators',
    package: 'contract',
    intro: `What \`@heddle/contract\` has for the class of a contract. [Contracts](../guide/contracts.md) introduces it,
[Types](../guide/types.md) says what parameters, fields and results may be, and [the stub](stub.md) has what is behind
\`ctx\`. A test compiles the examples; those that begin with a decorator of a method stand in a contract.

The decorators of class-validator, such as \`IsInt\` and \`Length\`, are exported from \`@heddle/contract\` as well.`,
    sections: [
        { title: 'The contract', of: 'Contract' },
        {
            title: 'Contracts and transactions',
            declarations: ['Transaction', 'Evaluate', 'Default', 'Info', 'InWorker', 'Invariant'],
        },
        {
            title: 'What a contract keeps and tells',
            declarations: ['Declares', 'event', 'EventOptions', 'failure', 'FailureOptions'],
        },
        { title: 'Parameters and results', declarations: ['Check', 'Optional', 'Param', 'Returns', 'TypeSpec'] },
        { title: 'Fields of classes', declarations: ['Property', 'Type', 'Transform', 'Object'] },
        {
            title: 'Access and middleware',
            declarations: [
                'RequireMsp',
                'RequireAttribute',
                'Public',
                'Use',
                'WithoutInherited',
                'Middleware',
                'TransactionInfo',
                'ParameterInfo',
            ],
        },
        {
            title: 'Serving',
            text: '`heddle server` does this; it is for programs of your own.',
            declarations: [
                'ContractChaincode',
                'ContractChaincodeOptions',
                'ContractSources',
                'ContractSource',
                'FabricContract',
                'encodeArgument',
            ],
        },
    ],
    omitted: ['constructor'],
};

const PAGES = [CONTRACT, STUB, TESTING, CLIENT];

module.exports = { PAGES };
