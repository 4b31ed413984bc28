import type { ObservedIdentity, ObservedProposal } from '@heddle/local-peer';
import type { CallAnswer, CallRequest, Metadata } from '@heddle/studio';
import type { Network } from '@hyperledger/fabric-gateway';
import { wordsOf } from '../client/explain-failure';
import { CallsOnce } from '../studio/calls-once';
import { badRequest, notFound, Refusal } from '../studio/http/refusal';
import type { Known } from '../studio/recorded-of';
import { transactionView } from '../studio/view/transaction-view';

const OK = 200;

export interface EvaluationsOptions extends Known {
    readonly network: Network;
    /** In whose name the peer is asked. */
    readonly caller: ObservedIdentity;
    /** What a chaincode says of itself; undefined where it does not. */
    metadataOf(chaincode: string): Promise<Metadata | undefined>;
}

/**
 * Has the peer of somebody's network evaluate transactions that its contracts tag EVALUATE. What they are asked runs the
 * chaincode's code and is in no block; nothing is ever signed to be submitted.
 */
export class Evaluations {
    readonly #options: EvaluationsOptions;
    readonly #once = new CallsOnce();

    constructor(options: EvaluationsOptions) {
        this.#options = options;
    }

    /** @throws Refusal for what is no evaluation, or not tagged as one */
    async run(request: CallRequest): Promise<CallAnswer> {
        if (request.mode !== 'evaluate')
            throw badRequest('only evaluations are run here', 'send mode: evaluate; heddle invoke submits');
        await this.#checkTag(request);
        const { recorder, source } = this.#options;
        const id = await this.#once.run(request.callId, () => this.#evaluate(request));
        const recorded = recorder.find(id);
        if (recorded === undefined) throw notFound('it is not kept', 'evaluate it again');
        return { callId: request.callId, transaction: await transactionView(recorded, source) };
    }

    async #checkTag({ chaincode, function: name }: CallRequest): Promise<void> {
        const metadata = await this.#options.metadataOf(chaincode);
        if (metadata?.find(name)?.transaction.isEvaluated === true) return;
        throw new Refusal(
            403,
            'NOT_TAGGED',
            `the metadata of ${chaincode} does not tag ${JSON.stringify(name)} EVALUATE`,
            'heddle query evaluates any transaction',
        );
    }

    /** @returns the transaction's id, whatever came of it */
    async #evaluate({ chaincode, function: name, args, transient = {} }: CallRequest): Promise<string> {
        const { network, caller, recorder } = this.#options;
        const proposal = network
            .getContract(chaincode)
            .newProposal(name, { arguments: [...args], transientData: transient });
        const begin = new Date();
        const start = performance.now();
        const outcome = await proposal.evaluate().then(
            (payload) => ({ result: resultOf(payload), error: undefined }),
            (error: unknown) => ({ result: undefined, error: wordsOf(error) }),
        );
        recorder.proposal({
            purpose: 'evaluate',
            txId: proposal.getTransactionId(),
            channel: network.getName(),
            chaincode,
            creator: caller,
            isInit: false,
            args: [name, ...args].map((text) => Buffer.from(text)),
            transientKeys: Object.keys(transient),
            begin,
            milliseconds: performance.now() - start,
            height: undefined,
            peers: [],
            disagreement: undefined,
            demands: [],
            ...outcome,
        });
        return proposal.getTransactionId();
    }
}

/** Of an evaluation, the gateway passes on what it returned, and nothing of what it read. */
function resultOf(payload: Uint8Array): ObservedProposal['result'] {
    return {
        response: { status: OK, message: '', payload: Buffer.from(payload) },
        event: undefined,
        readWriteSet: [],
        endorsedBy: [],
        unchecked: undefined,
    };
}
