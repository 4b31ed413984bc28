import { deepStrictEqual as same, ok } from 'node:assert/strict';
import type { Invariant } from '../../fuzz';
import { Allowances, CorrectAllowances } from './allowances';
import { Auction, CorrectAuction } from './auction';
import { Bank, CorrectBank } from './bank';
import { CorrectLoans, Loans } from './loans';
import { CorrectNames, Names } from './names';
import { CorrectParcels, Parcels } from './parcels';
import { CorrectPoll, Poll } from './poll';
import { CorrectSealedOffers, SealedOffers, sealOf } from './sealed-offers';
import { CorrectTickets, Tickets } from './tickets';
import { CorrectVouchers, Vouchers } from './vouchers';

/** A contract with a fault, its correct twin, and the rule that the fault breaks. */
export interface SeededFault {
    readonly faulty: new () =>
        Bank | Poll | Names | Tickets | Loans | Auction | Allowances | Vouchers | Parcels | SealedOffers;
    readonly correct: SeededFault['faulty'];
    readonly invariants: Readonly<Record<string, Invariant>>;
    /** The fewest calls that break the rule. */
    readonly least: number;
}

type Rows = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** All values that are objects, by their keys. */
async function rowsOf(state: Parameters<Invariant>[0]['state']): Promise<Rows> {
    return (await state.all()) as Rows;
}

export const SEEDED_FAULTS: readonly SeededFault[] = [
    {
        faulty: Bank,
        correct: CorrectBank,
        least: 2,
        invariants: {
            'accounts sum up to what was minted': async ({ state }) => {
                const { minted = 0, ...accounts } = (await state.all()) as Record<string, number>;
                same(
                    Object.values(accounts).reduce((sum, one) => sum + one, 0),
                    minted,
                );
            },
        },
    },
    {
        faulty: Poll,
        correct: CorrectPoll,
        least: 2,
        invariants: {
            'a member has one ballot in a poll': async ({ state }) => {
                const ballots = Object.values(await rowsOf(state)).map(({ poll, by }) => JSON.stringify([poll, by]));
                same(new Set(ballots).size, ballots.length);
            },
        },
    },
    {
        faulty: Names,
        correct: CorrectNames,
        least: 2,
        invariants: {
            'only the owner changes a name': ({ changes, by }) => {
                for (const { key, before } of changes)
                    if (before !== undefined)
                        ok(
                            by.some(({ id }) => id === (before as { owner: string }).owner),
                            `${key} was changed by others than its owner`,
                        );
            },
        },
    },
    {
        faulty: Tickets,
        correct: CorrectTickets,
        least: 6,
        invariants: {
            'at most five seats are sold': async ({ state }) => {
                ok(Object.keys(await state.all()).length <= 5, 'more than five are sold');
            },
        },
    },
    {
        faulty: Loans,
        correct: CorrectLoans,
        least: 2,
        invariants: {
            'nobody owes less than nothing, or repays more than is due': async ({ state }) => {
                for (const { due, repaid, principal, fees } of Object.values(await rowsOf(state)))
                    ok(Number(due) >= 0 && Number(repaid) <= Number(principal) + Number(fees), `due ${String(due)}`);
            },
        },
    },
    {
        faulty: Auction,
        correct: CorrectAuction,
        least: 2,
        invariants: {
            'no bid is later than the end': async ({ state }) => {
                for (const { at, ends } of Object.values(await rowsOf(state)))
                    ok(Number(at) <= Number(ends), 'a bid came after the end');
            },
        },
    },
    {
        faulty: Allowances,
        correct: CorrectAllowances,
        least: 3,
        invariants: {
            'nobody spends more than was granted': async ({ state }) => {
                for (const { granted, spent } of Object.values(await rowsOf(state)))
                    ok(Number(spent) <= Number(granted), `${String(spent)} of ${String(granted)}`);
            },
        },
    },
    {
        faulty: Vouchers,
        correct: CorrectVouchers,
        least: 3,
        invariants: {
            'a voucher pays its worth once': async ({ state }) => {
                for (const { worth, redeemed } of Object.values(await rowsOf(state)))
                    ok(worth === undefined || Number(redeemed) <= Number(worth), `redeemed ${String(redeemed)}`);
            },
        },
    },
    {
        faulty: Parcels,
        correct: CorrectParcels,
        least: 2,
        invariants: {
            'a number is given once': ({ changes }) => {
                for (const { key, before } of changes) ok(before === undefined, `${key} was given before`);
            },
        },
    },
    {
        faulty: SealedOffers,
        correct: CorrectSealedOffers,
        least: 2,
        invariants: {
            'what is revealed was sealed': async ({ state }) => {
                for (const { seal, price } of Object.values(await rowsOf(state)))
                    ok(price === '' || seal === sealOf(String(price)), `revealed ${String(price)}`);
            },
        },
    },
];
