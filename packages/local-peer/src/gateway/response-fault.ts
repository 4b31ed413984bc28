import { ERROR_THRESHOLD, type ProposalOutcome } from '../endorse/endorser';
import type { StatusName } from './gateway-failure';

/** What a chaincode has to answer at least. */
const LEAST = 200;
const PEER_ERROR = 500;

/** Why a gateway takes a response for a failure. */
export interface ResponseFault {
    readonly code: StatusName;
    readonly message: string;
    /** Made by the peer, where the chaincode has not answered. */
    readonly isOfPeer: boolean;
}

/** What is wrong with a peer's response; undefined for a success (fabric, internal/pkg/gateway/apiutils.go, responseStatus). */
export function responseFault({ response, responsePayload }: ProposalOutcome): ResponseFault | undefined {
    const { status, message } = response;
    if (status >= LEAST && status < ERROR_THRESHOLD) return undefined;
    if (status === PEER_ERROR && responsePayload.length === 0) return { code: 'ABORTED', message, isOfPeer: true };
    return { code: 'UNKNOWN', message: `chaincode response ${status}, ${message}`, isOfPeer: false };
}
