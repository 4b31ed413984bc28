import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContractChaincode } from '@heddle/contract';
import type { StateEntry } from '@heddle/local-peer';
import { DescribedKeys } from '@heddle/protocol';
import { TestNetwork } from '@heddle/testing';
import { Poll, Supply, Token } from '@heddle-examples/typed-state';
import { describe, expect, it } from '@jest/globals';
import Ajv from 'ajv-draft-04';
import { ROOT } from '../repository/source-files';

const CONTRACTS = [Token, Supply, Poll] as const;
const SCHEMA = JSON.parse(
    readFileSync(join(ROOT, 'packages/contract/fixtures/contract-schema.json'), 'utf8'),
) as object;
const LOT = { farm: 'f1', number: 7, holder: 'ann', state: 'ripe', harvested: new Date(0), seal: 's1' } as const;
const TERMS = { farm: 'f1', number: 7, price: '500', salt: 'x'.repeat(32) };

describe('state promise 15: the metadata of the examples', () => {
    const { metadata } = new ContractChaincode({ contracts: CONTRACTS });

    it("is valid by Fabric's schema, and the same text in every run", () => {
        const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(SCHEMA);
        expect([validate(metadata), validate.errors]).toEqual([true, null]);
        const again = new ContractChaincode({ contracts: CONTRACTS }).metadata;
        expect(JSON.stringify(again)).toBe(JSON.stringify(metadata));
    });

    it('is all that is needed to read every key on the ledger', async () => {
        await using net = await TestNetwork.start({
            contracts: CONTRACTS,
            organizations: ['Org1MSP', 'FarmMSP', 'MillMSP'],
            time: new Date('2026-01-01T00:00:00Z'),
        });
        const raw = net.as('ann').raw;
        await raw.submit('Token:mint', '10');
        await raw.submit('Token:transfer', 'bob', '4');
        const transient = { terms: JSON.stringify(TERMS) };
        const both = net
            .as('farmer', { mspId: 'FarmMSP' })
            .with({ transient, endorsingOrganizations: ['FarmMSP', 'MillMSP'] });
        await both.raw.submit('Supply:offer', JSON.stringify(LOT));
        await raw.submit('Poll:vote', 'lunch', 'soup');
        // As an explorer has it: what GetMetadata answers, and the keys and values of the ledger.
        const answered = await raw.evaluate('org.hyperledger.fabric:GetMetadata');
        const keys = new DescribedKeys(JSON.parse(answered.toString()));
        const read = (entries: readonly StateEntry[], collection?: string): (string | undefined)[] =>
            entries.map(({ key, value }) => keys.read(key, { value, collection })?.text);
        const texts = read(await net.peer.states({ chaincode: 'chaincode' }));
        expect(texts).toEqual([
            'balance(bob)',
            expect.stringMatching(/^balance\("x509::/),
            'lot(f1, 7)',
            'lot.byHolder(ann, ripe, 1970-01-01T00:00:00.000Z) → lot(f1, 7)',
            'lot.bySeal(s1) → lot(f1, 7)',
            expect.stringMatching(/^voter\(lunch, "x509::/),
            expect.stringMatching(/^votes\(lunch, soup\) by [0-9a-f]{8}$/),
        ]);
        const hidden = await net.peer.privateStates({ chaincode: 'chaincode', collection: 'tradeTerms' });
        expect(read(hidden, 'tradeTerms')).toEqual(['terms(f1, 7)']);
    });
});
