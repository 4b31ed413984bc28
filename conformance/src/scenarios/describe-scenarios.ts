import { describe, it } from '@jest/globals';
import { batchScenarios } from './batch-scenarios';
import { callScenarios } from './call-scenarios';
import { chaincodeCallScenarios } from './chaincode-call-scenarios';
import { deferredScenarios } from './deferred-scenarios';
import { endorsementScenarios } from './endorsement-scenarios';
import { privateDataScenarios } from './private-data-scenarios';
import { rangeScenarios } from './range-scenarios';
import { responseScenarios } from './response-scenarios';
import type { Scenario } from './scenario';
import { selectorScenarios } from './selector-scenarios';
import { stateScenarios } from './state-scenarios';
import { systemScenarios } from './system-scenarios';
import type { Target, TargetTraits } from './target';
import { typedScanScenarios } from './typed-scan-scenarios';
import { typedStateScenarios } from './typed-state-scenarios';

const SCENARIOS: Readonly<Record<string, readonly Scenario[]>> = {
    'a call': callScenarios,
    'a response': responseScenarios,
    state: stateScenarios,
    ranges: rangeScenarios,
    'private data': privateDataScenarios,
    'policies of keys': endorsementScenarios,
    'batches and ticks': batchScenarios,
    'deferred writes': deferredScenarios,
    'chaincode to chaincode': chaincodeCallScenarios,
    selectors: selectorScenarios,
    "the peer's own chaincodes": systemScenarios,
    'typed state': typedStateScenarios,
    'typed scans': typedScanScenarios,
};

/** Every scenario's title. */
export const SCENARIO_TITLES: readonly string[] = Object.values(SCENARIOS)
    .flat()
    .map(({ title }) => title);

/**
 * Runs scenarios against a target that has the scenarios' chaincode under both of its names.
 * @param target gives the target, which may come to life in a `beforeAll`
 * @param differences titles of scenarios in which the target is known to differ, and why: those have to fail
 * @param isWanted which scenarios are run; default all of them
 */
export function describeScenarios(
    title: string,
    traits: TargetTraits,
    target: () => Target,
    differences: Readonly<Record<string, string>> = {},
    isWanted: (scenario: Scenario) => boolean = () => true,
): void {
    describe(title, () => {
        describe.each(Object.entries(SCENARIOS))('%s', (_topic, scenarios) => {
            for (const { title: what, run, cannotRun } of scenarios.filter(isWanted)) {
                const reason = cannotRun?.(traits);
                const difference = differences[what];
                // Shown with its reason, so that a run says what it did not look at.
                if (reason !== undefined) it.skip(`${what} (${reason})`, () => undefined);
                else if (difference === undefined) it(what, () => run(target()));
                else it.failing(`${what} (differs: ${difference})`, () => run(target()));
            }
        });
    });
}
