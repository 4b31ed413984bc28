import { describe, expect, it } from '@jest/globals';
import { printClient } from './print-client';
import { readModel } from './read-model';

function problemOf(metadata: unknown): string {
    try {
        readModel(metadata, 'released.json', 'bigint');
    } catch (error) {
        return (error as Error).message;
    }
    return '';
}

const GET_METADATA = { transactions: [{ name: 'GetMetadata' }] };

describe('metadata of which no client can be made', () => {
    it.each<[string, unknown, string]>([
        [
            'nothing',
            undefined,
            'released.json is no metadata of a chaincode, which has a member "contracts": give what',
        ],
        ['a list', [], 'released.json is no metadata of a chaincode'],
        ['contracts in a list', { contracts: [] }, 'released.json is no metadata of a chaincode'],
        [
            'no contract',
            { contracts: {} },
            'released.json has no transactions: there is nothing that a client could call',
        ],
        ['an empty one', { contracts: { A: {} } }, 'released.json has no transactions'],
        [
            'the system contract',
            { contracts: { 'org.hyperledger.fabric': GET_METADATA } },
            'released.json has no trans',
        ],
        [
            'names that are none',
            { contracts: { A: { transactions: [{}, 5, { name: '' }] } } },
            'released.json has no trans',
        ],
        [
            'a later layout',
            { contracts: { A: { 'x-heddle': { v: 2 } } } },
            'A of released.json has x-heddle of version 2, and this heddle reads 1: use the version of heddle that wrote it',
        ],
    ])('is %s, and it says why', (_what, metadata, problem) => {
        expect(problemOf(metadata)).toContain(problem);
    });
});

describe('the types of integers', () => {
    const metadata = {
        contracts: {
            A: { transactions: [{ name: 'f', parameters: [], returns: { type: 'integer', format: 'int64' } }] },
        },
    };

    it.each(['bigint', 'number'] as const)('of 64 bits are as asked for: %s', (int64) => {
        const [contract] = readModel(metadata, 'x', int64).contracts;
        const name = int64 === 'bigint' ? 'int64' : 'number';
        expect(contract?.transactions[0]?.result).toEqual({ kind: 'scalar', name });
    });
});

describe('transient data and comments', () => {
    const metadata = {
        contracts: {
            A: {
                transactions: [
                    {
                        name: 'make',
                        tag: ['SUBMIT'],
                        parameters: [{ name: 'id', description: 'of the lot', schema: { type: 'string' } }],
                    },
                ],
                'x-heddle': {
                    v: 1,
                    transactions: { make: { description: 'Makes an offer.', returns: 'nothing' } },
                    transient: { make: { price: { type: 'number' }, note: { type: 'string', required: false } } },
                },
            },
        },
    };

    it('are in the client', () => {
        const text = printClient(readModel(metadata, 'x', 'bigint'));
        expect(text).toContain(
            'readonly make: Submit<[id: string], Payload, { readonly price: number; readonly note?: string | undefined }>;',
        );
        expect(text).toContain('{ price: codecs.number, note: codecs.optional(codecs.string) }');
        expect(text).toContain('     * Makes an offer.\n     * @param id of the lot\n     * @returns nothing\n');
    });
});
