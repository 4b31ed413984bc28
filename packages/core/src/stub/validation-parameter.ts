import type { Write } from '../transaction/write-record';
import { toBytes } from './ledger-arguments';

/** The name under which a key's own endorsement policy stands in its metadata (fabric, core/policy, statebased). */
export const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

/** The write that gives a key its own endorsement policy. */
export function policyWrite(key: string, policy: unknown): Write {
    return {
        key,
        metadata: { metakey: VALIDATION_PARAMETER, value: toBytes('the policy', policy) },
    };
}
