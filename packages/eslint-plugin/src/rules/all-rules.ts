import { awaitOperations } from './await-operations';
import { checkCalleeStatus } from './check-callee-status';
import { noBadComparator } from './no-bad-comparator';
import { noBlindCreate } from './no-blind-create';
import { noClientTimeDecision } from './no-client-time-decision';
import { noCompletionOrder } from './no-completion-order';
import { noConcatenatedKey } from './no-concatenated-key';
import { noCrossChannelWrite } from './no-cross-channel-write';
import { noEngineText } from './no-engine-text';
import { noEnvironment } from './no-environment';
import { noFalsyStateCheck } from './no-falsy-state-check';
import { noFloatMoney } from './no-float-money';
import { noIdentityByName } from './no-identity-by-name';
import { noInexactMath } from './no-inexact-math';
import { noLocale } from './no-locale';
import { noNondeterministicSource } from './no-nondeterministic-source';
import { noOutsideWorld } from './no-outside-world';
import { noPrivateLeak } from './no-private-leak';
import { noRawJson } from './no-raw-json';
import { noReadAfterWrite } from './no-read-after-write';
import { noSecondEvent } from './no-second-event';
import { noSlowPattern } from './no-slow-pattern';
import { noStateInMemory } from './no-state-in-memory';
import { noSwallowedFailure } from './no-swallowed-failure';
import { noUnboundedRange } from './no-unbounded-range';
import { noUncheckedParse } from './no-unchecked-parse';
import { noUncheckedQueryBeforeWrite } from './no-unchecked-query-before-write';
import { noUntrustedProperty } from './no-untrusted-property';
import { noWriteInEvaluate } from './no-write-in-evaluate';
import { requireAccessDecision } from './require-access-decision';
import type { Rule } from './rule';

/** All rules, in the order of the reference. */
export const ALL_RULES: readonly Rule[] = [
    noNondeterministicSource,
    noEnvironment,
    noOutsideWorld,
    noLocale,
    noInexactMath,
    noEngineText,
    noCompletionOrder,
    noBadComparator,
    noStateInMemory,
    awaitOperations,
    noSwallowedFailure,
    noReadAfterWrite,
    noUncheckedQueryBeforeWrite,
    noFalsyStateCheck,
    noUncheckedParse,
    noRawJson,
    noFloatMoney,
    noConcatenatedKey,
    noBlindCreate,
    requireAccessDecision,
    noIdentityByName,
    noPrivateLeak,
    checkCalleeStatus,
    noCrossChannelWrite,
    noSecondEvent,
    noUnboundedRange,
    noWriteInEvaluate,
    noSlowPattern,
    noUntrustedProperty,
    noClientTimeDecision,
];
