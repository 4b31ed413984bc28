import { awaitOperations } from './await-operations';
import { noEnvironment } from './no-environment';
import { noFalsyStateCheck } from './no-falsy-state-check';
import { noLocale } from './no-locale';
import { noNondeterministicSource } from './no-nondeterministic-source';
import { noOutsideWorld } from './no-outside-world';
import { noReadAfterWrite } from './no-read-after-write';
import { noStateInMemory } from './no-state-in-memory';
import { noUncheckedQueryBeforeWrite } from './no-unchecked-query-before-write';
import { requireAccessDecision } from './require-access-decision';
import type { Rule } from './rule';

/** All rules, in the order of the reference. */
export const ALL_RULES: readonly Rule[] = [
    noNondeterministicSource,
    noEnvironment,
    noOutsideWorld,
    noLocale,
    noStateInMemory,
    awaitOperations,
    noReadAfterWrite,
    noUncheckedQueryBeforeWrite,
    noFalsyStateCheck,
    requireAccessDecision,
];
