import { performance } from 'node:perf_hooks';
import { NetworkClients, type Work } from './network-clients';
import { NetworkProcess, type NetworkProcessOptions } from './network-process';

/** What clients had of a network in one round. */
export interface Round {
    /** Calls. */
    readonly aSecond: number;
    /** Calls; Infinity where no block was cut. */
    readonly aBlock: number;
    /** Of the network's process, for each call. */
    readonly cpuMs: number;
    /** Of the clients' process, for each call. */
    readonly clientCpuMs: number;
}

/** A network and its clients. */
export class MeasuredNetwork {
    readonly #network: NetworkProcess;
    readonly #clients: NetworkClients;

    private constructor(network: NetworkProcess, clients: NetworkClients) {
        this.#network = network;
        this.#clients = clients;
    }

    static async start(options: NetworkProcessOptions): Promise<MeasuredNetwork> {
        const network = await NetworkProcess.start(options);
        return new MeasuredNetwork(network, await NetworkClients.connect(network.served));
    }

    /** One round. */
    async measure(work: Work, options: { readonly clients: number; readonly milliseconds: number }): Promise<Round> {
        const before = await this.#figures();
        const calls = await this.#clients.call(work, options);
        const after = await this.#figures();
        return {
            aSecond: (calls / (after.time - before.time)) * 1000,
            aBlock: calls / (after.blocks - before.blocks),
            cpuMs: (after.cpu - before.cpu) / calls,
            clientCpuMs: (after.clientCpu - before.clientCpu) / calls,
        };
    }

    async close(): Promise<void> {
        this.#clients.close();
        await this.#network.close();
    }

    async #figures(): Promise<{ blocks: number; time: number; cpu: number; clientCpu: number }> {
        const blocks = await this.#network.blocks();
        const { user, system } = process.cpuUsage();
        return {
            blocks,
            time: performance.now(),
            cpu: (this.#network.cpuSeconds ?? NaN) * 1000,
            clientCpu: (user + system) / 1000,
        };
    }
}
