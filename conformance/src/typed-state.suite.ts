import type { EndorsedTransaction, TransactionRequest, TransactionResult } from '@heddle/local-peer';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LocalPeerNetwork } from './local-peer/local-peer-network';
import type { RowStep } from './scenarios/row-operations';
import { rowScript } from './scenarios/row-script';
import { scenarioChaincode } from './scenarios/scenario-chaincode';
import type { StepResult } from './scenarios/script';
import { SCENARIO_CHAINCODE } from './scenarios/target';

/** A lot as JSON: what a script says, and what it answers. */
interface LotJson {
    readonly farm: string;
    readonly number: number;
    readonly holder: string;
    readonly state: string;
    readonly harvested: string;
    readonly seal: string;
    readonly weight?: number;
}

type Ledger = Map<number, LotJson>;

/** A transaction's calls; the blocks in which what was endorsed together is committed. */
interface Round {
    readonly transactions: readonly (readonly RowStep[])[];
    readonly blockSizes: readonly number[];
}

const DATES = ['2025-01-01T00:00:00.000Z', '2025-06-01T00:00:00.000Z'];
const number = fc.nat(7);
const fields = {
    holder: fc.constantFrom('ann', 'bob'),
    state: fc.constantFrom('ripe', 'sold'),
    harvested: fc.constantFrom(...DATES),
    seal: fc.constantFrom('s1', 's2', 's3', 's4', 's5', 's6'),
};
const lot = fc.record({ farm: fc.constant('f'), number, ...fields, weight: fc.integer({ min: -3, max: 3 }) });
const patch = fc.record(fields, { requiredKeys: [] });
const keyOf = (of: number): { farm: string; number: number } => ({ farm: 'f', number: of });

const step: fc.Arbitrary<RowStep> = fc.oneof(
    lot.map((row): RowStep => ['create', 'Lot', row]),
    lot.map((row): RowStep => ['put', 'Lot', row]),
    fc.tuple(number, patch).map(([of, changes]): RowStep => ['update', 'Lot', keyOf(of), changes]),
    fc.tuple(number, fc.record(fields)).map(([of, changes]): RowStep => ['upsert', 'Lot', keyOf(of), changes]),
    number.map((of): RowStep => ['delete', 'Lot', keyOf(of)]),
);
const round: fc.Arbitrary<Round> = fc.record({
    transactions: fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 8 }),
    blockSizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 8, maxLength: 8 }),
});

/** What a ledger of one transaction after the other says to a step: a row, or the code of a refusal. */
function applyStep(ledger: Ledger, [operation, , first, second]: RowStep): unknown {
    const given = first as unknown as LotJson; // by the step's name
    const before = ledger.get(given.number);
    if (operation === 'delete') {
        ledger.delete(given.number);
        return before ?? 'LOT_NOT_FOUND';
    }
    if (operation === 'create' && before !== undefined) return 'LOT_EXISTS';
    if (operation === 'update' && before === undefined) return 'LOT_NOT_FOUND';
    const changes = second as unknown as Partial<LotJson> | undefined; // by the step's name
    const row: LotJson = changes === undefined ? given : { ...(before ?? given), ...changes };
    if (Array.from(ledger.values()).some((other) => other.seal === row.seal && other.number !== row.number))
        return 'LOT_EXISTS';
    ledger.set(row.number, row);
    return row;
}

function sorted(rows: Iterable<LotJson>, compare: (left: LotJson, right: LotJson) => number): LotJson[] {
    return Array.from(rows).sort((left, right) => compare(left, right) || left.number - right.number);
}

function compareBy<T>(...parts: ((row: T) => string | number)[]): (left: T, right: T) => number {
    return (left, right) => {
        for (const part of parts) if (part(left) !== part(right)) return part(left) < part(right) ? -1 : 1;
        return 0;
    };
}

/** What scans of the rows, and of each index, must find. */
function expectedScans(ledger: Ledger): LotJson[][] {
    const rows = Array.from(ledger.values());
    const byHolder = compareBy<LotJson>(
        ({ holder }) => holder,
        ({ state }) => state,
        ({ harvested }) => -Date.parse(harvested),
    );
    return [
        sorted(rows, () => 0),
        sorted(rows, byHolder),
        sorted(
            rows.filter(({ weight }) => weight !== undefined),
            compareBy(({ weight }) => weight ?? 0),
        ),
        sorted(
            rows,
            compareBy(({ seal }) => seal),
        ),
    ];
}

function requestOf(steps: readonly RowStep[]): TransactionRequest {
    return { chaincode: SCENARIO_CHAINCODE, args: rowScript(steps).args };
}

function outcomesOf({ payload }: TransactionResult): unknown[] {
    const results = JSON.parse(payload.toString()) as StepResult[];
    return results.map((result) => ('error' in result ? result.error.code : result.value));
}

/** One ledger, and the same kept in a Map by what was valid. */
class Bench {
    readonly #network: LocalPeerNetwork;
    readonly #rows: Ledger = new Map();
    /** What was found, and what was expected there. */
    readonly compared: (readonly [found: unknown, expected: unknown])[] = [];
    /** How many transactions were valid, and how many were not. */
    valid = 0;
    invalid = 0;

    constructor(network: LocalPeerNetwork) {
        this.#network = network;
    }

    async run({ transactions, blockSizes }: Round): Promise<void> {
        const endorsed: (readonly [readonly RowStep[], EndorsedTransaction])[] = [];
        for (const steps of transactions) endorsed.push([steps, await this.#endorse(steps)]);
        for (const size of blockSizes) await this.#commit(endorsed.splice(0, size));
    }

    #endorse(steps: readonly RowStep[]): Promise<EndorsedTransaction> {
        return this.#network.peer.endorse(requestOf(steps));
    }

    async #commit(block: readonly (readonly [readonly RowStep[], EndorsedTransaction])[]): Promise<void> {
        const verdicts = await this.#network.peer.commit(...block.map(([, transaction]) => transaction));
        for (const [index, [steps, transaction]] of block.entries()) {
            if (verdicts[index]?.status !== 'VALID') {
                this.invalid += 1;
                continue;
            }
            this.valid += 1;
            // It is as if it had run alone, at this place.
            this.compared.push([outcomesOf(transaction), steps.map((one) => applyStep(this.#rows, one))]);
        }
        await this.#check();
    }

    /** Every row is found by every index, and by no entry that is not its own: those would be INDEX_BROKEN. */
    async #check(): Promise<void> {
        const steps = ['', 'byHolder', 'byWeight', 'bySeal'].map((index): RowStep => ['all', 'Lot', index, {}]);
        const found = await this.#network.peer.evaluate(requestOf(steps));
        this.compared.push([outcomesOf(found), expectedScans(this.#rows)]);
    }
}

/** Runs rounds of transactions that are endorsed on one state and committed one after the other. */
export function describeTypedState(rounds: number): void {
    describe(`typed state in ${rounds} rounds of concurrent transactions`, () => {
        it('state promise 3: has every entry of every row after each block, and no unique value twice', async () => {
            await using network = await LocalPeerNetwork.startWithOnePeer({
                takesBatches: true,
                takesSelectors: false,
            });
            await network.deploy(SCENARIO_CHAINCODE, scenarioChaincode);
            const bench = new Bench(network);
            for (const one of fc.sample(round, { numRuns: rounds, seed: 3 })) {
                await bench.run(one);
                for (const [found, expected] of bench.compared.splice(0)) expect(found).toEqual(expected);
            }
            // Else the test would show nothing.
            expect(bench.valid).toBeGreaterThan(rounds);
            expect(bench.invalid).toBeGreaterThan(rounds);
        }, 600_000);
    });
}

/** Scans and pages at a peer that ends ranges at so many rows without a word. */
export function describeLimitedScans(totalQueryLimit: number, rows: number): void {
    describe(`typed scans of ${rows} rows with a limit of ${totalQueryLimit}`, () => {
        it.each(['leveldb', 'couchdb'])(
            'state promise 9: miss nothing on %s',
            async (database) => {
                const traits = { takesBatches: true, takesSelectors: database === 'couchdb' };
                await using network = await LocalPeerNetwork.startWithOnePeer(traits, { totalQueryLimit });
                await network.deploy(SCENARIO_CHAINCODE, scenarioChaincode);
                for (let from = 0; from < rows; from += 500)
                    await network.peer.submit(
                        requestOf([['createMany', 'Lot', 'many', from, Math.min(500, rows - from)]]),
                    );
                const steps = [100, 1_000].map((size): RowStep => ['pages', 'Lot', '', { farm: 'many' }, size]);
                const found = await network.peer.evaluate(
                    requestOf([['numbers', 'Lot', '', { farm: 'many' }], ['numbers', 'Lot', 'bySeal', {}], ...steps]),
                );
                const [byKey, byIndex, ...pages] = outcomesOf(found) as [number[], number[], ...number[][][]];
                const all = Array.from({ length: rows }, (_, index) => index);
                expect(byKey).toEqual(all);
                expect(byIndex.sort((left, right) => left - right)).toEqual(all);
                for (const one of pages) expect(one.flat()).toEqual(all);
            },
            600_000,
        );
    });
}
