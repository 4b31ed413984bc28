import { PAGE_CASES, PAGE_ROWS } from '../scenarios/page-cases';
import type { Step } from '../scenarios/script';
import { type Call, CALLED_CHAINCODE, COLLECTIONS, type TargetTraits } from '../scenarios/target';
import { WIRE_CASES, WIRE_CHAINCODE } from '../scenarios/wire-cases';
import type { WireRequest } from '../scenarios/wire-script';
import type { CallKind } from './transcript';

/** A transaction to record. They share a ledger, and run in their order. */
export interface GoldenCall extends Call {
    readonly title: string;
    readonly how: Exclude<CallKind, 'init'>;
}

const { org1, both, org2, shortLived } = COLLECTIONS;

/** Rows enough for three batches of an iterator. */
const ROWS = 205;

type Options = Omit<Call, 'args'>;

function submit(title: string, steps: readonly Step[], options: Options = {}): GoldenCall {
    return { ...options, title, how: 'submit', args: ['script', JSON.stringify(steps)] };
}

function evaluate(title: string, steps: readonly Step[], options: Options = {}): GoldenCall {
    return { ...options, title, how: 'evaluate', args: ['script', JSON.stringify(steps)] };
}

function called(...steps: readonly Step[]): Step {
    return ['invokeChaincode', CALLED_CHAINCODE, ['script', JSON.stringify(steps)]];
}

const keys: readonly GoldenCall[] = [
    submit('writes, reads and deletes keys', [
        ['putState', 'golden-a', '1'],
        ['putState', 'golden-é\u{10000}', 'x'],
        ['getState', 'golden-a'],
        ['exists', 'golden-none'],
        ['deleteState', 'golden-b'],
    ]),
    submit('reads what is committed, and writes over it', [
        ['getState', 'golden-a'],
        ['putState', 'golden-a', '2'],
    ]),
    submit('deletes a key', [['deleteState', 'golden-a']]),
    evaluate('reads the history of a key', [
        ['getHistoryForKey', 'golden-a'],
        ['getHistoryForKey', 'golden-none'],
    ]),
    submit('sets the policy of a key', [
        ['putState', 'golden-p', '1'],
        ['setPolicy', 'golden-p', ['Org1MSP']],
    ]),
    evaluate('reads policies of keys', [
        ['getPolicy', 'golden-p'],
        ['getPolicy', 'golden-none'],
    ]),
];

const proposals: readonly GoldenCall[] = (['Org1', 'Org2'] as const).map((client) =>
    evaluate(
        `tells who calls with what, for a client of ${client}`,
        [
            ['getTxID'],
            ['getChannelID'],
            ['getMspID'],
            ['getCreator'],
            ['getTransient'],
            ['getTxTimestamp'],
            ['getDateTimestamp'],
            ['getBinding'],
            ['getSignature'],
            ['getDecorations'],
            ['getBufferArgs'],
        ],
        { client, transient: { name: 'value' } },
    ),
);

const queries: readonly GoldenCall[] = [
    submit(`writes ${ROWS} rows`, [
        ['putMany', 'golden-r', ROWS],
        ['putComposite', 'golden-type', ['a', '1'], 'a1'],
        ['putComposite', 'golden-type', ['b', '1'], 'b1'],
    ]),
    evaluate('iterates over three batches', [['getStateByRange', 'golden-r', 'golden-s']]),
    evaluate('leaves an iterator', [['firstOfRange', 'golden-r', 'golden-s', 1]]),
    evaluate('reads pages', [
        ['rangePage', 'golden-r', 'golden-s', 3],
        ['rangePage', 'golden-r', 'golden-s', 3, 'golden-r0203'],
        ['rangePage', 'golden-none', 'golden-nonf', 3],
    ]),
    evaluate('finds composite keys', [
        ['getByPartialKey', 'golden-type', ['a']],
        ['partialKeyPage', 'golden-type', [], 1],
        ['allCompositePage', 5],
    ]),
    evaluate('is refused selectors by LevelDB', [
        ['getQueryResult', '{"selector":{}}'],
        ['queryPage', '{"selector":{}}', 2],
        ['getPrivateDataQueryResult', both, '{"selector":{}}'],
    ]),
];

const ticks: readonly GoldenCall[] = [
    submit('writes and reads of one tick', [
        ['together', ['putState', 'golden-t1', '1'], ['putState', 'golden-t2', '2'], ['deleteState', 'golden-t3']],
        ['together', ['getState', 'golden-r0000'], ['getState', 'golden-none'], ['getState', 'golden-r0001']],
    ]),
    submit('reads, writes, queries and policies of one tick', [
        [
            'together',
            ['getState', 'golden-t1'],
            ['putState', 'golden-t1', 'new'],
            ['getStateByRange', 'golden-t', 'golden-u'],
            ['setPolicy', 'golden-t2', ['Org1MSP']],
            ['getState', 'golden-t2'],
        ],
    ]),
    submit('a write that fails among those of its tick', [
        [
            'together',
            ['putState', 'golden-t4', '1'],
            ['putPrivateData', 'none', 'k', 'v'],
            ['putState', 'golden-t5', '2'],
        ],
    ]),
    evaluate('reads that fail among those of their tick', [
        ['together', ['getPrivateData', 'none', 'a'], ['getPrivateData', both, 'b'], ['getState', 'golden-t4']],
        ['getMultipleStates', ['golden-t4', 'golden-none', 'golden-t4']],
    ]),
    submit('a batch that is finished', [
        ['startWriteBatch'],
        ['putState', 'golden-b1', '1'],
        ['putState', 'golden-b1', '2'],
        ['finishWriteBatch'],
    ]),
    submit('a batch that is not finished', [['startWriteBatch'], ['putState', 'golden-b2', '1']]),
];

const privateData: readonly GoldenCall[] = [
    submit(
        'writes private data',
        [
            ['putTransient', org1, 'golden-s', 'secret'],
            ['putPrivateData', both, 'golden-s', 'shared'],
            ['putPrivateComposite', both, 'golden-type', ['a'], 'a'],
            ['setPrivatePolicy', both, 'golden-s', ['Org1MSP']],
        ],
        { transient: { secret: 'the secret' } },
    ),
    submit('writes private data of others, and some that does not last', [
        ['putPrivateData', org2, 'golden-s', 'theirs'],
        ['putPrivateData', shortLived, 'golden-s', 'soon gone'],
    ]),
    evaluate('reads private data', [
        ['getPrivateData', org1, 'golden-s'],
        ['getPrivateDataHash', org1, 'golden-s'],
        ['getPrivateDataHash', org2, 'golden-s'],
        ['getPrivateData', org2, 'golden-s'],
        ['getPrivateData', org1, 'golden-none'],
        ['getPrivateDataHash', org1, 'golden-none'],
        ['getMultiplePrivateData', both, ['golden-s', 'golden-none']],
        ['getPrivatePolicy', both, 'golden-s'],
        ['getPrivateDataByRange', both, 'golden-', 'golden-z'],
        ['getPrivateByPartialKey', both, 'golden-type', []],
    ]),
    evaluate(
        'refuses clients that are no members',
        [
            ['getPrivateData', org1, 'k'],
            ['getPrivateDataByRange', org1, 'k', 'l'],
            ['getPrivatePolicy', org1, 'k'],
            ['putPrivateData', org1, 'k', 'v'],
            ['deletePrivateData', org1, 'k'],
            ['purgePrivateData', org1, 'k'],
            ['setPrivatePolicy', org1, 'k', ['Org1MSP']],
            ['getPrivateDataHash', org1, 'golden-s'],
        ],
        { client: 'Org2' },
    ),
    evaluate('knows no such collection', [
        ['getPrivateData', 'none', 'k'],
        ['getPrivateDataHash', 'none', 'k'],
        ['getPrivateDataByRange', 'none', 'k', 'l'],
        ['getPrivatePolicy', 'none', 'k'],
        ['putPrivateData', 'none', 'k', 'v'],
        ['deletePrivateData', 'none', 'k'],
        ['purgePrivateData', 'none', 'k'],
        ['setPrivatePolicy', 'none', 'k', ['Org1MSP']],
    ]),
    submit('deletes and purges private data', [
        ['deletePrivateData', both, 'golden-s'],
        ['purgePrivateData', org1, 'golden-s'],
    ]),
    evaluate('finds neither what was deleted nor its hash', [
        ['getPrivateData', both, 'golden-s'],
        ['getPrivateDataHash', both, 'golden-s'],
        ['getPrivateDataHash', org1, 'golden-s'],
    ]),
    submit('writes a second block behind short-lived data', [['putState', 'golden-block', '2']]),
    submit('writes a third block behind short-lived data', [['putState', 'golden-block', '3']]),
    evaluate('finds short-lived data no more', [
        ['getPrivateData', shortLived, 'golden-s'],
        ['getPrivateDataHash', shortLived, 'golden-s'],
    ]),
];

const calls: readonly GoldenCall[] = [
    submit('calls another chaincode, which writes', [
        called(['getTxID'], ['putState', 'golden-c', 'called'], ['getState', 'golden-c']),
        ['putState', 'golden-c', 'caller'],
    ]),
    submit('goes on where the called chaincode refuses', [
        ['invokeChaincode', CALLED_CHAINCODE, ['respond', '404', 'gone', 'payload']],
        ['putState', 'golden-d', 'caller'],
    ]),
    evaluate('is told why chaincodes cannot be called', [
        ['invokeChaincode', 'scenarios', ['x']],
        called(['invokeChaincode', 'scenarios', ['x']]),
        ['invokeChaincode', 'missing', ['x']],
        ['invokeChaincode', CALLED_CHAINCODE, ['x'], 'missing'],
        ['invokeChaincode', 'qscc', ['GetChainInfo', 'mychannel']],
        ['invokeChaincode', 'cscc', ['GetChannels']],
    ]),
];

const responses: readonly GoldenCall[] = [
    submit('emits the last event', [
        ['setEvent', 'first', '1'],
        ['setEvent', 'last', '2é'],
    ]),
    submit('emits its own event, and not that of the called chaincode', [
        called(['setEvent', 'inner', 'x']),
        ['setEvent', 'outer'],
    ]),
    { title: 'answers with a status below 400', how: 'submit', args: ['respond', '399', 'odd', 'payload'] },
    ...(['submit', 'evaluate'] as const).map((how): GoldenCall => ({
        title: `refuses what it is to ${how}`,
        how,
        args: ['respond', '404', 'gone é', 'x'],
    })),
    { title: 'throws', how: 'evaluate', args: ['fail', 'the secret reason'] },
];

function wire(title: string, requests: readonly WireRequest[], how: GoldenCall['how'] = 'evaluate'): GoldenCall {
    return { title: `answers ${title}`, how, chaincode: WIRE_CHAINCODE, args: [JSON.stringify(requests)] };
}

/** The chaincode that these call is the scenarios', but for the last ones. */
export function goldenCalls(traits: TargetTraits): GoldenCall[] {
    return [
        ...keys,
        ...proposals,
        ...queries,
        ...ticks,
        ...privateData,
        ...calls,
        ...responses,
        wire('writes of rows for pages', PAGE_ROWS, 'submit'),
        ...PAGE_CASES.map(({ title, request }) => wire(title, [request])),
        ...WIRE_CASES.filter(({ needs = () => true }) => needs(traits)).map(({ title, requests }) =>
            wire(title, requests),
        ),
    ];
}
