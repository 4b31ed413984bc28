import type { Target, TargetTraits } from './target';

/** Something that a target must do, told with `expect`. Scenarios share a ledger: each one has keys of its own. */
export interface Scenario {
    readonly title: string;
    /** Why it cannot run against a target; undefined where it can. */
    readonly cannotRun?: (target: TargetTraits) => string | undefined;
    readonly run: (target: Target) => Promise<void>;
    /** Whether it moves tens of MiB at a time, or takes seconds: beside local peers those run in `npm run test:heavy`. */
    readonly isHeavy?: true;
}

/** For `isWanted` of `describeScenarios`. */
export function isHeavy(scenario: Scenario): boolean {
    return scenario.isHeavy === true;
}

/** For `isWanted` of `describeScenarios`. */
export function isLight(scenario: Scenario): boolean {
    return !isHeavy(scenario);
}

/** The names of transactions that an outcome's text may hold, taken out so that texts can be compared. */
export function withoutTxIds(text: string): string {
    return text.replace(/[0-9a-f]{64}/g, 'TX');
}

/** For `cannotRun`. */
export function needsSelectors(target: TargetTraits): string | undefined {
    return target.takesSelectors ? undefined : 'its state database takes no selectors; set COUCHDB_URL';
}
