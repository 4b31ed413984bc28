import { type AnyCounter, type AnyEntity, Context, type TypeOf, type TypeSpec, type Valid } from '@heddle/contract';
import { readableKey, readableValue } from '@heddle/local-peer/internal';
import { type CommittedState, committedState } from './committed-rows';
import { EntityLedger, type LedgerSource } from './entity-ledger';
import { encodeKey, type LedgerKey } from './ledger-key';

export type { LedgerSource };

/** What is committed in the namespace of one chaincode. */
export class LedgerState {
    readonly #peer: LedgerSource;
    readonly #chaincode: string;
    readonly #channel: string | undefined;

    constructor(peer: LedgerSource, chaincode: string, channel?: string) {
        this.#peer = peer;
        this.#chaincode = chaincode;
        this.#channel = channel;
    }

    /** The value of a key: of JSON, else text or bytes; undefined where the key does not exist. */
    get(key: LedgerKey): Promise<unknown>;
    /**
     * The value of a key as `ctx.deserialize` makes it, of a class for instance.
     * @throws ContractError INVALID_STATE where it is something else
     *
     * @example expect(await net.state.get(['asset', 'a1'], Asset)).toBeInstanceOf(Asset);
     */
    get<S extends TypeSpec>(key: LedgerKey, type: S): Promise<TypeOf<S> | undefined>;
    async get(key: LedgerKey, type?: TypeSpec): Promise<unknown> {
        const bytes = await this.bytes(key);
        if (bytes === undefined) return undefined;
        if (type === undefined) return readableValue(bytes);
        // Of a type that is known to the caller only.
        return new Context().deserialize<'any'>(type as 'any', bytes);
    }

    /**
     * The committed rows of an entity, or the sums of a counter.
     * @throws ContractDefinitionError for a class that is neither
     *
     * @example expect(await net.state.of(Asset).get('a1')).toMatchObject({ owner: 'ann' });
     */
    of<C extends AnyEntity | AnyCounter>(target: C & Valid<C>): CommittedState<C> {
        const state = committedState(target, new EntityLedger(this.#peer, this.#place));
        return state as unknown as CommittedState<C>; // its methods take what these types say
    }

    /** The bytes of a key; undefined where it does not exist. */
    bytes(key: LedgerKey): Promise<Buffer | undefined> {
        return this.#peer.state({ ...this.#place, key: encodeKey(key) });
    }

    /** The bytes of a key of private data, as members of the collection have it; undefined where it does not exist. */
    privateBytes(collection: string, key: LedgerKey): Promise<Buffer | undefined> {
        return this.#peer.privateState({ ...this.#place, collection, key: encodeKey(key) });
    }

    /** All keys with their values, in the order of the keys' UTF-8 bytes; composite ones as `color~name(red, a1)`. */
    async all(): Promise<Record<string, unknown>> {
        const entries = await this.#peer.states(this.#place);
        return Object.fromEntries(entries.map(({ key, value }) => [readableKey(key), readableValue(value)]));
    }

    get #place(): { readonly chaincode: string; readonly channel?: string } {
        const chaincode = this.#chaincode;
        return this.#channel === undefined ? { chaincode } : { chaincode, channel: this.#channel };
    }
}
