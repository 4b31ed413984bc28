import {
    chaincodeAdditionalParams,
    type ChaincodeMessageInput,
    MessageType,
    messageTypeName,
    type PeerCapabilities,
    type ReceivedMessage,
} from '@heddle/protocol';

/**
 * The life of one stream as a pure function: given a state and a message from the peer, the next state and what is to
 * be done. It knows neither streams nor promises; SessionRunner does what it says. docs/design/session.md draws it.
 *
 * I8: what a state does not expect, and types that nobody knows, are logged and change nothing. A peer ends the stream
 * for any message between REGISTERED and READY (fabric, core/chaincode/handler.go), so nothing is sent then.
 */

/** Where a session stands. `created` begins when REGISTER is sent. */
export type SessionState =
    | { readonly kind: 'created' }
    | { readonly kind: 'established' }
    | { readonly kind: 'ready'; readonly peer: PeerCapabilities }
    | { readonly kind: 'closed'; readonly reason?: Error | undefined };

/**
 * What is to be done with a message of a transaction, in a word: to run what an INIT or TRANSACTION asks for, or to hand a
 * RESPONSE or ERROR to the transaction that waits for it. The state stays. Nearly all messages are of this kind, so
 * nothing is made for them.
 */
export type Handing = 'run' | 'settle';

/** What a message of the stream itself makes necessary. */
export type Effect =
    | { readonly do: 'send'; readonly message: ChaincodeMessageInput }
    | { readonly do: 'log'; readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly text: string };

export interface Step {
    readonly state: SessionState;
    readonly effects: readonly Effect[];
}

type OpenState = Exclude<SessionState, { kind: 'closed' }>;
type Transition = Handing | ((state: OpenState, message: ReceivedMessage) => Step);

/** The types that a peer sends. */
type InboundType = 'REGISTERED' | 'READY' | 'INIT' | 'TRANSACTION' | 'RESPONSE' | 'ERROR' | 'KEEPALIVE';

const TRANSITIONS: Record<OpenState['kind'], Record<InboundType, Transition>> = {
    created: {
        REGISTERED: () => stay({ kind: 'established' }, debug('the peer accepted the registration')),
        READY: unexpected,
        INIT: unexpected,
        TRANSACTION: unexpected,
        RESPONSE: unexpected,
        ERROR: refused,
        KEEPALIVE: ignore,
    },
    established: {
        REGISTERED: unexpected,
        READY: becomeReady,
        INIT: unexpected,
        TRANSACTION: unexpected,
        RESPONSE: unexpected,
        ERROR: refused,
        KEEPALIVE: ignore,
    },
    ready: {
        REGISTERED: unexpected,
        READY: unexpected,
        INIT: 'run',
        TRANSACTION: 'run',
        RESPONSE: 'settle',
        ERROR: 'settle',
        KEEPALIVE: (state) => stay(state, { do: 'send', message: { type: MessageType.KEEPALIVE } }),
    },
};

/** What a ready session hands on, by the number of the type: a name would have to be looked up for each message. */
const HANDED_ON = new Map(
    Object.entries(TRANSITIONS.ready).flatMap(([name, transition]): [number, Handing][] =>
        typeof transition === 'string' ? [[MessageType[name as InboundType], transition]] : [],
    ),
);

/** Takes one message from the peer. */
export function step(state: SessionState, message: ReceivedMessage): Step | Handing {
    const handing = state.kind === 'ready' ? HANDED_ON.get(message.type) : undefined;
    if (handing !== undefined) return handing;
    // What arrives behind the end has nobody to go to.
    if (state.kind === 'closed') return stay(state);
    const name = messageTypeName(message.type);
    const transition = isInbound(name) ? TRANSITIONS[state.kind][name] : unexpected;
    return typeof transition === 'string' ? transition : transition(state, message);
}

function isInbound(name: string): name is InboundType {
    return Object.hasOwn(TRANSITIONS.created, name);
}

function stay(state: SessionState, ...effects: readonly Effect[]): Step {
    return { state, effects };
}

function ignore(state: OpenState): Step {
    return stay(state);
}

function unexpected(state: OpenState, { type }: ReceivedMessage): Step {
    const text = `ignored ${messageTypeName(type)}, which is not expected while the session is ${state.kind}`;
    return stay(state, { do: 'log', level: 'warn', text });
}

function refused(state: OpenState, { payload }: ReceivedMessage): Step {
    return stay(state, { do: 'log', level: 'error', text: `the peer answered with an error: ${payload.toString()}` });
}

function becomeReady(_state: OpenState, { payload }: ReceivedMessage): Step {
    try {
        const peer = chaincodeAdditionalParams.decode(payload);
        return stay({ kind: 'ready', peer }, info('the session is ready'));
    } catch {
        // A later version's parameters: without them everything works, one request at a time.
        const peer = chaincodeAdditionalParams.decode(Buffer.alloc(0));
        const text = "the peer's parameters in READY cannot be read; going on without batches";
        return stay({ kind: 'ready', peer }, { do: 'log', level: 'warn', text });
    }
}

function debug(text: string): Effect {
    return { do: 'log', level: 'debug', text };
}

function info(text: string): Effect {
    return { do: 'log', level: 'info', text };
}
