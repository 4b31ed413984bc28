import type { Json, Step } from '../scenarios/script';
import { COLLECTIONS, OTHER_CHANNEL } from '../scenarios/target';

/** The chaincodes of a history. */
export const ASSETS = 'assets';
export const AUCTIONS = 'auctions';
export const DIFFICULT = 'difficult';
export const CALLED = 'difficult-called';
/** The same again, with init required. */
export const INITIAL = 'difficult-initial';

/** A call of a history. */
export interface HistoryCall {
    readonly chaincode: string;
    readonly args: readonly string[];
    readonly transient?: Readonly<Record<string, string>>;
    /** Rounds between endorsement and submission. Default: none. */
    readonly late?: number;
}

/** Begins to be called when there is something to read. */
const SETTLED = 4;

/** What is called in a round, side by side: conflicts and phantoms are meant. */
export function callsOfRound(round: number): HistoryCall[] {
    return [
        ...assetCalls(round),
        ...auctionCalls(round),
        ...readingCalls(round),
        ...privateCalls(round),
        ...unknowableCalls(round),
    ];
}

function every(rounds: number, round: number, ...calls: readonly HistoryCall[]): readonly HistoryCall[] {
    return round % rounds === 0 && round >= SETTLED ? calls : [];
}

function assets(...args: readonly Json[]): HistoryCall {
    return { chaincode: ASSETS, args: args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))) };
}

function assetCalls(round: number): readonly HistoryCall[] {
    const asset = { id: `a${round}`, color: 'red', size: 1 + (round % 9), owner: `o${round % 4}`, appraisedValue: 100 };
    const hot = `a${Math.max(0, round - 1 - (round % 3))}`;
    return [
        assets('createAsset', asset),
        ...(round < SETTLED ? [] : [assets('transferAsset', hot, `x${round}`), assets('transferAsset', hot, 'y')]),
        ...every(3, round, { ...assets('transferAsset', `a${round - 2}`, 'late'), late: 2 + (round % 30) }),
        ...every(5, round, assets('listAssets', '4'), assets('assetsOf', `o${round % 4}`)),
        ...every(6, round, { ...assets('assetHistory', hot), late: round % 25 }),
        ...every(7, round, assets('deleteAsset', `a${round - 3}`)),
    ];
}

function auctionCalls(round: number): readonly HistoryCall[] {
    const id = `lot${Math.floor(round / 10)}`;
    const terms = { id, lots: [{ description: 'a loom', count: 1 }], reserve: '90000000000000000000' };
    const call = (...args: string[]): HistoryCall => ({ chaincode: AUCTIONS, args });
    if (round % 10 === 0) return [call('offer', JSON.stringify({ ...terms, closes: '2090-01-01T00:00:00Z' }))];
    const bid = (bidder: string, more: bigint): HistoryCall =>
        call('bid', id, bidder, String(9_000_000_000_000_000_000n + BigInt(round) * 10n + more));
    return round % 10 < 2 ? [] : [bid('ann', 1n), bid('bob', 2n)];
}

function script(...steps: readonly Step[]): HistoryCall {
    return { chaincode: DIFFICULT, args: ['script', JSON.stringify(steps)] };
}

/** The rows that ranges are of; each is written, and some are deleted. */
function rowOf(round: number): string {
    return `row${String(round % 12).padStart(3, '0')}`;
}

/** Ranges with phantoms, pages, iterators that are left early, histories, composite keys, policies of keys. */
function readingCalls(round: number): readonly HistoryCall[] {
    return [
        { chaincode: DIFFICULT, args: ['label', rowOf(round)] },
        ...every(8, round, { chaincode: DIFFICULT, args: ['label', `row${round}`] }),
        ...rangeCalls(round),
        ...richCalls(round),
        ...every(5, round, script(['getHistoryForKey', 'late'], ['putState', `seen${round}`, 'v'])),
        ...every(
            3,
            round,
            script(['putComposite', 'kind', [`k${round % 7}`, 'b'], 'v'], ['getByPartialKey', 'kind', []]),
        ),
        ...every(4, round, script(['invokeChaincode', CALLED, writingCall(round)])),
        ...every(10, round, script(['setPolicy', rowOf(round), ['Org1MSP']], ['getPolicy', 'row003'])),
        ...every(7, round, script(['deleteState', rowOf(round)], ['setEvent', 'gone', `${round}`])),
        ...every(11, round, script(['getCreator'], ['getTxTimestamp'], ['getBinding'], ['getMspID'], ['getTxID'])),
    ];
}

function writingCall(round: number): readonly Json[] {
    return [
        'script',
        JSON.stringify([
            ['getState', 'own'],
            ['putState', 'own', `from ${round}`],
        ]),
    ];
}

/** Where the state is not in CouchDB these are refused, and the chaincode goes on. */
function richCalls(round: number): readonly HistoryCall[] {
    const query = JSON.stringify({ selector: { kind: 'document', size: { $gt: 2 } } });
    const document = JSON.stringify({ kind: 'document', size: round % 5 });
    const ask = script(['getQueryResult', query], ['putState', 'asked', String(round)]);
    return [
        ...every(2, round, script(['putState', `document${round % 9}`, document])),
        ...every(6, round, { ...ask, late: round % 5 }),
    ];
}

function rangeCalls(round: number): readonly HistoryCall[] {
    const rows = ['getStateByRange', 'row', 'rox'] as const;
    const many = script(['getStateByRange', 'many', 'manz'], ['putState', 'many0007', `${round}`]);
    return [
        ...every(2, round, script(rows, ['putState', `count${round % 5}`, String(round)])),
        ...every(4, round, { ...script(rows, ['putState', 'late', String(round)]), late: 1 + (round % 20) }),
        ...every(9, round, script(['firstOfRange', 'row', 'rox', 2], ['putState', `first${round}`, 'v'])),
        ...every(6, round, script(['rangePage', 'row', 'rox', 3], ['rangePage', 'row', 'rox', 2, 'row002'])),
        ...(round === SETTLED ? [script(['putMany', 'many', 130])] : []),
        ...every(8, round, { ...many, late: round % 6 }),
    ];
}

function privateCalls(round: number): readonly HistoryCall[] {
    const { org1, shortLived, org2 } = COLLECTIONS;
    const key = `p${round % 6}`;
    return [
        ...every(2, round, script(['putPrivateData', org1, key, `private ${round}`])),
        ...every(3, round, script(['getPrivateData', org1, key], ['putState', `knows ${key}`, String(round)])),
        ...every(4, round, { ...script(['getPrivateData', org1, key], ['putState', 'private late', key]), late: 3 }),
        ...every(5, round, script(['getPrivateDataHash', org1, key], ['putPrivateData', org2, key, 'of others'])),
        ...every(6, round, script(['putPrivateData', shortLived, key, `short ${round}`])),
        ...every(7, round, script(['getPrivateDataHash', shortLived, 'p0'], ['putState', 'short', String(round)])),
        ...every(9, round, script(['deletePrivateData', org1, `p${(round + 1) % 6}`])),
        ...every(12, round, script(['getPrivateDataByRange', org1, 'p', 'q'])),
        // Its values are gone from the peer when somebody fetches the blocks.
        ...every(6, round, script(['putPrivateData', org1, 'x', `purged after ${round}`])),
        ...every(8, round, script(['getPrivateData', org1, 'x'], ['putState', 'x was read', String(round)])),
        ...every(20, round, script(['purgePrivateData', org1, 'x'])),
    ];
}

/** What no block has, a function that comes out otherwise each time, and a chaincode that was initialised. */
function unknowableCalls(round: number): readonly HistoryCall[] {
    const secret = { secret: `s${round}` };
    const inner = ['script', JSON.stringify([['getState', 'own']])];
    return [
        ...every(10, round, { ...script(['putTransient', COLLECTIONS.org1, 'kept', 'secret']), transient: secret }),
        ...every(15, round, script(['getSignature'])),
        ...every(9, round, { chaincode: DIFFICULT, args: ['random', `random${round % 3}`] }),
        ...every(16, round, script(['invokeChaincode', CALLED, inner, OTHER_CHANNEL])),
        ...every(17, round, script(['invokeChaincode', 'qscc', ['GetChainInfo', 'mychannel']])),
        ...every(14, round, { ...script(['putState', 'initial', String(round)]), chaincode: INITIAL }),
    ];
}
