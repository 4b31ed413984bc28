import {
    LocalPeerError,
    type EndorsedTransaction,
    type LocalPeer,
    type SigningIdentity,
    type TransactionRequest,
    type TransactionResult,
} from '@heddle/local-peer';
import { readWriteSetOf } from '../scenarios/read-write-set';
import {
    SCENARIO_CHAINCODE,
    type Call,
    type ClientOrganisation,
    type HeardEvent,
    type Outcome,
    type Target,
    type TargetTraits,
} from '../scenarios/target';

type Endorsed = { readonly endorsed: EndorsedTransaction } | { readonly failed: Outcome };

const PEER_ERROR = 500;
const LEAST_SUCCESS = 200;
/** From here on a response is a failure. */
const ERROR_THRESHOLD = 400;

/**
 * A local peer, asked directly. Between real peers and their clients there is a gateway; what it adds is added here: of
 * a failure it passes on status and message only, a success has the status 200, and it looks for peers before it asks
 * one, in words of its own.
 */
export class LocalPeerTarget implements Target {
    readonly takesBatches: boolean;
    readonly takesSelectors: boolean;
    readonly #peer: LocalPeer;
    readonly #clients: Readonly<Record<ClientOrganisation, SigningIdentity>>;

    constructor(peer: LocalPeer, traits: TargetTraits, clients: Readonly<Record<ClientOrganisation, SigningIdentity>>) {
        this.takesBatches = traits.takesBatches;
        this.takesSelectors = traits.takesSelectors;
        this.#peer = peer;
        this.#clients = clients;
    }

    async evaluate(call: Call): Promise<Outcome> {
        const { chaincode = SCENARIO_CHAINCODE } = call;
        const result = await this.#peer.evaluate(this.#requestOf(call));
        return isMissing(result, chaincode)
            ? gatewayError(result.txId, `no peers available to evaluate chaincode ${chaincode} in channel mychannel`)
            : outcomeOf(result);
    }

    async submit(call: Call): Promise<Outcome> {
        const [outcome] = await this.submitTogether([call]);
        if (outcome === undefined) throw new Error('a call has no outcome');
        return outcome;
    }

    async init(chaincode: string, args: readonly string[]): Promise<string> {
        const { message } = await this.#peer.submit({ chaincode, args, isInit: true });
        return message;
    }

    async submitTogether(calls: readonly Call[]): Promise<Outcome[]> {
        const endorsed: Endorsed[] = [];
        for (const call of calls) endorsed.push(await this.#endorse(call));
        const transactions = endorsed.flatMap((one) => ('endorsed' in one ? [one.endorsed] : []));
        const commits = new Map((await this.#peer.commit(...transactions)).map((one) => [one.txId, one.status]));
        return endorsed.map((one) =>
            'failed' in one ? one.failed : committed(one.endorsed, commits.get(one.endorsed.txId)),
        );
    }

    async listen(chaincode: string): Promise<AsyncIterable<HeardEvent> & { close(): void }> {
        const events = await this.#peer.events({ chaincode });
        return {
            close: () => {
                void events.close(); // what keeps it open ends with the peer at the latest
            },
            async *[Symbol.asyncIterator]() {
                for await (const { txId, name, payload } of events) yield { txId, name, payload: payload.toString() };
            },
        };
    }

    async #endorse(call: Call): Promise<Endorsed> {
        const { chaincode = SCENARIO_CHAINCODE } = call;
        try {
            const endorsed = await this.#peer.endorse(this.#requestOf(call));
            if (isMissing(endorsed, chaincode)) {
                const text = `No metadata was found for chaincode ${chaincode} in channel mychannel`;
                return { failed: noPeers(endorsed.txId, text) };
            }
            return isFailed(endorsed) ? { failed: outcomeOf(endorsed) } : { endorsed };
        } catch (error) {
            const [, txId = '', text] = /^transaction (\w+): (no peer combination [^;]*)/.exec(textOf(error)) ?? [];
            if (text === undefined) throw error;
            return { failed: noPeers(txId, text) };
        }
    }

    #requestOf(call: Call): TransactionRequest {
        const { chaincode = SCENARIO_CHAINCODE, args, transient = {}, client = 'Org1', channel = 'mychannel' } = call;
        return { chaincode, args, transient, identity: this.#clients[client], channel };
    }
}

function committed(endorsed: EndorsedTransaction, validation: string | undefined): Outcome {
    const { envelope } = endorsed;
    const readWriteSet = envelope === undefined ? undefined : readWriteSetOf(envelope);
    return { ...outcomeOf(endorsed), validation, readWriteSet };
}

function outcomeOf(result: TransactionResult): Outcome {
    const { txId, status, message, payload } = result;
    return isFailed(result)
        ? { txId, status, message, payload: Buffer.alloc(0), validation: undefined }
        : { txId, status: 200, message: '', payload, validation: undefined };
}

/** A peer endorses what has a status below 200, and its gateway refuses it. */
function isFailed({ status }: TransactionResult): boolean {
    return status < LEAST_SUCCESS || status >= ERROR_THRESHOLD;
}

/** Whether the peer says what a gateway finds out before it asks a peer. */
function isMissing({ status, message }: TransactionResult, chaincode: string): boolean {
    return (
        status === PEER_ERROR &&
        message.startsWith(`make sure the chaincode ${chaincode} has been successfully defined`)
    );
}

function noPeers(txId: string, text: string): Outcome {
    const why = 'no combination of peers can be derived which satisfy the endorsement policy';
    return gatewayError(txId, `${why}: ${text}`);
}

function gatewayError(txId: string, text: string): Outcome {
    const message = `9 FAILED_PRECONDITION: ${text}`;
    return { txId, status: PEER_ERROR, message, payload: Buffer.alloc(0), validation: undefined };
}

function textOf(error: unknown): string {
    return LocalPeerError.is(error) && error.code === 'NOT_ENDORSED' ? error.message : '';
}
