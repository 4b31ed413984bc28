import { createLogger } from '@heddle/core';
import type { ScenarioCall } from '@heddle/testing/work';
import { ConfigurationError, loadModule } from 'heddle/command';

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
    if (typeof found === 'function') return found as Scenario; // the author's, of this type where it is TypeScript
    throw new ConfigurationError(
        `${file} exports no scenario: export a function of the number of the call, such as (n) => ({ transaction: 'buy', args: [n] })`,
    );
}

/** A default export, of an ES module or as a compiler writes it in CommonJS, or the module itself. */
export function defaultOf(module: object): unknown {
    const outer: unknown = 'default' in module ? module.default : module;
    return typeof outer === 'object' && outer !== null && 'default' in outer ? outer.default : outer;
}
