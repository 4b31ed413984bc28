import type { ScenarioCall } from '@heddle/testing/work';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from 'heddle/command';
import { checkedScenario, type Scenario } from './read-scenario';

describe('a scenario', () => {
    it('passes calls on as they are', () => {
        const calls: ScenarioCall[] = [
            { transaction: 'buy', args: [3] },
            { transaction: 'sell', transient: { price: 4 } },
        ];
        const scenario = checkedScenario((n) => calls[n] ?? { transaction: 'none' }, 'load.js');
        expect([scenario(0), scenario(1)]).toEqual(calls);
    });

    it.each<[unknown, string]>([
        [{ args: ['a'] }, 'has no `transaction`, the name of the function'],
        [{ transaction: 7 }, 'has a `transaction` that is no name of a function'],
        [{ transaction: '' }, 'has a `transaction` that is no name of a function'],
        [{ transaction: 'buy', args: 'a' }, 'has `args` that are no list'],
        [{ transaction: 'buy', transient: null }, 'has `transient` that is no object of values by name'],
        [Promise.resolve({ transaction: 'buy' }), 'is a promise, and calls are made without waiting'],
        [undefined, 'is undefined'],
        [null, 'is null'],
        ['buy', 'is string'],
    ])('whose call is %p tells where, what and what to do', (call, fault) => {
        const scenario = checkedScenario((() => call) as unknown as Scenario, 'load.js'); // as JavaScript may write it
        expect(() => scenario(2)).toThrow(
            new ConfigurationError(
                `load.js: call 2 of the scenario ${fault}: return an object such as { transaction: 'buy', args: ['2'] }`,
            ),
        );
    });

    it('that throws tells at which call', () => {
        const scenario = checkedScenario(() => {
            throw new TypeError('n.toFixed is not a function');
        }, 'load.js');
        const told = 'load.js: the scenario threw at call 5 (n.toFixed is not a function): correct it';
        expect(() => scenario(5)).toThrow(told);
        expect(() => scenario(5)).toThrow(ConfigurationError);
    });
});
