/** The name under which a key's own endorsement policy stands in its metadata (fabric, core/policy, statebased). */
export const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';
