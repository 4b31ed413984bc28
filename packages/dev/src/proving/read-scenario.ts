import { createLogger } from '@heddle/core';
import type { ScenarioCall } from '@heddle/testing/work';
import { ConfigurationError, loadModule, reasonOf } from 'heddle/command';

/** What the n-th call of a load is. */
export type Scenario = (n: number) => ScenarioCall;

/** The scenario of a module: what it exports, or the member `scenario` of that. @throws ConfigurationError */
export async function readScenario(file: string): Promise<Scenario> {
    const outer = defaultOf(
        await loadModule(
            file,
            createLogger('error', () => undefined),
        ),
    );
    const found: unknown = typeof outer === 'object' && outer !== null && 'scenario' in outer ? outer.scenario : outer;
    if (typeof found === 'function') return checkedScenario(found as Scenario, file); // the author's
    throw new ConfigurationError(
        `${file} exports no scenario: export a function of the number of the call, such as (n) => ({ transaction: 'buy', args: [n] })`,
    );
}

/**
 * The same scenario, each call of which is checked as it comes: types do not hold what is written in JavaScript.
 * @param where the file, for the error
 */
export function checkedScenario(scenario: Scenario, where: string): Scenario {
    return (n) => {
        const call = callOf(scenario, n, where);
        const fault = faultOf(call);
        if (fault === undefined) return call as ScenarioCall; // as it has just been found to be
        throw new ConfigurationError(
            `${where}: call ${n} of the scenario ${fault}: return an object such as { transaction: 'buy', args: ['${n}'] }`,
        );
    };
}

function callOf(scenario: Scenario, n: number, where: string): unknown {
    try {
        return scenario(n);
    } catch (cause) {
        throw new ConfigurationError(`${where}: the scenario threw at call ${n} (${reasonOf(cause)}): correct it`, {
            cause,
        });
    }
}

/** What can be wrong with a call that is an object, and how to tell. */
const FAULTS: readonly (readonly [string, (call: UncheckedCall) => boolean])[] = [
    ['is a promise, and calls are made without waiting', ({ then }) => then !== undefined],
    ['has no `transaction`, the name of the function', ({ transaction }) => transaction === undefined],
    [
        'has a `transaction` that is no name of a function',
        ({ transaction }) => typeof transaction !== 'string' || transaction === '',
    ],
    ['has `args` that are no list', ({ args }) => args !== undefined && !Array.isArray(args)],
    [
        'has `transient` that is no object of values by name',
        ({ transient }) => transient !== undefined && !isObject(transient),
    ],
];

type UncheckedCall = Readonly<Partial<Record<keyof ScenarioCall | 'then', unknown>>>;

/** Undefined for nothing. */
function faultOf(call: unknown): string | undefined {
    if (!isObject(call)) return `is ${call === null ? 'null' : typeof call}`;
    return FAULTS.find(([, isFaulty]) => isFaulty(call))?.[0];
}

function isObject(value: unknown): value is object {
    return typeof value === 'object' && value !== null;
}

/** A default export, of an ES module or as a compiler writes it in CommonJS, or the module itself. */
export function defaultOf(module: object): unknown {
    const outer: unknown = 'default' in module ? module.default : module;
    return typeof outer === 'object' && outer !== null && 'default' in outer ? outer.default : outer;
}
