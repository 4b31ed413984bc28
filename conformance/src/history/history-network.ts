import { ContractChaincode } from '@heddle/contract';
import { type Chaincode, type ChaincodeServer, createLogger } from '@heddle/core';
import type { HistoryCode } from '@heddle/replay';
import { AssetTransfer } from '@heddle-examples/asset-transfer';
import type { Contract, Gateway, Transaction } from '@hyperledger/fabric-gateway';
import { define, deploy, type DeploymentOptions, install, serve } from '../fabric/deployment';
import { FabricNetwork, type FabricNetworkOptions } from '../fabric/fabric-network';
import { SCENARIO_COLLECTIONS } from '../fabric/scenario-collections';
import { CHANNEL } from '../harness/channel';
import { connectAs, dialPeer } from '../harness/gateway-target';
import { OTHER_CHANNEL } from '../scenarios/target';
import { difficultOne, difficultTwo } from './difficult-chaincode';
import { ASSETS, AUCTIONS, CALLED, callsOfRound, DIFFICULT, type HistoryCall, INITIAL } from './history-calls';
import { LocalAuctionHouse } from './local-auction-house';

const SILENT = createLogger('error', () => undefined);

function contracts(...classes: readonly (new () => AssetTransfer | LocalAuctionHouse)[]): Chaincode {
    return new ContractChaincode({ contracts: [...classes], logger: SILENT });
}

/** The code of a history, each chaincode in the version that it is replayed with. */
export function historyCode(): HistoryCode[] {
    return [
        { name: ASSETS, version: '1.0', chaincode: contracts(AssetTransfer) },
        { name: AUCTIONS, version: '1.0', chaincode: contracts(LocalAuctionHouse) },
        { name: DIFFICULT, version: '1.0', chaincode: difficultOne },
        { name: DIFFICULT, version: '2.0', chaincode: difficultTwo },
        { name: CALLED, version: '1.0', chaincode: difficultOne },
        { name: INITIAL, version: '1.0', chaincode: difficultOne },
    ];
}

/** A real network on which a history is made. */
export class HistoryNetwork implements AsyncDisposable {
    readonly network: FabricNetwork;
    readonly #servers: ChaincodeServer[] = [];
    readonly #gateway: Gateway;
    readonly #dialled: ReturnType<typeof dialPeer>;
    /** Endorsed, and to be submitted in a later round. */
    readonly #late = new Map<number, Transaction[]>();

    private constructor(network: FabricNetwork) {
        this.network = network;
        this.#dialled = dialPeer(network);
        this.#gateway = connectAs(this.#dialled, network.clients.Org1);
    }

    static async start(options: FabricNetworkOptions): Promise<HistoryNetwork> {
        const history = new HistoryNetwork(await FabricNetwork.start(options));
        try {
            await history.#deploy(ASSETS, contracts(AssetTransfer));
            await history.#deploy(AUCTIONS, contracts(LocalAuctionHouse));
            await history.#deployTwice(CALLED, difficultOne);
            await history.#deploy(INITIAL, difficultOne, { initRequired: true });
            await history.network.init(INITIAL, ['anything']);
            await history.#deploy(DIFFICULT, difficultOne);
            return history;
        } catch (error) {
            await history[Symbol.asyncDispose]();
            throw error;
        }
    }

    /** Plays rounds; in the middle of them a chaincode is upgraded, while transactions of the old one are under way. */
    async play(rounds: number): Promise<void> {
        for (let round = 0; round < rounds; round++) {
            const endorsed = await this.#endorse(round);
            if (round === Math.floor(rounds / 2)) await this.#deploy(DIFFICULT, difficultTwo, { sequence: 2 });
            await this.#submit([...endorsed, ...(this.#late.get(round) ?? [])]);
        }
        for (const [round, transactions] of this.#late) if (round >= rounds) await this.#submit(transactions);
    }

    async [Symbol.asyncDispose](): Promise<void> {
        this.#gateway.close();
        this.#dialled.close();
        await Promise.all(this.#servers.map((server) => server.close()));
        await this.network.close();
    }

    async #deploy(name: string, chaincode: Chaincode, besides: Partial<DeploymentOptions> = {}): Promise<void> {
        const definition = { name, collections: SCENARIO_COLLECTIONS, ...besides };
        this.#servers.push(await deploy(this.network, chaincode, definition));
    }

    /** On another channel as well. */
    async #deployTwice(name: string, chaincode: Chaincode): Promise<void> {
        await this.network.addChannel(OTHER_CHANNEL);
        const definition = { name, collections: SCENARIO_COLLECTIONS };
        const installed = await install(this.network, definition);
        this.#servers.push(await serve(this.network, chaincode, installed));
        await define(this.network, definition, installed);
        await define(this.network, { ...definition, channel: OTHER_CHANNEL }, installed);
    }

    /** Those that a chaincode refuses leave nothing to submit. */
    async #endorse(round: number): Promise<Transaction[]> {
        const calls = callsOfRound(round);
        const endorsed = await Promise.allSettled(calls.map((call) => this.#endorseOne(call)));
        const now: Transaction[] = [];
        for (const [index, result] of endorsed.entries()) {
            if (result.status === 'rejected') continue;
            const { late = 0 } = calls[index] ?? {};
            if (late === 0) now.push(result.value);
            else this.#late.set(round + late, [...(this.#late.get(round + late) ?? []), result.value]);
        }
        return now;
    }

    async #endorseOne({ chaincode, args, transient }: HistoryCall): Promise<Transaction> {
        const [name = '', ...rest] = args;
        const contract: Contract = this.#gateway.getNetwork(CHANNEL).getContract(chaincode);
        const proposal = contract.newProposal(name, {
            arguments: rest,
            ...(transient !== undefined && { transientData: transient }),
        });
        return await proposal.endorse();
    }

    /** Resolves when the last one is in a block, and so all of them are. */
    async #submit(transactions: readonly Transaction[]): Promise<void> {
        let last: Awaited<ReturnType<Transaction['submit']>> | undefined;
        for (const transaction of transactions) last = await transaction.submit();
        await last?.getStatus();
    }
}
