import type { AnswerServices } from './answers/answer';
import { ChaincodeLauncher } from './chaincode/chaincode-launcher';
import { ChaincodeLaunchers } from './chaincode/chaincode-launchers';
import { ChaincodePackages } from './chaincode/chaincode-packages';
import { ChaincodeRunner } from './chaincode/chaincode-runner';
import { SessionRegistry } from './chaincode/session-registry';
import { Channel } from './channel/channel';
import { encodeConfiguration } from './definition/encode-configuration';
import { checkPlan } from './endorse/checked-plan';
import { EndorsementPlan, type ProposalPlan } from './endorse/endorsement-plan';
import { Endorser } from './endorse/endorser';
import { LocalPeerError } from './errors';
import { Membership } from './identity/membership';
import type { MembershipRoot, Organization } from './identity/organization';
import { withoutSigning } from './identity/simulated-identity';
import type { LedgerDatabase } from './ledger/ledger-database';
import type { LedgerStore } from './ledger/ledger-store';
import { LevelLedgerStore } from './ledger/level-ledger-store';
import { OverlayLedgerStore } from './ledger/overlay-ledger-store';
import type { ResolvedLocalPeerOptions } from './local-peer-options';
import { notify } from './observe/notify';
import { observeCommits } from './observe/observe-commits';
import { observeQueries } from './observe/observe-queries';
import { observePlan } from './observe/observed-plan';
import type { ObservedRefusal } from './observe/peer-observer';

/** What a local peer is made of: channels, the organizations' peers that endorse on them, and their chaincodes. */
export class PeerNetwork {
    /** Those that have a peer, the first one of the options included. */
    readonly organizations: readonly Organization[];
    readonly membership: Membership;
    readonly channels = new Map<string, Channel>();
    readonly packages: ChaincodePackages;
    readonly #options: ResolvedLocalPeerOptions;
    readonly #launchers: ChaincodeLaunchers;
    /** By the organization whose gateway goes by it. */
    readonly #plans: ReadonlyMap<string, ProposalPlan>;

    constructor(options: ResolvedLocalPeerOptions) {
        const { organization, organizations, clock, logger, channelCapability: capability, signatures } = options;
        this.#options = options;
        this.membership = new Membership([organization, ...organizations], clock, { capability, signatures });
        this.organizations = [organization, ...organizations.filter(hasPeer)];
        const mspIds = this.organizations.map(({ mspId }) => mspId);
        this.#launchers = this.#createLaunchers(mspIds, (...call) => runner.invoke(...call));
        const { channels } = this;
        const runner = new ChaincodeRunner(this.#launchers, { channels });
        this.#plans = this.#createPlans(mspIds, runner);
        this.packages = new ChaincodePackages({ launchers: this.#launchers, runner, channels, mspIds, logger });
    }

    /** How many streams with chaincode servers are open, registered or not. */
    get sessionCount(): number {
        return this.#launchers.sessionCount;
    }

    /** Opens the channels, with what the database has of them. */
    async open(database: LedgerDatabase): Promise<void> {
        const { channelCapability: channel, applicationCapability: application } = this.#options;
        const configuration = encodeConfiguration({
            organizations: [this.#options.organization, ...this.#options.organizations],
            capabilities: { channel, application },
        });
        const { channels, batch, clock, queries: stateDatabase, snapshot, blocks, observer, logger } = this.#options;
        for (const id of channels) {
            const opened = await Channel.open({
                id,
                store: await this.#openStore(database, id),
                membership: this.membership,
                batch,
                clock,
                configuration,
                endorsers: [...this.#plans.keys()],
                endorsementPolicy: (snapshot ?? blocks)?.endorsementPolicy,
                stateDatabase,
                onQueryWarning: observeQueries(id, observer, logger),
                onBlock: observeCommits(id, observer, logger),
            });
            this.channels.set(id, opened);
        }
    }

    /** By default the first channel. @throws LocalPeerError CHANNEL_UNKNOWN */
    channel(id: string = this.#options.defaultChannel): Channel {
        const channel = this.channels.get(id);
        if (channel !== undefined) return channel;
        const known = [...this.channels.keys()].join(', ');
        throw new LocalPeerError('CHANNEL_UNKNOWN', `no channel '${id}'; LocalPeer.start was given: ${known}`);
    }

    /** What an organization's gateway runs proposals by. @throws LocalPeerError OPTION_INVALID where it has no peer */
    plan(organization: string): ProposalPlan {
        const plan = this.#plans.get(organization);
        if (plan !== undefined) return plan;
        const known = [...this.#plans.keys()].join(', ');
        throw new LocalPeerError(
            'OPTION_INVALID',
            `no peer of organization '${organization}': there are those of ${known}`,
        );
    }

    /** The gateway that a client of this organization asks: its own one, or the first one if it has no peer. */
    planFor(mspId: string): ProposalPlan {
        return this.#plans.get(mspId) ?? this.plan(this.#options.organization.mspId);
    }

    /** Ends the streams, commits what was ordered, and closes the channels. Idempotent. */
    async close(): Promise<void> {
        await this.#launchers.close();
        await Promise.all([...this.channels.values()].map((channel) => channel.close()));
    }

    async #openStore(database: LedgerDatabase, id: string): Promise<LedgerStore> {
        const { snapshot, store: disk } = this.#options;
        const origin = snapshot?.base.origin;
        const store = await LevelLedgerStore.open(database, id, { sync: disk?.sync ?? false, origin });
        return snapshot === undefined ? store : new OverlayLedgerStore(store, snapshot.base);
    }

    #createLaunchers(mspIds: readonly string[], invoke: AnswerServices['invoke']): ChaincodeLaunchers {
        const { observer, logger } = this.#options;
        const onRefusal = (refusal: ObservedRefusal): void => {
            notify(logger, () => observer.refusal?.(Object.freeze(refusal)));
        };
        const services: AnswerServices = { ...this.#options, channel: (id) => this.channels.get(id), invoke };
        return new ChaincodeLaunchers(
            mspIds,
            () => new ChaincodeLauncher({ ...this.#options, onRefusal, registry: new SessionRegistry() }, services),
        );
    }

    #createPlans(mspIds: readonly string[], runner: ChaincodeRunner): Map<string, ProposalPlan> {
        const { observer, logger, determinism, secondRuns, signatures } = this.#options;
        const { membership } = this;
        const channel = (id: string): Channel | undefined => this.channels.get(id);
        const endorsers = new Map(
            this.organizations.map((one) => {
                const member = one.createMember({ name: 'peer0', role: 'peer' });
                const identity = signatures === 'off' ? withoutSigning(member) : member;
                return [one.mspId, new Endorser({ runner, membership, identity, logger, channel })];
            }),
        );
        const planOf = (own: string): ProposalPlan => {
            const plan = new EndorsementPlan(endorsers, own, channel);
            return determinism === 'check' ? checkPlan(plan, channel, secondRuns) : plan;
        };
        return new Map(mspIds.map((own) => [own, observePlan(planOf(own), observer, logger)]));
    }
}

/** With its authority's keys, which a peer's identity needs; made by any copy of this package. */
function hasPeer(root: MembershipRoot): root is Organization {
    return 'createMember' in root;
}
