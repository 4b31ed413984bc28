import type { ContractsIn, FirstContract } from '../chaincode/chaincode-source';
import type { ArgumentsOf, RawFunctions, ResultOf, TransactionName } from '../chaincode/transactions-of';
import type { ChaincodesOf } from '../peer/test-network-options';
import type { TestTransaction } from '../transactions/test-transaction';

/** What goes with a transaction besides its arguments. */
export interface CallOptions {
    /** Transient data, encoded as arguments are. Default: none. */
    readonly transient?: Readonly<Record<string, unknown>>;
    /** Default: the network's first channel. */
    readonly channel?: string;
    /** MSP ids of the organizations whose peers run it. Default: those that the policies need. */
    readonly endorsingOrganizations?: readonly string[];
    /** Calls init, of a chaincode that requires it. Default: false. */
    readonly isInit?: boolean;
}

/**
 * Calls transactions as one member of an organization. Names, arguments and results are those of the methods of `C`:
 * the network's first contract, or the one that `contract` chose. `O` is what the chaincode was made of.
 */
export interface TestClient<C, O = unknown> {
    /** The client's organization. */
    readonly mspId: string;
    /** What `ctx.clientIdentity.getID()` is for this client. */
    readonly id: string;
    /**
     * The same client without types: any function name, text and bytes for arguments, unchanged, and bytes for an
     * answer.
     *
     * @example
     * const refused = ann.raw.submit('createAsset', '{"id":7}');
     * await expect(refused).toBeRefusedWith('VALIDATION_FAILED', 'asset.id');
     */
    readonly raw: TestClient<RawFunctions, O>;

    /**
     * Runs a transaction and commits it, in a block of its own. With `determinism: 'check'`, runs it twice and
     * compares.
     * @throws TransactionError where it is refused, invalid, or not deterministic
     *
     * @example await ann.submit('transferAsset', 'a1', 'bob');
     */
    submit<N extends TransactionName<C>>(name: N, ...args: ArgumentsOf<C, N>): Promise<ResultOf<C, N>>;

    /**
     * Runs a transaction and commits nothing.
     * @throws TransactionError where it is refused
     *
     * @example expect(await ann.evaluate('readAsset', 'a1')).toMatchObject({ owner: 'ann' });
     */
    evaluate<N extends TransactionName<C>>(name: N, ...args: ArgumentsOf<C, N>): Promise<ResultOf<C, N>>;

    /**
     * Runs a transaction as `submit` does, and leaves its commit to the caller: between the two, others may commit.
     * @throws TransactionError where it is refused, or not deterministic
     *
     * @example
     * const transfer = await ann.endorse('transferAsset', 'a1', 'bob');
     * await ann.submit('deleteAsset', 'a1');
     * await expect(transfer.commit()).toBeRefusedWith('MVCC_READ_CONFLICT');
     */
    endorse<N extends TransactionName<C>>(
        name: N,
        ...args: ArgumentsOf<C, N>
    ): Promise<TestTransaction<ResultOf<C, N>>>;

    /**
     * The same client with transient data, on another channel, with endorsers of certain organizations, or calling
     * init.
     *
     * @example const secretly = ann.with({ transient: { price: 17 } });
     */
    with(options: CallOptions): TestClient<C, O>;

    /**
     * The same client, for another contract of the chaincode.
     * @throws TestNetworkError CONTRACT_UNKNOWN
     */
    contract<K extends ContractsIn<O>>(contract: new () => K): TestClient<K, O>;

    /**
     * The same client, for another chaincode of the network.
     * @throws TestNetworkError CHAINCODE_UNKNOWN
     */
    chaincode<N extends keyof ChaincodesOf<O> & string>(
        name: N,
    ): TestClient<FirstContract<ChaincodesOf<O>[N]>, ChaincodesOf<O>[N]>;
}
