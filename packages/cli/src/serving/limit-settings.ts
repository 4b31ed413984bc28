import type { LimitOptions } from '@heddle/core';
import { LONGEST_TIMER_MS } from '@heddle/protocol/internal';
import { type Environment, type Given, nameOf, type Setting } from '../input/environment';
import { wholeNumber } from '../input/whole-number';
import { ConfigurationError } from '../reporting/command-error';
import { LIMIT_SETTINGS } from './limit-options';

/** The most that the host takes. */
const MOST = 1_000_000;

/**
 * Reads how much is taken at the same time; undefined where nothing is said.
 * @throws ConfigurationError that names the option, its variable and the remedy
 */
export function resolveLimitSettings(environment: Environment): LimitOptions | undefined {
    const { maxTransactions, maxQueue, maxQueueMs, maxMemoryPercent } = LIMIT_SETTINGS;
    const percent = readNumber(environment, maxMemoryPercent, 10, 95);
    const limits = {
        transactions: readNumber(environment, maxTransactions, 1, MOST),
        functions: readFunctions(environment),
        queue: readNumber(environment, maxQueue, 0, MOST),
        queueMs: readNumber(environment, maxQueueMs, 1, LONGEST_TIMER_MS),
        memory: percent === undefined ? undefined : percent / 100,
    };
    const { transactions, functions, queue, queueMs, memory } = limits;
    if ([transactions, functions, memory].some((limit) => limit !== undefined)) return limits;
    if (queue === undefined && queueMs === undefined) return undefined;
    const [setting, remedy] = [queue === undefined ? maxQueueMs : maxQueue, nameOf(maxTransactions)];
    throw new ConfigurationError(`${nameOf(setting)} says who waits, and nothing is limited: set ${remedy} as well`);
}

function readNumber(environment: Environment, setting: Setting, from: number, to: number): number | undefined {
    const given = environment.find(setting);
    if (given === undefined) return undefined;
    const number = wholeNumber(given.value);
    if (number >= from && number <= to) return number;
    throw invalid(given, `set ${nameOf(setting)} to a whole number from ${from} to ${to}`);
}

/** The contract of a function has a colon behind it, and may be left out for the default one. */
function readFunctions(environment: Environment): Record<string, number> | undefined {
    const given = environment.find(LIMIT_SETTINGS.limit);
    if (given === undefined) return undefined;
    const limits = given.value.split(',').map((text): [string, number] => {
        const [, name = '', count = ''] = /^\s*(\S+)\s*=\s*(\d+)\s*$/.exec(text) ?? [];
        const most = wholeNumber(count);
        if (name !== '' && most >= 1 && most <= MOST) return [name, most];
        const form = `set ${nameOf(LIMIT_SETTINGS.limit)} to functions with a number each, such as Assets:audit=2`;
        throw invalid(given, form);
    });
    for (const [index, [name]] of limits.entries()) {
        if (limits.findIndex(([other]) => other === name) === index) continue;
        throw invalid(given, `${JSON.stringify(name)} has more than one limit, keep one of them`);
    }
    return Object.fromEntries(limits);
}

function invalid({ source, value }: Given, remedy: string): ConfigurationError {
    return new ConfigurationError(`${source} is ${JSON.stringify(value)}: ${remedy}`);
}
