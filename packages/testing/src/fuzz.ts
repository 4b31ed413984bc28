import './supported-node';
import type { FuzzOptions } from './fuzz/fuzz-options';
import type { FuzzReport } from './fuzz/fuzz-report';
import { runFuzz } from './fuzz/run-fuzz';
import type { TestNetworkOptions } from './peer/test-network-options';
import { TestNetwork } from './test-network';

export { FuzzError, type FuzzErrorCode, type FuzzFailure } from './fuzz/fuzz-error';
export type { BlockCall, FuzzOptions, Invariant, LedgerView, StateChange } from './fuzz/fuzz-options';
export type { FuzzReport } from './fuzz/fuzz-report';
export type { TransactionOutcomes } from './fuzz/run-statistics';
export type { CallStep, Step } from './fuzz/steps';

/** What `heddle fuzz`, `heddle cost` and `heddle load` are to work on: the default export of `fuzz.config.js`. */
export interface FuzzConfig<O extends TestNetworkOptions = TestNetworkOptions> {
    /** As `TestNetwork.start` takes it. Default: the contracts that the package exports. */
    readonly network?: O;
    readonly options?: FuzzOptions<O>;
    /** The n-th call of `heddle load`. Default: those that the fuzzer would make. */
    readonly scenario?: (n: number) => {
        readonly by?: string;
        readonly transaction: string;
        readonly args?: readonly unknown[];
        readonly transient?: Readonly<Record<string, unknown>>;
    };
}

/**
 * Calls the transactions of contracts with values of their own types, by several clients, in blocks, in time, and asks
 * after each block whether the invariants hold. What fails is shrunk to the fewest calls, and written down as a test.
 * @param network as `TestNetwork.start` takes it; or a network, whose state runs begin with, and which goes back there in the
 * end: ids of transactions are new ones each time then
 * @throws FuzzError INVARIANT_BROKEN, CALL_FAILED, or VACUOUS where transactions were refused in each call
 *
 * @example
 * await fuzz({ contracts: [Bank] }, {
 *     invariants: {
 *         'accounts sum up to what was minted': async ({ state }) => {
 *             expect(await totalOf(state)).toBe((await state.get('minted', Number)) ?? 0);
 *         },
 *     },
 *     seconds: 5,
 * });
 */
export async function fuzz<O extends TestNetworkOptions>(
    network: O | TestNetwork<O>,
    options: FuzzOptions<O> = {},
): Promise<FuzzReport> {
    const given = options as FuzzOptions; // views have the network of these very options
    if (!(network instanceof TestNetwork)) return await runFuzz(network, given);
    return await runFuzz(network.options, given, network); // of some options
}
