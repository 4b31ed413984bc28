import '@heddle/testing/jest';
import { createHash } from 'node:crypto';
import { type TestClient, TestNetwork } from '@heddle/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CreditMoved, LetterOfCredit } from './letter-of-credit';
import { Payments } from './payments';

const DOCUMENTS = createHash('sha256').update('bill of lading').digest('hex');

const CHAINCODES = { credits: { contracts: [LetterOfCredit] }, payments: { contracts: [Payments] } } as const;

describe('a letter of credit across two chaincodes', () => {
    let net: TestNetwork<{ readonly chaincodes: typeof CHAINCODES }>;
    let clerk: TestClient<LetterOfCredit>;
    let buyer: TestClient<LetterOfCredit>;
    let seller: TestClient<LetterOfCredit>;

    beforeEach(async () => {
        net = await TestNetwork.start({ chaincodes: CHAINCODES });
        const attributed = (name: string, attributes: Readonly<Record<string, string>>): TestClient<LetterOfCredit> =>
            net.as(name, { attributes }).chaincode('credits');
        clerk = attributed('cleo', { role: 'clerk' });
        [buyer, seller] = [attributed('ben', { company: 'mill' }), attributed('sue', { company: 'farm' })];
        await bank().submit('deposit', 'mill', 500n);
    });
    afterEach(() => net.close());

    function bank(): TestClient<Payments> {
        return net.as('cleo', { attributes: { role: 'clerk' } }).chaincode('payments');
    }

    async function balances(): Promise<bigint[]> {
        const accounts = ['mill', 'held for c1', 'farm'];
        return Promise.all(accounts.map((account) => bank().evaluate('balance', account)));
    }

    it('is paid when the documents are in order', async () => {
        await buyer.submit('apply', 'c1', 'farm', 300n);
        await expect(clerk.submit('issue', 'c1')).toHaveEmitted(CreditMoved, { id: 'c1', state: 'issued' });
        expect(await balances()).toEqual([200n, 300n, 0n]);
        await seller.submit('present', 'c1', DOCUMENTS);
        await clerk.submit('honour', 'c1');
        expect(await balances()).toEqual([200n, 0n, 300n]);
        expect(await buyer.evaluate('read', 'c1')).toEqual({
            id: 'c1',
            buyer: 'mill',
            seller: 'farm',
            amount: 300n,
            state: 'honoured',
            documents: DOCUMENTS,
        });
    });

    it('is promised by clerks alone, and covered', async () => {
        await buyer.submit('apply', 'c1', 'farm', 501n);
        await expect(buyer.submit('issue', 'c1')).toBeRefusedWith('ACCESS_DENIED');
        await expect(clerk.submit('issue', 'c1')).toBeRefusedWith('NOT_COVERED');
        expect(await balances()).toEqual([500n, 0n, 0n]);
    });

    it('goes one step after the other, each by its own company', async () => {
        await buyer.submit('apply', 'c1', 'farm', 300n);
        await expect(seller.submit('present', 'c1', DOCUMENTS)).toBeRefusedWith('WRONG_STATE', 'is applied');
        await clerk.submit('issue', 'c1');
        await expect(buyer.submit('present', 'c1', DOCUMENTS)).toBeRefusedWith('NOT_YOURS');
        await expect(clerk.submit('honour', 'c1')).toBeRefusedWith('WRONG_STATE', 'is issued');
        await expect(seller.submit('present', 'c1', 'short')).toBeRefusedWith('VALIDATION_FAILED', 'documents');
    });

    it('leaves payments to the bank', async () => {
        const thief = net.as('sue', { attributes: { company: 'farm' } }).chaincode('payments');
        await expect(thief.submit('move', 'mill', 'farm', 1n)).toBeRefusedWith('ACCESS_DENIED');
    });
});
