import type { CallOptions } from '../clients/test-client';
import { createSimulation, simulated, type SimulatedCall, type Simulation } from '../peer/simulation';
import type { TestNetworkOptions } from '../peer/test-network-options';
import { TestNetwork } from '../test-network';
import type { TestTransaction } from '../transactions/test-transaction';
import type { NetworkMark } from '../transactions/transaction-runner';
import type { FuzzPlan } from './fuzz-plan';
import { LedgerMirror } from './ledger-mirror';
import type { CallStep } from './steps';

/** A client of the network, as its names are known at run time only. */
export interface PlayedClient {
    readonly mspId: string;
    readonly id: string;
    endorse(name: string, ...args: readonly unknown[]): Promise<TestTransaction>;
    evaluate(name: string, ...args: readonly unknown[]): Promise<unknown>;
    with(options: CallOptions): PlayedClient;
    contract(contract: object): PlayedClient;
    chaincode(name: string): PlayedClient;
}

/** How often transactions are run twice. */
export type WorldDeterminism = 'check' | 'sample' | 'off';

/** What there is when the author's setup is done. */
interface Beginning {
    readonly mark: NetworkMark;
    readonly mirror: LedgerMirror;
    readonly setup: readonly SimulatedCall[];
}

/** Unless the author wants them to fail calls, traps are for what replays have to say of a failure. */
function trapsOf({ network }: FuzzPlan, determinism: WorldDeterminism): NonNullable<TestNetworkOptions['traps']> {
    return network.traps ?? (determinism === 'check' ? 'report' : 'off');
}

/** A network that runs begin with, again and again, and what is known of its state. */
export class World implements AsyncDisposable {
    readonly net: TestNetwork<TestNetworkOptions>;
    readonly #plan: FuzzPlan;
    readonly #simulation: Simulation;
    readonly #beginning: Beginning;
    readonly #clients = new Map<string, PlayedClient>();
    #mirror: LedgerMirror;
    #nonces = '';
    #isFresh = true;

    private constructor(
        plan: FuzzPlan,
        net: TestNetwork<TestNetworkOptions>,
        { simulation, beginning }: { readonly simulation: Simulation; readonly beginning: Beginning },
    ) {
        this.#plan = plan;
        this.net = net;
        this.#simulation = simulation;
        this.#beginning = beginning;
        this.#mirror = beginning.mirror.copy();
    }

    /** Starts a network, and has the author's setup run on it. @throws what that throws */
    static async open(plan: FuzzPlan, determinism: WorldDeterminism): Promise<World> {
        const setup: SimulatedCall[] = [];
        let isSetUp = false;
        const simulation = createSimulation(String(plan.seed), {
            outsiders: plan.outsiders,
            called: (call) => {
                if (!isSetUp) setup.push(call);
            },
        });
        if (plan.present !== undefined) return await World.#of(plan, plan.present);
        const net = await TestNetwork.start(
            simulated(
                {
                    checkIndexes: false,
                    ...plan.network,
                    time: plan.beginning,
                    determinism,
                    traps: trapsOf(plan, determinism),
                },
                simulation,
            ),
        );
        try {
            await plan.options.setup?.(net);
            isSetUp = true;
            const mirror = await LedgerMirror.of(net.peer, plan.places);
            return new World(plan, net, { simulation, beginning: { mark: await net.mark(), mirror, setup } });
        } catch (error) {
            await net.close();
            throw error;
        }
    }

    /** A network of a test's, which is not closed here, and keeps its own ids and signatures. */
    static async #of(plan: FuzzPlan, net: TestNetwork<TestNetworkOptions>): Promise<World> {
        const simulation = createSimulation('', { outsiders: [], called: () => undefined });
        await plan.options.setup?.(net);
        const mirror = await LedgerMirror.of(net.peer, plan.places);
        return new World(plan, net, { simulation, beginning: { mark: await net.mark(), mirror, setup: [] } });
    }

    /** The committed state. */
    get mirror(): LedgerMirror {
        return this.#mirror;
    }

    /** What the author's setup has called. */
    get setup(): readonly SimulatedCall[] {
        return this.#beginning.setup;
    }

    /** Goes back to where the setup left it; ids of transactions follow from these words from now on. */
    async reset(nonces: string): Promise<void> {
        this.#nonces = nonces;
        if (this.#isFresh) this.#isFresh = false;
        else {
            await this.net.revert(this.#beginning.mark);
            this.#mirror = this.#beginning.mirror.copy();
        }
    }

    /** The client that makes a call. */
    clientOf({ by, chaincode, contract, transient }: CallStep): PlayedClient {
        const id = JSON.stringify([by, chaincode, contract]);
        const known = this.#clients.get(id) ?? this.#client(by, chaincode, contract);
        this.#clients.set(id, known);
        return transient === undefined ? known : known.with({ transient });
    }

    /** What the contract knows a client by. */
    idOf(actor: string): string {
        return this.net.as(actor, this.#plan.actors[actor] ?? {}).id;
    }

    /** Makes a call's transaction id its own, whatever other calls there are. */
    begin({ id }: CallStep): void {
        this.#simulation.begin(`${this.#nonces} call ${id}`);
    }

    /** Closes the network; one of a test's goes back to where it was. */
    [Symbol.asyncDispose](): Promise<void> {
        if (this.#plan.present !== undefined) return this.net.revert(this.#beginning.mark);
        return this.net.close();
    }

    #client(by: string, chaincode: string, contract: string): PlayedClient {
        const { actors, callables, chaincodes } = this.#plan;
        const served = callables.find((one) => one.chaincode === chaincode && one.contract === contract);
        const client = this.net.as(by, actors[by] ?? {}) as unknown as PlayedClient; // the same methods, by names
        const hosted = chaincodes.length === 1 ? client : client.chaincode(chaincode);
        return served === undefined ? hosted : hosted.contract(served.source.constructor);
    }
}
