import { createLogger, type Logger } from '@heddle/core';
import type { LocalPeer } from '@heddle/local-peer';
import { type HostOptions, NetworkChaincode } from './chaincode/network-chaincode';
import { type RunWatching, SubmittedRuns } from './chaincode/submitted-runs';
import { NetworkClient } from './clients/network-client';
import type { TestClient } from './clients/test-client';
import { CostRecorder } from './cost/cost-recorder';
import { TestNetworkError } from './errors/test-network-error';
import type { ClientOptions, NetworkMembers } from './peer/network-members';
import { membersOf, otherOrganizations, startPeer } from './peer/network-peer';
import { PeerHints } from './peer/peer-hints';
import { simulationOf } from './peer/simulation';
import { TestClock } from './peer/test-clock';
import {
    chaincodesOf,
    checkNetworkNames,
    type DefaultContract,
    definitionOf,
    determinismOf,
    type NetworkBehaviour,
    type TestNetworkOptions,
    trapsOf,
} from './peer/test-network-options';
import { checkIndexes, declaredCollections, seedNetwork } from './rows/declared-state';
import { LedgerState } from './rows/ledger-state';
import { type TracedRun, traces } from './tracing/traces';
import type { CommittedTestEvent, TestTransaction } from './transactions/test-transaction';
import { type NetworkMark, TransactionRunner } from './transactions/transaction-runner';
import { installTraps } from './traps/install';
import { type TrapHit, TrapHits } from './traps/trap-hits';

/** A file that `heddle matrix` has the networks of a test run record their calls in. */
const RECORD_VARIABLE = 'HEDDLE_RECORD';

function watch({ perturb: isPerturbed = true, ...others }: NetworkBehaviour): {
    readonly traps: ReturnType<typeof trapsOf>;
    readonly watching: RunWatching;
} {
    const traps = trapsOf(others);
    // Before the contracts are made, for what they keep of it.
    if (traps.isOn || isPerturbed) installTraps();
    return { traps, watching: { hits: traps.isOn ? new TrapHits(traps.allow) : undefined, isPerturbed } };
}

interface NetworkParts {
    readonly peer: LocalPeer;
    readonly clock: TestClock;
    readonly members: NetworkMembers;
    readonly chaincodes: ReadonlyMap<string, NetworkChaincode>;
    readonly runner: TransactionRunner;
    readonly costs: CostRecorder | undefined;
    readonly hits: TrapHits | undefined;
    readonly trace: TracedRun | undefined;
}

/**
 * Contracts on an embedded peer, in this process: the session, the dispatch, the rules and the ledger are real.
 */
export class TestNetwork<O extends TestNetworkOptions> implements AsyncDisposable {
    /** The peer itself, for blocks and everything else that this class does not show. */
    readonly peer: LocalPeer;
    readonly #parts: NetworkParts;

    /**
     * What it was started with.
     * @internal
     */
    readonly options: O;

    private constructor(options: O, parts: NetworkParts) {
        this.options = options;
        this.peer = parts.peer;
        this.#parts = parts;
    }

    /**
     * Starts a network, with an empty ledger or a seed; close it, or declare it with `await using`.
     * @throws TestNetworkError OPTION_INVALID; ContractDefinitionError with all mistakes of the contracts
     *
     * @example
     * await using net = await TestNetwork.start({ contracts: [AssetTransfer] });
     * await net.as('ann').submit('createAsset', asset);
     */
    static async start<O extends TestNetworkOptions>(options: O): Promise<TestNetwork<O>> {
        checkNetworkNames(options);
        return new TestNetwork<O>(options, await startParts(options));
    }

    /**
     * A client: a member of an organization, with a real certificate. The same words give the same member.
     * @throws TestNetworkError ORGANIZATION_UNKNOWN
     *
     * @example const registrar = net.as('bob', { mspId: 'Org1MSP', attributes: { role: 'registrar' } });
     */
    as(name: string, options: ClientOptions = {}): TestClient<DefaultContract<O>, O> {
        const { runner, chaincodes, members } = this.#parts;
        const identity = members.member(name, options);
        const hosted = chaincodes.size === 1 ? [...chaincodes.values()][0] : undefined;
        const contract = hosted?.firstContract;
        // The same methods, with the contract's types.
        return new NetworkClient({ runner, chaincodes, identity, options: {}, hosted, contract }) as TestClient<
            DefaultContract<O>,
            O
        >;
    }

    /**
     * What is committed of the first chaincode, on the first channel.
     *
     * @example expect(await net.state.of(Asset).get('a1')).toMatchObject({ owner: 'ann' });
     */
    get state(): LedgerState {
        const [first = ''] = this.#parts.chaincodes.keys();
        return new LedgerState(this.peer, first);
    }

    /**
     * What is committed of a chaincode.
     * @param channel default: the first one
     * @throws TestNetworkError CHAINCODE_UNKNOWN
     */
    stateOf(chaincode: string, channel?: string): LedgerState {
        const { chaincodes } = this.#parts;
        if (chaincodes.has(chaincode)) return new LedgerState(this.peer, chaincode, channel);
        const known = [...chaincodes.keys()].join(', ');
        throw new TestNetworkError('CHAINCODE_UNKNOWN', `the network has no chaincode '${chaincode}'; it has ${known}`);
    }

    /** The events of the transactions committed so far, the oldest first. */
    get events(): readonly CommittedTestEvent[] {
        return [...this.#parts.runner.events];
    }

    /** The transactions endorsed so far, committed or not, the oldest first. */
    get transactions(): readonly TestTransaction[] {
        return [...this.#parts.runner.transactions];
    }

    /**
     * What submitted transactions have read so far that endorsers differ in: clocks, chance, locale and zone, files and
     * others; and what they have made public of private data. Each place once.
     */
    get traps(): readonly TrapHit[] {
        return this.#parts.hits?.all ?? [];
    }

    /** The time of transactions. */
    get time(): Date {
        return this.#parts.clock.now();
    }

    /**
     * Moves time on.
     * @throws TestNetworkError ARGUMENT_INVALID for anything but a whole number from 0 on
     *
     * @example net.advance(24 * 60 * 60 * 1000);
     */
    advance(milliseconds: number): void {
        this.#parts.clock.advance(milliseconds);
    }

    /**
     * Commits endorsed transactions in this order in one block; tells of each VALID, or why it is not.
     *
     * @example
     * const toBob = await ann.endorse('transferAsset', 'a1', 'bob');
     * const toCarol = await ann.endorse('transferAsset', 'a1', 'carol');
     * expect(await net.commit(toBob, toCarol)).toEqual(['VALID', 'MVCC_READ_CONFLICT']);
     */
    async commit(...transactions: readonly TestTransaction[]): Promise<string[]> {
        const committed = await this.#parts.runner.commit(transactions);
        return committed.map(({ status }) => status);
    }

    /**
     * Asks the rules of the ledger that contracts state with `@Invariant()`.
     * @throws TestNetworkError INVARIANT_BROKEN, whose cause is what the first broken one threw
     *
     * @example await net.checkInvariants();
     */
    async checkInvariants(): Promise<void> {
        for (const chaincode of this.#parts.chaincodes.values()) await chaincode.checkInvariants(this.peer);
    }

    /**
     * Marks what the network has now, to come back to with `revert` as often as a test likes. Transactions that were begun
     * before are waited for.
     *
     * @example
     * const funded = await net.mark();
     * await net.as('ann').submit('transferAsset', 'a1', 'bob');
     * await net.revert(funded);
     */
    mark(): Promise<NetworkMark> {
        return this.#parts.runner.mark();
    }

    /**
     * Goes back to a mark: ledger, private data, history, blocks, definitions, `events`, `transactions` and time are as they
     * were. Marks taken later are gone. What a contract keeps in its own fields is not the ledger's, and stays.
     * @throws LocalPeerError MARK_GONE
     */
    revert(mark: NetworkMark): Promise<void> {
        return this.#parts.runner.revert(mark);
    }

    /** Ends sessions and peer. Idempotent. */
    async close(): Promise<void> {
        await this.#parts.trace?.closing();
        await this.peer.close();
        this.#parts.costs?.close();
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.close();
    }
}

/** Starts all that a network is made of. What cannot be started leaves nothing open. */
async function startParts(options: TestNetworkOptions): Promise<NetworkParts> {
    const clock = new TestClock(options.time ?? new Date());
    const runs = new SubmittedRuns();
    const { traps, watching } = watch(options);
    const determinism = determinismOf(options);
    const costs = CostRecorder.ofEnvironment();
    const chaincodes = createChaincodes(options, { runs, costs });
    const organizations = otherOrganizations(options, clock);
    const hints = new PeerHints();
    const hosted = [...chaincodes.values()];
    const trace = await traces.begin(options.peer?.channels?.[0], [...chaincodes.keys()]);
    const observer = hints.beside(options.peer?.observer, trace?.observer);
    const peer = await startPeer(options, { clock, organizations, observer });
    const runner = new TransactionRunner({
        peer,
        clock,
        runs,
        watching,
        traps,
        hints,
        determinism,
        simulation: simulationOf(options),
        costs,
        chaincodes: hosted,
        hasSeveralPeers: organizations.length > 0,
        called: trace?.called,
        afterBlock: async (changed) => {
            if (options.checkIndexes !== false) await checkIndexes(peer, hosted, changed);
        },
    });
    const members = await closedOnFailure(peer, async () => {
        await install(peer, hosted, options);
        await seedNetwork(peer, hosted, options.seed ?? []);
        return membersOf(options, [peer.organization, ...organizations]);
    });
    trace?.opened(peer, members);
    return { peer, clock, members, chaincodes, runner, costs, hits: watching.hits, trace };
}

/** A peer that stayed open would keep its sessions, and the lock of its store. */
async function closedOnFailure<T>(peer: LocalPeer, prepare: () => Promise<T>): Promise<T> {
    try {
        return await prepare();
    } catch (error) {
        await peer.close();
        throw error;
    }
}

function createChaincodes(
    options: TestNetworkOptions,
    shared: Pick<HostOptions, 'runs' | 'costs'>,
): Map<string, NetworkChaincode> {
    const logger = options.logger ?? silent();
    const record = options.record ?? process.env[RECORD_VARIABLE];
    return new Map(
        Array.from(chaincodesOf(options), ([name, source]) => [
            name,
            new NetworkChaincode(name, source, { ...shared, logger, record }),
        ]),
    );
}

/** Installs every chaincode on every channel, and waits for their sessions. */
async function install(
    peer: LocalPeer,
    chaincodes: Iterable<NetworkChaincode>,
    options: TestNetworkOptions,
): Promise<void> {
    const channels = options.peer?.channels ?? [undefined];
    const everyone = peer.organizations.map(({ mspId }) => mspId);
    for (const chaincode of chaincodes) {
        const collections = declaredCollections(chaincode, everyone);
        const { name, packageId } = chaincode;
        const connect = Object.fromEntries(
            peer.organizations.map(({ mspId }) => [mspId, () => chaincode.connect(mspId)]),
        );
        for (const channel of channels) {
            const place = channel === undefined ? {} : { channel };
            peer.install({ collections, ...definitionOf(name, options), name, packageId, connect, ...place });
            await peer.launch({ chaincode: name, ...place });
        }
    }
}

function silent(): Logger {
    return createLogger('error', () => undefined);
}
