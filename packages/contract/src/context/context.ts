import { type ChaincodeStub, ClientIdentity, createLogger } from '@heddle/core';
import { keepStubWrites, keysOfValue } from '@heddle/core/internal';
import type { StatePlan } from '../entity/entity-plan';
import type { AnyCounter, AnyEntity, Valid } from '../entity/entity-types';
import { EmittedEvents } from '../events/emitted';
import type { AnyEvent, EventValue } from '../events/event';
import type { Class } from '../evidence/class';
import type { TypeOf, TypeSpec } from '../evidence/type-spec';
import { undeclared } from '../failures/undeclared';
import { callChaincode } from '../results/called-chaincode';
import { deserializeState, serializeState } from '../results/state-codec';
import type { StateOf } from '../state/entity-state';
import { TransactionState } from '../state/transaction-state';
import { ContextLogger } from './context-logger';
import type { Declared } from './declared';

/** What the framework gives a context before the transaction begins. */
export interface ContextBinding {
    readonly stub: ChaincodeStub;
    readonly logger: ContextLogger;
    /** What the contract of the transaction declares. */
    readonly declared: Declared;
}

// Symbol.for, so that a contract that extends another copy of this package is served as well.
export const BIND = Symbol.for('heddle.Context.bind');
const SEND_STATE = Symbol.for('heddle.Context.sendState');
/** Where a test kit that traps what a transaction reads of its machine leaves a way past the traps. */
const UNTRACKED = Symbol.for('heddle.untracked');
// Symbols and not private fields: a context works behind a Proxy, and as the prototype of another object.
const LOGGER = Symbol('heddle.Context.logger');
const CLIENT = Symbol('heddle.Context.clientIdentity');
const DECLARED = Symbol('heddle.Context.declared');
const EMITTED = Symbol('heddle.Context.emitted');
const STATE = Symbol('heddle.Context.state');
const NOTHING: Declared = { contract: 'the contract', entities: new Map(), events: new Map(), failures: new Map() };

/** How a transaction of another chaincode is called, besides its name and arguments. */
export interface ChaincodeCallOptions {
    /** The channel of the called chaincode. Default: the caller's. On another channel it can only read. */
    readonly channel?: string;
    /** The type of the result, which is checked like an argument. Default: the bytes of the payload are returned. */
    readonly returns?: TypeSpec;
}

/**
 * What a transaction gets as its first parameter. A subclass may add to it: return one from the contract's
 * `createContext`. Constructors see no stub yet, as in fabric-contract-api.
 */
export class Context {
    /** The transaction's view of its peer; read-only in an evaluated transaction. */
    stub!: ChaincodeStub;
    /** @internal */
    private [LOGGER]: ContextLogger | undefined;
    /** @internal */
    private [CLIENT]: ClientIdentity | undefined;
    /** @internal */
    private [DECLARED]: Declared | undefined;
    /** @internal */
    private [EMITTED]: EmittedEvents | undefined;
    /** @internal */
    private [STATE]: TransactionState | undefined;

    static {
        // Defined here and not declared as a method: authors do not see it.
        const bind = function (this: Context, binding: ContextBinding): void {
            this.stub = binding.stub;
            this[LOGGER] = binding.logger;
            this[DECLARED] = binding.declared;
            // Typed state, which is made when it is asked for, has to know of all of them.
            if (binding.declared.entities.size > 0) keepStubWrites(binding.stub);
        };
        Object.defineProperty(Context.prototype, BIND, { value: bind });
        const sendState = function (this: Context): Promise<void> | undefined {
            return this[STATE]?.send();
        };
        Object.defineProperty(Context.prototype, SEND_STATE, { value: sendState });
    }

    /** Who called. Nothing of the certificate is read before something asks for it. */
    get clientIdentity(): ClientIdentity {
        return (this[CLIENT] ??= new ClientIdentity(this.stub));
    }

    /**
     * Logs with the channel and the transaction on each line. Fields come first, and may be left out.
     *
     * @example ctx.logger.info({ id: 'a1' }, 'transferred');
     */
    get logger(): ContextLogger {
        return this[LOGGER] ?? new ContextLogger(createLogger(), this.stub, 'context');
    }

    /** fabric-contract-api's way to a logger. Its level is the process's. */
    get logging(): { readonly getLogger: (name?: string) => ContextLogger } {
        return { getLogger: (name) => (name === undefined ? this.logger : this.logger.named(name)) };
    }

    /**
     * Aborted when the stream to the peer ends or the transaction's time is over: for long calculations to stop.
     *
     * @example ctx.signal.throwIfAborted();
     */
    get signal(): AbortSignal {
        return this.stub.signal;
    }

    /**
     * Runs a function that may read what endorsers differ in, such as the clock, for a log or a measurement: the test kit
     * does not report it. Outside of tests it is a plain call. What it returns must not reach the ledger, an event or the
     * result: the endorsers' would differ, and the test kit still compares two runs.
     *
     * @example
     * const begin = ctx.untracked(() => performance.now());
     */
    untracked<T>(run: () => T): T {
        const past = Reflect.get(globalThis, UNTRACKED) as (<R>(run: () => R) => R) | undefined; // of a test kit, if any
        return past === undefined ? run() : past(run);
    }

    /**
     * Makes the bytes of a value, in canonical JSON: equal values give equal bytes at every endorser, and `deserialize`
     * makes the same value of them.
     * @throws ContractError INVALID_STATE, with the path, for what JSON cannot represent
     */
    serialize(value: unknown): Buffer {
        return serializeState(value);
    }

    /**
     * Makes a value of bytes from the ledger, checked like an argument. What `serialize` did not write is read as well,
     * if it stands there as an argument would: bare text, digits, bytes.
     * @throws ContractError INVALID_STATE, with all failures, for bytes that are not of that type, and for no bytes at all:
     * a key that does not exist has an empty value
     *
     * @example const asset = ctx.deserialize(Asset, await ctx.stub.getState('a1'));
     */
    deserialize<S extends TypeSpec>(type: S, bytes: Uint8Array): TypeOf<S> {
        const keysOf = (value: Uint8Array): readonly string[] => keysOfValue(this.stub, value);
        return deserializeState(type, bytes, keysOf) as TypeOf<S>; // checked against that very type
    }

    /**
     * The rows of an entity, or the sums of a counter. Reads see what the transaction has changed; changes are sent when it
     * has succeeded, each key once.
     * @param target a class with a static member `entity`
     * @throws ContractError UNDECLARED for a class that the contract does not declare
     *
     * @example
     * const assets = ctx.state(Asset);
     * await assets.create(asset);
     * await assets.update(asset.id, { owner: 'bob' });
     */
    state<C extends AnyEntity | AnyCounter>(target: C & Valid<C>): StateOf<C> {
        const state = (this[STATE] ??= new TransactionState(this.stub));
        return state.of(target, (one) => planIn(this[DECLARED] ?? NOTHING, one)) as unknown as StateOf<C>; // its methods take what these types say
    }

    /**
     * Emits an event, which clients get if the transaction is committed as valid. A transaction may emit several, in order:
     * in Fabric they are one event then, named `heddle.events`, which `heddle events` and the test kit take apart again.
     * @param target a class with a static member `event`, which the contract declares
     * @param value its fields; what the class has defaults for may be left out in JavaScript
     * @throws ContractError UNDECLARED for a class that the contract does not declare; INVALID_EVENT for a value that is not
     * of the class; EVENTS_TOO_LARGE beyond 1,000 events or 1 MiB in one transaction
     * @throws ChaincodeError READ_ONLY_TRANSACTION in an evaluated transaction; EVENT_ALREADY_SET beside
     * `ctx.stub.setEvent`, or beside an event that is declared with `alone`
     *
     * @example ctx.emit(Transferred, { from: 'ann', to: 'bob', amount: 5n });
     */
    emit<C extends AnyEvent>(target: C, value: EventValue<C>): void {
        this[EMITTED] ??= new EmittedEvents({ stub: this.stub, ...(this[DECLARED] ?? NOTHING) });
        this[EMITTED].emit(target, value);
    }

    /**
     * Calls a transaction of another chaincode, and fails where that fails: `ctx.stub.invokeChaincode` resolves to the
     * status instead, 404 and 500 included. Arguments are written as contracts of Heddle read them.
     * @param transaction `function` or `contract:function`
     * @throws CalledChaincodeError, with the status of the answer, where that is 400 or above
     * @throws ContractError INVALID_RESULT where the result is not of the type in `returns`
     * @throws ChaincodeError PEER_ERROR where the chaincode gave no answer
     *
     * @example const price = await ctx.callChaincode('prices', 'priceOf', ['a1'], { returns: Number });
     */
    callChaincode<S extends TypeSpec>(
        chaincode: string,
        transaction: string,
        args: readonly unknown[],
        options: ChaincodeCallOptions & { readonly returns: S },
    ): Promise<TypeOf<S>>;
    callChaincode(
        chaincode: string,
        transaction: string,
        args?: readonly unknown[],
        options?: ChaincodeCallOptions & { readonly returns?: undefined },
    ): Promise<Buffer>;
    callChaincode(
        chaincode: string,
        transaction: string,
        args: readonly unknown[] = [],
        { channel, returns }: ChaincodeCallOptions = {},
    ): Promise<unknown> {
        return callChaincode(this.stub, { chaincode, transaction, args, channel, returns });
    }
}

function planIn({ contract, entities }: Declared, target: Class<object>): StatePlan {
    const plan = entities.get(target);
    if (plan === undefined) throw undeclared(contract, 'keeps', target);
    return plan;
}

/** Gives a context, of this or of another copy of the package, what it needs for its transaction. */
export function bindContext(ctx: Context, binding: ContextBinding): void {
    const bind = Reflect.get(ctx, BIND) as (binding: ContextBinding) => void; // every context has it
    bind.call(ctx, binding);
}

/** Sends what a transaction has changed by `ctx.state`; undefined where it has not used that. */
export function sendState(ctx: Context): Promise<void> | undefined {
    const send = Reflect.get(ctx, SEND_STATE) as (() => Promise<void> | undefined) | undefined; // older copies have none
    return send?.call(ctx);
}
