import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client, credentials } from '@grpc/grpc-js';
import { bytes, message } from '@heddle/protocol/codec';
import {
    connect,
    EndorseError,
    GatewayError,
    signers,
    StatusCode,
    type Gateway,
    type Proposal,
    type SubmittedTransaction,
    type Transaction,
} from '@hyperledger/fabric-gateway';
import {
    SCENARIO_CHAINCODE,
    type Call,
    type ClientOrganisation,
    type HeardEvent,
    type Outcome,
    type Target,
} from '../scenarios/target';
import { readWriteSetOf } from '../scenarios/read-write-set';
import { CHANNEL, type FabricNetwork } from './fabric-network';
import type { PeerCli } from './peer-cli';

/** How long whatever a test asks for may take. */
const DEADLINE_MS = 60_000;

/** What the client's bytes of a transaction are (fabric-protos, gateway/gateway.proto). */
const preparedTransaction = message({ envelope: bytes(2) });

type Endorsed = { readonly transaction: Transaction } | { readonly failed: Outcome };

/** A network behind the official gateway client, with a client of each organisation. */
export class GatewayTarget implements Target {
    readonly takesBatches: boolean;
    readonly takesSelectors: boolean;
    readonly #cli: PeerCli;
    readonly #client: Client;
    readonly #gateways: Readonly<Record<ClientOrganisation, Gateway>>;

    constructor(network: FabricNetwork) {
        this.takesBatches = network.binaries.line !== '2.5';
        this.takesSelectors = network.usesCouchDb;
        this.#cli = network.cli;
        const rootCertificate = readFileSync(network.folder.peerCa);
        this.#client = new Client(network.peerAddress, credentials.createSsl(rootCertificate), {
            'grpc.max_receive_message_length': -1,
            'grpc.max_send_message_length': -1,
            // Its certificate has both; Node warns of names that are addresses.
            'grpc.ssl_target_name_override': 'localhost',
        });
        this.#gateways = { Org1: this.#connect(network, 'Org1'), Org2: this.#connect(network, 'Org2') };
    }

    async evaluate(call: Call): Promise<Outcome> {
        const proposal = this.#proposal(call);
        try {
            const payload = Buffer.from(await proposal.evaluate());
            return { ...outcomeOf(proposal), payload };
        } catch (error) {
            return failed(proposal, error);
        }
    }

    async submit(call: Call): Promise<Outcome> {
        const [outcome] = await this.submitTogether([call]);
        if (outcome === undefined) throw new Error('a call has no outcome');
        return outcome;
    }

    /** By the peer command: the gateway cannot call init. */
    async init(chaincode: string, args: readonly string[]): Promise<string> {
        try {
            await this.#cli.init(chaincode, args);
            return '';
        } catch (error) {
            return error instanceof Error ? error.message : String(error);
        }
    }

    async submitTogether(calls: readonly Call[]): Promise<Outcome[]> {
        const endorsed: Endorsed[] = [];
        for (const call of calls) endorsed.push(await endorse(this.#proposal(call)));
        const ordered: Promise<Outcome>[] = [];
        // The orderer takes them in this order; that they are committed is waited for together.
        for (const one of endorsed) {
            ordered.push(
                'failed' in one
                    ? Promise.resolve(one.failed)
                    : committed(one.transaction, await one.transaction.submit()),
            );
        }
        return Promise.all(ordered);
    }

    async listen(chaincode: string): Promise<AsyncIterable<HeardEvent> & { close(): void }> {
        const events = await this.#gateways.Org1.getNetwork(CHANNEL).getChaincodeEvents(chaincode);
        return {
            close: () => {
                events.close();
            },
            async *[Symbol.asyncIterator]() {
                for await (const { eventName, payload, transactionId } of events) {
                    yield { txId: transactionId, name: eventName, payload: Buffer.from(payload).toString() };
                }
            },
        };
    }

    close(): void {
        for (const gateway of Object.values(this.#gateways)) gateway.close();
        this.#client.close();
    }

    [Symbol.dispose](): void {
        this.close();
    }

    #connect(network: FabricNetwork, organisation: ClientOrganisation): Gateway {
        const { mspId, certificate, key } = network.folder.user(organisation, 'User1');
        const deadline = (): { deadline: number } => ({ deadline: Date.now() + DEADLINE_MS });
        return connect({
            client: this.#client,
            identity: { mspId, credentials: Buffer.from(certificate) },
            signer: signers.newPrivateKeySigner(createPrivateKey(key)),
            evaluateOptions: deadline,
            endorseOptions: deadline,
            submitOptions: deadline,
            commitStatusOptions: deadline,
        });
    }

    #proposal(call: Call): Proposal {
        const { chaincode = SCENARIO_CHAINCODE, args, transient = {}, client = 'Org1', channel = CHANNEL } = call;
        const [name = '', ...rest] = args;
        const contract = this.#gateways[client].getNetwork(channel).getContract(chaincode);
        return contract.newProposal(Buffer.from(name).toString(), { arguments: rest, transientData: transient });
    }
}

async function endorse(proposal: Proposal): Promise<Endorsed> {
    try {
        return { transaction: await proposal.endorse() };
    } catch (error) {
        return { failed: failed(proposal, error) };
    }
}

async function committed(transaction: Transaction, commit: SubmittedTransaction): Promise<Outcome> {
    const payload = Buffer.from(transaction.getResult());
    const { code } = await commit.getStatus();
    return {
        txId: transaction.getTransactionId(),
        status: 200,
        message: '',
        payload,
        validation: Object.entries(StatusCode).find(([, value]) => value === code)?.[0],
        readWriteSet: readWriteSetOf(preparedTransaction.decode(transaction.getBytes()).envelope),
    };
}

function outcomeOf(proposal: Proposal): Outcome {
    const payload = Buffer.alloc(0);
    return { txId: proposal.getTransactionId(), status: 200, message: '', payload, validation: undefined };
}

/** @throws what is no answer of the peer's */
function failed(proposal: Proposal, error: unknown): Outcome {
    if (!(error instanceof GatewayError) && !(error instanceof EndorseError)) throw error;
    const text = error.details[0]?.message ?? error.message;
    const [, status = '500', message = text] = /^chaincode response (\d+), ([^]*)$/.exec(text) ?? [];
    return { ...outcomeOf(proposal), status: Number(status), message };
}
