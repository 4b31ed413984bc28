import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../reporting/command-error';
import { Environment, type Setting } from './environment';

const ID: Setting = {
    flags: '--chaincode-id <id>',
    variables: ['CORE_CHAINCODE_ID', 'CHAINCODE_ID', 'CORE_CHAINCODE_ID_NAME'],
    description: 'package id',
};

function environment(options: Record<string, string>, variables: Record<string, string>): Environment {
    return new Environment(new Map(Object.entries(options)), variables);
}

describe('Environment', () => {
    it('prefers the command line, even to variables that disagree', () => {
        const both = environment({ '--chaincode-id': 'a:1' }, { CORE_CHAINCODE_ID: 'b:2', CHAINCODE_ID: 'c:3' });
        expect(both.find(ID)).toEqual({ value: 'a:1', source: '--chaincode-id' });
        expect(both.notes).toEqual([]);
    });

    it('takes the variable, and has nothing to say about it', () => {
        const variable = environment({}, { CORE_CHAINCODE_ID: 'a:1' });
        expect(variable.find(ID)).toEqual({ value: 'a:1', source: 'CORE_CHAINCODE_ID' });
        expect(variable.notes).toEqual([]);
    });

    it('notes which other name was used', () => {
        const alias = environment({}, { CORE_CHAINCODE_ID_NAME: 'a:1' });
        expect(alias.find(ID)).toEqual({ value: 'a:1', source: 'CORE_CHAINCODE_ID_NAME' });
        expect(alias.notes).toEqual([
            { level: 'info', text: 'CORE_CHAINCODE_ID_NAME is used for CORE_CHAINCODE_ID, which is not set' },
        ]);
    });

    it('takes names that agree for one', () => {
        const agreeing = environment({}, { CHAINCODE_ID: 'a:1', CORE_CHAINCODE_ID_NAME: 'a:1' });
        expect(agreeing.find(ID)?.source).toBe('CHAINCODE_ID');
    });

    it.each([
        ['aliases', { CHAINCODE_ID: 'a:1', CORE_CHAINCODE_ID_NAME: 'b:2' }],
        ['an alias and the variable', { CORE_CHAINCODE_ID: 'a:1', CHAINCODE_ID: 'b:2' }],
    ])('refuses %s that disagree, and names both', (_what, variables) => {
        const [first, second] = Object.keys(variables);
        expect(() => environment({}, variables).find(ID)).toThrow(
            new ConfigurationError(
                `${first} is "a:1" and ${second} is "b:2": they mean the same thing, so give one value, by --chaincode-id or the variable CORE_CHAINCODE_ID`,
            ),
        );
    });

    it('takes an empty variable for one that is not set, and says so once', () => {
        const empty = environment({}, { CORE_CHAINCODE_ID: '' });
        expect([empty.find(ID), empty.find(ID)]).toEqual([undefined, undefined]);
        expect(empty.notes).toEqual([{ level: 'warn', text: 'CORE_CHAINCODE_ID is empty, which counts as not set' }]);
    });

    it('refuses an empty option', () => {
        expect(() => environment({ '--chaincode-id': '' }, { CORE_CHAINCODE_ID: 'a:1' }).find(ID)).toThrow(
            '--chaincode-id is empty: give it a value, or leave it out',
        );
    });
});
