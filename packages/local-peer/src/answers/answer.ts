import type { ChaincodeMessage, Request } from '@heddle/protocol';
import type { Channel } from '../channel/channel';
import { errorText } from '../errors';
import type { PeerFaults } from '../faults';
import type { ApplicationCapability } from './application-capability';
import type { TransactionCall, TransactionContext } from './transaction-context';

/** What answering a request may need of the peer. */
export interface AnswerServices {
    /** Rows that a query gives at most. */
    readonly totalQueryLimit: number;
    readonly applicationCapability: ApplicationCapability;
    readonly faults: PeerFaults;
    channel(id: string): Channel | undefined;
    /** Calls another chaincode. */
    invoke(call: TransactionCall, chaincode: string, input: InvocationInput): Promise<ChaincodeMessage>;
}

/** What a chaincode is called with. */
export interface InvocationInput {
    readonly args: readonly Uint8Array[];
    readonly decorations?: ReadonlyMap<string, Uint8Array>;
    readonly isInit?: boolean;
}

/** Answers one type of request: payload in, payload of the RESPONSE out. What it throws becomes an ERROR. */
export interface Answer {
    readonly type: number;
    run(payload: Uint8Array, context: TransactionContext, services: AnswerServices): Promise<Uint8Array>;
}

/** Answers a request by a function from its query to its reply. */
export function answer<Q, QInput, R, RInput>(
    request: Request<Q, R, RInput, QInput>,
    reply: (query: Q, context: TransactionContext, services: AnswerServices) => RInput | Promise<RInput>,
): Answer {
    return {
        type: request.type,
        async run(payload, context, services) {
            return request.reply.encode(await reply(decode(request, payload), context, services));
        },
    };
}

function decode<Q>(request: { readonly query: { decode(bytes: Uint8Array): Q } }, payload: Uint8Array): Q {
    try {
        return request.query.decode(payload);
    } catch (error) {
        throw new Error(`unmarshal failed: ${errorText(error)}`, { cause: error });
    }
}
