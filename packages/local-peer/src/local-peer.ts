import type { KeyModification } from '@heddle/protocol';
import { MemoryLevel } from 'memory-level';
import type { Channel } from './channel/channel';
import type { InstallOptions } from './channel/install-options';
import { CommittedState, listOf, rowsOf, type StateOptions } from './committed-state';
import type { ChaincodeDefinition } from './definition/chaincode-definition';
import type { ProposalPlan } from './endorse/endorsement-plan';
import { encodeProposal, envelopeOf, toResult } from './endorse/requested-proposal';
import type {
    CommitStatus,
    EndorsedTransaction,
    SubmitResult,
    TransactionRequest,
    TransactionResult,
} from './endorse/transaction-request';
import { LocalPeerError } from './errors';
import type { GatewayAddress, ListenOptions } from './gateway/gateway-address';
import type { Organization } from './identity/organization';
import type { SigningIdentity } from './identity/signing-identity';
import { openDisk } from './ledger/disk-database';
import type { LedgerDatabase } from './ledger/ledger-database';
import type { StateEntry } from './ledger/ledger-store';
import { type LedgerMark, LedgerMarks, type MarkOptions, type RevertResult } from './ledger-marks';
import { LedgerReader } from './ledger-reader';
import { type LocalPeerOptions, type ResolvedLocalPeerOptions, resolveOptions } from './local-peer-options';
import { observeMarks } from './observe/observe-marks';
import { OpenResources } from './open-resources';
import { PeerNetwork } from './peer-network';
import { PeerPorts } from './peer-ports';
import { envelope, prepareTransaction } from './records/transaction-envelope';
import { validationCodeName } from './records/validation-code';
import { prepareSeed, type SeedRequest } from './seed';
import {
    type CommittedBlock,
    type CommittedEvent,
    subscribeToBlocks,
    subscribeToEvents,
    type Subscription,
} from './subscription';

/** Which blocks are followed. */
export interface SubscriptionOptions {
    /** Default: the peer's first channel. */
    readonly channel?: string;
    /** The first block. Default: the next one. */
    readonly startBlock?: bigint;
}

/**
 * An embedded network: a peer of each organization, an orderer, and a client; rules and texts of Fabric, nothing to set up.
 * All peers have one ledger in common, and each one the private data of its own organization.
 */
export class LocalPeer implements AsyncDisposable {
    /** The first organization: makes further members. */
    readonly organization: Organization;
    /** The organizations that have a peer, the first one included. */
    readonly organizations: readonly Organization[];
    readonly #options: ResolvedLocalPeerOptions;
    readonly #database: LedgerDatabase;
    readonly #network: PeerNetwork;
    readonly #marks: LedgerMarks;
    readonly #subscriptions = new OpenResources();
    readonly #ports: PeerPorts;
    #client: SigningIdentity | undefined;
    #closing: Promise<void> | undefined;

    private constructor(options: ResolvedLocalPeerOptions, database: LedgerDatabase) {
        this.#options = options;
        this.#database = database;
        this.#network = new PeerNetwork(options);
        this.#marks = new LedgerMarks(() => this.#openChannels(), observeMarks(options));
        this.#ports = new PeerPorts({ network: this.#network, marks: this.#marks, options });
        this.organization = options.organization;
        this.organizations = this.#network.organizations;
    }

    /**
     * Starts a peer with empty channels, or with what its database has.
     * @throws LocalPeerError OPTION_INVALID, STORE_UNUSABLE
     */
    static async start(options: LocalPeerOptions = {}): Promise<LocalPeer> {
        const resolved = resolveOptions(options);
        const { database, store } = resolved;
        const opened = database ?? (store === undefined ? new MemoryLevel() : await openDisk(store.path));
        const peer = new LocalPeer(resolved, opened);
        try {
            await peer.#network.open(opened);
            return peer;
        } catch (error) {
            await peer.close();
            throw error;
        }
    }

    /** Signs requests that name no identity. */
    get client(): SigningIdentity {
        return (this.#client ??= this.organization.createMember({ name: 'user1' }));
    }

    /** How many streams with chaincode servers are open, registered or not. */
    get sessionCount(): number {
        return this.#network.sessionCount;
    }

    /**
     * Installs a chaincode and defines it on a channel; a name that is there already is upgraded. As on a real peer its
     * server is dialled at once, in the background, and again at the next call where that failed.
     * Where the store has kept the same definition, that one holds.
     * @throws LocalPeerError OPTION_INVALID for a collection or a policy that is not valid, or where an organization with a
     * peer is left out of `connect`
     */
    install(options: InstallOptions): ChaincodeDefinition {
        return this.#network.packages.install(this.#channel(options.channel), options);
    }

    /**
     * Installs a chaincode, waits until its server has registered, and only then defines it: transactions meet the one
     * that was there before, or this one, and nothing in between. Where it does not register nothing has changed. If only
     * the package is another one the definition stays, and transactions that are under way are committed.
     * @throws LocalPeerError LAUNCH_FAILED with the peer's text; OPTION_INVALID as `install`
     */
    upgrade(options: InstallOptions & { readonly packageId: string }): Promise<ChaincodeDefinition> {
        return this.#network.packages.upgrade(() => this.#channel(options.channel), options);
    }

    /**
     * Takes away a package that was upgraded: waits for the transactions that run in it, and ends its stream.
     * @throws LocalPeerError OPTION_INVALID where a chaincode is still defined to run in it
     */
    async uninstall(packageId: string): Promise<void> {
        await this.#network.packages.uninstall(packageId);
    }

    /**
     * Waits until a chaincode's servers have registered.
     * @throws LocalPeerError LAUNCH_FAILED with the peer's text
     */
    async launch(options: { readonly chaincode: string; readonly channel?: string }): Promise<void> {
        const { id, chaincodes } = this.#channel(options.channel);
        const definition = chaincodes.get(options.chaincode);
        if (definition === undefined) {
            const text = `no chaincode '${options.chaincode}' on channel '${id}'; install it first`;
            throw new LocalPeerError('CHAINCODE_UNKNOWN', text);
        }
        await this.#network.packages.launch(definition.packageId);
    }

    /**
     * Runs a transaction and commits nothing.
     * @throws LocalPeerError PROPOSAL_REFUSED; NOT_ENDORSED where an organization that was named has no peer
     */
    async evaluate(request: TransactionRequest): Promise<TransactionResult> {
        return toResult(await this.#planOf(request).evaluate(this.#propose(request), request.endorsingOrganizations));
    }

    /**
     * Runs a transaction and signs what came of it, to be committed later.
     * @throws LocalPeerError PROPOSAL_REFUSED; NOT_ENDORSED where the organizations' results differ, or no peers can
     * fulfil the policies
     */
    async endorse(request: TransactionRequest): Promise<EndorsedTransaction> {
        const { outcome, endorsements } = await this.#planOf(request).endorse(
            this.#propose(request),
            request.endorsingOrganizations,
        );
        if (endorsements.length === 0) return { ...toResult(outcome), envelope: undefined };
        const payload = prepareTransaction({ ...outcome, endorsements });
        const signature = (request.identity ?? this.client).sign(payload);
        return { ...toResult(outcome), envelope: envelope.encode({ payload, signature }) };
    }

    /**
     * Commits endorsed transactions of one channel, in this order, in one block.
     * @throws LocalPeerError NOT_ENDORSED where one of them failed
     */
    async commit(...transactions: readonly EndorsedTransaction[]): Promise<CommitStatus[]> {
        const [first] = transactions;
        if (first === undefined) return [];
        const channel = this.#channel(first.channel);
        const committed = await channel.orderer.order(transactions.map(envelopeOf));
        return committed.map((one) => ({ ...one, status: validationCodeName(one.validationCode) }));
    }

    /** Runs a transaction and, where it is endorsed, commits it. @throws LocalPeerError as endorse */
    async submit(request: TransactionRequest): Promise<SubmitResult> {
        const { envelope: signed, ...result } = await this.endorse(request);
        if (signed === undefined) return { ...result, commit: undefined };
        const [commit] = await this.commit({ ...result, envelope: signed });
        return { ...result, commit };
    }

    /**
     * Writes keys by force, in a block of their own: without running a chaincode, without an endorsement, whatever the
     * policies say. For what a test or a demonstration begins with; no real peer takes such a block.
     * @throws LocalPeerError CHAINCODE_UNKNOWN; OPTION_INVALID for what a peer would refuse to write
     */
    async seed(request: SeedRequest): Promise<CommitStatus> {
        const channel = this.#channel(request.channel);
        const encoded = await prepareSeed(channel, request, { identity: this.client, time: this.#options.clock() });
        const [committed] = await channel.orderer.order([encoded]);
        if (committed === undefined) throw new Error('the orderer has committed nothing of one envelope');
        return { ...committed, status: validationCodeName(committed.validationCode) };
    }

    /** A key's committed value; undefined where it does not exist. */
    async state(options: StateOptions & { readonly key: string }): Promise<Buffer | undefined> {
        return (await this.#stateOf(options).entry({ key: options.key }))?.value;
    }

    /**
     * A private key's committed value, undefined where it does not exist: as the peer of `organization` has it, or by
     * default as those peers have it that got it, being members of the collection.
     */
    async privateState(
        options: StateOptions & { readonly collection: string; readonly key: string; readonly organization?: string },
    ): Promise<Buffer | undefined> {
        return (await this.#stateOf(options).entry(options))?.value;
    }

    /** All committed keys of a chaincode, composite ones included, in the order of their UTF-8 bytes. */
    async states(options: StateOptions): Promise<StateEntry[]> {
        return await listOf(this.#stateOf(options).entries());
    }

    /** All committed private keys of a collection, as its members' peers have them together. */
    async privateStates(options: StateOptions & { readonly collection: string }): Promise<StateEntry[]> {
        return await listOf(this.#stateOf(options).entries({ collection: options.collection }));
    }

    /** The versions of a key that were committed, the newest first. */
    async history(options: StateOptions & { readonly key: string }): Promise<KeyModification[]> {
        return await listOf(rowsOf(this.#stateOf(options).history(options.key)));
    }

    /** Reads what a channel has committed, for tools that show it. @throws LocalPeerError CHANNEL_UNKNOWN */
    ledger(options: { readonly channel?: string } = {}): LedgerReader {
        return new LedgerReader(this.#channel(options.channel));
    }

    /** The chaincodes of a channel, as they are defined now. @throws LocalPeerError CHANNEL_UNKNOWN */
    definitions(options: { readonly channel?: string } = {}): ChaincodeDefinition[] {
        return [...this.#channel(options.channel).chaincodes.values()];
    }

    /** The number of a channel's blocks. The first one is its configuration. */
    height(options: { readonly channel?: string } = {}): Promise<bigint> {
        return this.#channel(options.channel).store.height();
    }

    /**
     * Marks what all channels have now, to come back to with `revert`; what was ordered before is committed first. A mark
     * with a name is kept with the ledger, in the store too, and is taken from an older one that has the name.
     */
    mark(options: MarkOptions = {}): Promise<LedgerMark> {
        return this.#marks.take(options.name);
    }

    /** The marks that have names, the oldest first. */
    get marks(): readonly LedgerMark[] {
        return this.#marks.named;
    }

    /**
     * Goes back to a mark, or to the one of a name, on all channels and with all that there is: state, private data,
     * history, blocks, ids of transactions, definitions. What it costs depends on what has changed, not on what there is.
     * Transactions that run are waited for. Streams of blocks and events end with LEDGER_REVERTED if any block is undone.
     * The mark still holds; those taken after it do not.
     * @throws LocalPeerError MARK_GONE
     */
    revert(mark: LedgerMark | string): Promise<RevertResult> {
        return this.#marks.revert(mark);
    }

    /** Gives a mark up, and what is kept for it. Idempotent. @throws LocalPeerError MARK_GONE for a name that there is not */
    forget(mark: LedgerMark | string): Promise<void> {
        return this.#marks.forget(mark);
    }

    /** The blocks that are committed from now on, or from an earlier one. */
    async blocks(options: SubscriptionOptions = {}): Promise<Subscription<CommittedBlock>> {
        return this.#subscriptions.keep(await this.#subscribe(options));
    }

    /** Chaincode events as their blocks are committed. */
    async events(
        options: SubscriptionOptions & { readonly chaincode?: string } = {},
    ): Promise<Subscription<CommittedEvent>> {
        return this.#subscriptions.keep(subscribeToEvents(await this.#subscribe(options), options.chaincode));
    }

    /**
     * Offers the gRPC services of an organization's peer on a port, for clients of Fabric such as \@hyperledger/fabric-gateway. May be called
     * more than once, for one organization or for several; the peer's close closes the ports, too.
     * @throws LocalPeerError LISTEN_FAILED; OPTION_INVALID for an organization without a peer, and where TLS cannot be had of
     * what was given
     */
    async listen(options: ListenOptions = {}): Promise<GatewayAddress> {
        this.#checkOpen();
        const address = await this.#ports.listen(options);
        // It may have been closed meanwhile.
        if (this.#closing !== undefined) await address.close();
        this.#checkOpen();
        return address;
    }

    /** Ends sessions and subscriptions, commits what was ordered, and leaves nothing open. Idempotent. */
    close(): Promise<void> {
        return (this.#closing ??= this.#close());
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.close();
    }

    async #close(): Promise<void> {
        await this.#ports.close();
        await this.#network.close();
        await this.#subscriptions.close();
        if (this.#options.database === undefined) await this.#database.close();
    }

    /** @throws LocalPeerError PEER_CLOSED, CHANNEL_UNKNOWN */
    #stateOf({ channel, chaincode }: StateOptions): CommittedState {
        return new CommittedState(this.#channel(channel), chaincode);
    }

    /** @throws LocalPeerError OPTION_INVALID */
    #planOf({ gateway, identity = this.client }: TransactionRequest): ProposalPlan {
        return gateway === undefined ? this.#network.planFor(identity.mspId) : this.#network.plan(gateway);
    }

    #propose(request: TransactionRequest): Buffer {
        const { id: channelId } = this.#channel(request.channel);
        const { identity = this.client, time = this.#options.clock() } = request;
        return encodeProposal({ ...request, identity, time }, channelId);
    }

    async #subscribe({ channel, startBlock }: SubscriptionOptions): Promise<Subscription<CommittedBlock>> {
        const { store, feed } = this.#channel(channel);
        return subscribeToBlocks(store, feed, startBlock ?? (await store.height()));
    }

    /** @throws LocalPeerError PEER_CLOSED, CHANNEL_UNKNOWN */
    #channel(id?: string): Channel {
        this.#checkOpen();
        return this.#network.channel(id);
    }

    #openChannels(): readonly Channel[] {
        this.#checkOpen();
        return [...this.#network.channels.values()];
    }

    #checkOpen(): void {
        if (this.#closing !== undefined) throw new LocalPeerError('PEER_CLOSED', 'the local peer is closed');
    }
}
