import type { Network } from '@hyperledger/fabric-gateway';
import type { SubmitOptions } from './calls/call-options';
import { TransactionCall, type TransactionTarget } from './calls/transaction-call';
import type { Evaluate, Submit, TransactionDefinition } from './calls/transactions';
import type { Codec } from './codecs/codec';
import type { RefusalClass } from './errors/transaction-refused';
import type { EventOptions, EventStream } from './events/contract-event';
import { listen } from './events/listen';
import { sampleRatioOf } from './tracing/tracing-option';

/** Options that count for all calls of a client; those of a call come first. */
export type ClientOptions = Omit<SubmitOptions, 'transient'>;

/** What each generated client has beside its transactions. `E` has the payloads of events by their names. */
export interface ContractClient<E = unknown> {
    /**
     * Listens to the chaincode's events.
     * @example
     * for await (const event of assets.$events({ checkpointer })) {
     *     if (event.name === 'AssetTransferred') console.log(event.payload.to);
     * }
     */
    $events(options?: EventOptions): EventStream<E>;
    /**
     * The same client with options for all calls.
     * @example const patient = assets.$with({ retry: { attempts: 5 } });
     */
    $with(options: ClientOptions): this;
}

/** The transactions of a client. */
export type TransactionsOf<C> = Omit<C, keyof ContractClient>;
/** The payloads of a client's events, by their names. */
export type EventsOf<C> = C extends ContractClient<infer E> ? E : never;

/** All that a client knows of a contract. */
export interface ContractDefinition<C> {
    /** Undefined for the chaincode's default one. */
    readonly contract?: string;
    /** By the names that the client has for them; `name` where the chaincode has another. */
    readonly transactions: {
        readonly [K in keyof TransactionsOf<C>]: DefinitionOf<TransactionsOf<C>[K]> & { readonly name?: string };
    };
    readonly events: { readonly [N in keyof EventsOf<C>]-?: Codec<EventsOf<C>[N]> };
    readonly refusals: readonly RefusalClass[];
}

/** What is known of a transaction with this type. */
export type DefinitionOf<M> =
    M extends Submit<never, infer R, never>
        ? TransactionDefinition<R> & { readonly kind: 'submit' }
        : M extends Evaluate<never, infer R, never>
          ? TransactionDefinition<R> & { readonly kind: 'evaluate' }
          : never;

/** Makes clients of a contract. */
export interface ContractConnector<C> {
    /**
     * Makes a client of the contract in a chaincode of a channel. Nothing is called yet.
     *
     * @param network of the gateway client: a channel
     * @param chaincode the name under which it was committed there
     * @example const assets = AssetTransfer.connect(gateway.getNetwork('mychannel'), 'asset-transfer');
     */
    connect(network: Network, chaincode: string, options?: ClientOptions): C;
}

/** Defines a contract. Generated clients call it; nobody else needs to. */
export function defineContract<C extends object>(definition: ContractDefinition<C>): ContractConnector<C> {
    return {
        connect: (network, chaincode, options = {}) => createClient(definition, { network, chaincode }, options),
    };
}

interface Place {
    readonly network: Network;
    readonly chaincode: string;
}

function createClient<C>(definition: ContractDefinition<C>, place: Place, options: ClientOptions): C {
    const { network, chaincode } = place;
    // A mistake in it is told here, and not by the first call.
    sampleRatioOf(options.tracing);
    const own: ContractClient = {
        $events: (events = {}) => listen({ network, chaincode, codecs: definition.events }, events),
        $with: (more) => createClient(definition, place, { ...options, ...more }) as never,
    };
    const transactions = Object.entries<NamedDefinition>(definition.transactions);
    // Without a prototype, no name of a transaction means anything else.
    const client = Object.create(null) as object;
    for (const [name, value] of [
        ...transactions.map(
            ([key, one]) => [key, createMethod(targetOf(key, one, definition, place), options)] as const,
        ),
        ...Object.entries(own),
    ]) {
        Object.defineProperty(client, name, { value, enumerable: true });
    }
    return client as C; // the definition has the form of C
}

type NamedDefinition = TransactionDefinition<unknown> & { readonly name?: string };

function targetOf(
    key: string,
    transaction: NamedDefinition,
    { contract, refusals }: ContractDefinition<unknown>,
    { network, chaincode }: Place,
): TransactionTarget<unknown> {
    const name = transaction.name ?? key;
    return {
        name,
        transaction: contract === undefined ? name : `${contract}:${name}`,
        chaincode,
        channel: network.getName(),
        contract: network.getContract(chaincode, contract),
        definition: transaction,
        refusals,
    };
}

function createMethod(target: TransactionTarget<unknown>, options: SubmitOptions): unknown {
    const call = new TransactionCall(target, options);
    const withOptions = (more: SubmitOptions): unknown => createMethod(target, { ...options, ...more });
    const evaluate = (...args: unknown[]): Promise<unknown> => call.evaluate(args);
    if (target.definition.kind === 'evaluate') return Object.assign(evaluate.bind(undefined), { with: withOptions });
    const submit = (...args: unknown[]): Promise<unknown> => call.submit(args);
    const send = (...args: unknown[]): Promise<unknown> => call.send(args);
    return Object.assign(submit, { send, evaluate, with: withOptions });
}
