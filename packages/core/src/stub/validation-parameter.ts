import { MessageType } from '@heddle/protocol';
import type { WriteRecord } from '../transaction/lane-request';
import { toOwnBytes } from './ledger-arguments';

/** The name under which a key's own endorsement policy stands in its metadata (fabric, core/policy, statebased). */
export const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

/** The write that gives a key its own endorsement policy. */
export function policyRecord(key: string, policy: unknown): WriteRecord {
    return {
        type: MessageType.PUT_STATE_METADATA,
        key,
        metadata: { metakey: VALIDATION_PARAMETER, value: toOwnBytes('the policy', policy) },
    };
}
