import { type Context, Contract, ContractChaincode, Declares, Evaluate, Returns } from '@heddle/contract';
import { createLogger } from '@heddle/core';
import { Lot, Supply } from '@heddle-examples/typed-state/dist/supply';
import { describe, expect, it } from '@jest/globals';
import type { Target } from '../scenarios/target';

@Declares(Lot)
export class Asking extends Contract {
    @Evaluate()
    @Returns([Lot])
    byHarvest(ctx: Context): Promise<Lot[]> {
        return ctx
            .state(Lot)
            .rich({ selector: { harvested: { $gt: '' } }, sort: ['docType', 'harvested'] })
            .take(9);
    }
}

/** The name under which {@link SUPPLY_CHAINCODE} is committed. */
export const SUPPLY = 'supply';

/** The example of a supply chain, and a contract that sorts by the index of its package. */
export const SUPPLY_CHAINCODE = new ContractChaincode({
    contracts: [Supply, Asking],
    logger: createLogger('error', () => undefined),
});

const TERMS = { farm: 'f1', number: 1, price: '700', salt: 'a'.repeat(32) };

function lot(number: number, day: number): string {
    const harvested = `2025-01-0${day}T00:00:00.000Z`;
    return JSON.stringify({ farm: 'f1', number, holder: 'ann', state: 'ripe', harvested, seal: `s${number}` });
}

/**
 * Shows that a definition goes by the files that `heddle` makes of what contracts declare.
 * @param where the chaincode is committed with these files, on a ledger that nobody else uses
 * @param targetOf gives the network, which comes to life in a `beforeAll`
 */
export function describeGeneratedFiles(where: string, takesSelectors: boolean, targetOf: () => Target): void {
    describe(`state promise 16: generated files at ${where}`, () => {
        it('are collections that approve and commit take, with their rows at the members', async () => {
            const args = ['Supply:offer', lot(1, 3)];
            const transient = { terms: JSON.stringify(TERMS) };
            const offered = await targetOf().submit({ chaincode: SUPPLY, args, transient });
            expect([offered.message, offered.validation]).toEqual(['', 'VALID']);
            for (const [price, agreed] of [
                ['700', 'true'],
                ['701', 'false'],
            ] as const) {
                const asked = ['Supply:agreed', JSON.stringify({ ...TERMS, price })];
                const { message, payload } = await targetOf().evaluate({ chaincode: SUPPLY, args: asked });
                expect([message, payload.toString()]).toEqual(['', agreed]);
            }
        });

        const title = 'are an index that CouchDB sorts by';
        if (takesSelectors) it(title, () => sortsByIndex(targetOf()));
        else it.skip(`${title} (its state database takes no selectors)`, () => undefined);
    });
}

async function sortsByIndex(target: Target): Promise<void> {
    for (const [number, day] of [
        [12, 1],
        [11, 2],
    ] as const) {
        const offered = await target.submit({ chaincode: SUPPLY, args: ['Supply:offer', lot(number, day)] });
        expect([offered.message, offered.validation]).toEqual(['', 'VALID']);
    }
    const found = await target.evaluate({ chaincode: SUPPLY, args: ['Asking:byHarvest'] });
    expect(found.message).toBe('');
    const numbers = (JSON.parse(found.payload.toString()) as Lot[]).map(({ number }) => number);
    // The latest is the first test's.
    expect(numbers.filter((number) => number > 10)).toEqual([12, 11]);
}
