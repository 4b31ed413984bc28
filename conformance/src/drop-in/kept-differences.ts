/** A call of a table of ours that Heddle answers in another way, on purpose. */
export interface KeptDifference {
    readonly chaincode: string;
    /** As the table has it. */
    readonly line: string;
    /** Part of the guide to migrating, which lists the same. */
    readonly reason: string;
    /** What Heddle makes of it, in place of what was recorded. */
    readonly facade: readonly string[];
}

const EMPTY_KEYS = 'A write of an empty key is refused, on each state database: CouchDB refuses it anyway.';
const ARRAYS = 'A parameter whose type is only known to be an array is passed on as JSON; fabric-shim fails each call.';

/** What is different on purpose. */
export const KEPT_DIFFERENCES: readonly KeptDifference[] = [
    {
        chaincode: 'catalogue',
        line: 'evaluate Count [1,2,3]',
        reason: ARRAYS,
        facade: ['status 200', 'payload 3', definitionRead('catalogue')],
    },
    {
        chaincode: 'catalogue',
        line: 'evaluate Count 3',
        reason: ARRAYS,
        facade: ['status 200', definitionRead('catalogue')],
    },
    {
        chaincode: 'ledger',
        line: "evaluate page d0 d9 many ''",
        reason: 'A page size that is no number is refused with words; fabric-shim says `Assertion failed`.',
        facade: [
            'status 500',
            'message the page size must be a positive integer, not "many"',
            definitionRead('ledger'),
        ],
    },
    {
        chaincode: 'low-level',
        line: "submit put '' v",
        reason: EMPTY_KEYS,
        facade: ['status 500', 'message the key must not be empty', definitionRead('low-level')],
    },
    {
        chaincode: 'low-level',
        line: 'evaluate get k9',
        reason: '`Shim.error(error)` sends the message of the error; fabric-shim sends none where it is given an Error.',
        facade: ['status 500', 'message k9 is not there', definitionRead('low-level'), 'low-level read k9 absent'],
    },
    {
        chaincode: 'ways',
        line: 'submit throwsError',
        reason: 'A message is one line: line breaks become spaces.',
        facade: ['status 500', 'message two lines', definitionRead('ways')],
    },
    {
        chaincode: 'ways',
        line: "submit text2 '' v",
        reason: EMPTY_KEYS,
        facade: ['status 500', 'message the key must not be empty', definitionRead('ways')],
    },
];

/** Every call reads the definition of its chaincode. */
function definitionRead(chaincode: string): string {
    return `_lifecycle read namespaces/fields/${chaincode}/Sequence 0/1`;
}
