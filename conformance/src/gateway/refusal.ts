import type { Ask } from './gateway-requests';
import type { Answer } from './raw-client';

/** A request that is refused, and the answer of a peer of Fabric 3.1. */
export interface Refusal {
    readonly title: string;
    readonly ask: Ask;
    readonly answer: Answer;
    /** Where peers of 2.5 say something else. */
    readonly isOf31?: true;
}

const ORG1 = 'Org1MSP';

/** In the words of the gateway alone. */
export function byGateway(code: string, message: string): Answer {
    return { code, message, details: [] };
}

/** Of the peer that was to evaluate. */
export function byEvaluator(code: string, message: string): Answer {
    const details = [{ mspId: ORG1, message }];
    return { code, message: `evaluate call to endorser returned error: ${message}`, details };
}

/** Of the peers of these organizations, each of which was to evaluate where the one before it had failed. */
export function byEvaluators(mspIds: readonly string[], message: string): Answer {
    const text = 'failed to evaluate transaction, see attached details for more info';
    return { code: 'ABORTED', message: text, details: mspIds.map((mspId) => ({ mspId, message })) };
}

/** Of the peer that was asked first. */
export function byFirst(message: string): Answer {
    const text = 'failed to endorse transaction, see attached details for more info';
    return { code: 'ABORTED', message: text, details: [{ mspId: ORG1, message }] };
}

/** Of a peer of an organization that the client has named. */
export function byNamed(message: string): Answer {
    const text = 'failed to collect enough transaction endorsements, see attached details for more info';
    return { code: 'ABORTED', message: text, details: [{ mspId: ORG1, message }] };
}

/** Of the orderer. */
export function byOrderer(status: string, info: string): Answer {
    return byGateway('ABORTED', `received unsuccessful response from orderer: status=${status}, info=${info}`);
}
