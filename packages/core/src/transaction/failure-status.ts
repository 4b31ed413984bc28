/** Below this status a peer endorses (fabric, core/endorser/endorser.go). */
export const FIRST_FAILURE_STATUS = 400;
