import { createRequire } from 'node:module';
import type { GatewayAddress, ListenOptions } from './gateway/gateway-address';
import type * as gatewayServer from './gateway-server';
import type { LedgerMarks } from './ledger-marks';
import type { ResolvedLocalPeerOptions } from './local-peer-options';
import { OpenResources } from './open-resources';
import type { PeerNetwork } from './peer-network';

export interface PeerPortsOptions {
    readonly network: PeerNetwork;
    readonly marks: LedgerMarks;
    readonly options: ResolvedLocalPeerOptions;
}

/** The ports on which the organizations' peers listen. */
export class PeerPorts {
    readonly #network: PeerNetwork;
    readonly #marks: LedgerMarks;
    readonly #options: ResolvedLocalPeerOptions;
    readonly #listening = new OpenResources();
    /** By organization. */
    readonly #addresses = new Map<string, string>();

    constructor({ network, marks, options }: PeerPortsOptions) {
        this.#network = network;
        this.#marks = marks;
        this.#options = options;
    }

    /** @throws LocalPeerError LISTEN_FAILED, OPTION_INVALID */
    async listen(options: ListenOptions): Promise<GatewayAddress> {
        const context = this.#contextOf(options.organization ?? this.#options.organization.mspId);
        const address = this.#listening.keep(await loadGatewayServer().listen(context, options));
        this.#addresses.set(address.organization, address.address);
        return address;
    }

    /** Closes the ports, and ends the calls on them. */
    close(): Promise<void> {
        return this.#listening.close();
    }

    /** What the services on an organization's ports have of it. @throws LocalPeerError OPTION_INVALID */
    #contextOf(organization: string): gatewayServer.ServedPeer {
        return {
            plan: this.#network.plan(organization),
            addressOf: (mspId) => this.#addresses.get(mspId),
            membership: this.#network.membership,
            logger: this.#options.logger,
            clock: this.#options.clock,
            channel: (id) => this.#network.channels.get(id),
            marks: this.#marks,
        };
    }
}

/** With grpc-js, which takes as long to load as all the rest: loaded only to listen. */
function loadGatewayServer(): typeof gatewayServer {
    return createRequire(__filename)('./gateway-server') as typeof gatewayServer;
}
