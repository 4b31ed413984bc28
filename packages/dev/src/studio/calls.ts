import { createHash, randomBytes } from 'node:crypto';
import {
    createSigningIdentity,
    type EndorsedTransaction,
    type LocalPeer,
    LocalPeerError,
    type SigningIdentity,
    type TransactionRequest,
} from '@heddle/local-peer';
import type { CallAnswer, CallRequest, HeldCall } from '@heddle/studio';
import { reasonOf } from 'heddle/command';
import { placeOf, userFiles } from '../dev/identities/kept-users';
import { readKeyPair } from '../dev/identities/key-pair-files';
import { CallsOnce } from './calls-once';
import { HeldCalls } from './held-calls';
import { badRequest, Refusal } from './http/refusal';
import type { Recorder } from './record/recorder';
import { committedOf } from './recorded-of';
import type { LedgerSource } from './view/ledger-source';
import { callOf } from './view/summary';
import { transactionView } from './view/transaction-view';

const NONCE_BYTES = 24;

export interface CallsOptions {
    readonly peer: LocalPeer;
    readonly recorder: Recorder;
    readonly source: LedgerSource;
    /** Of the users' certificates and keys, in cryptogen's layout. */
    readonly cryptoFolder: string;
}

/** Runs what somebody calls on the page, once each, as one of the network's users. */
export class Calls {
    readonly #options: CallsOptions;
    readonly #held = new HeldCalls();
    readonly #once = new CallsOnce();

    constructor(options: CallsOptions) {
        this.#options = options;
    }

    /** @throws Refusal */
    async run(request: CallRequest): Promise<CallAnswer> {
        const { recorder, source } = this.#options;
        const id = await this.#once.run(request.callId, () => this.#send(request));
        // Asked for each time: a thousand answers may be too much to keep.
        const recorded = recorder.find(id) ?? (await committedOf(id, source));
        if (recorded === undefined) throw badRequest('the peer has refused it', 'look at the terminal');
        return { callId: request.callId, transaction: await transactionView(recorded, source) };
    }

    get held(): HeldCall[] {
        return this.#held.all;
    }

    /** Commits held transactions in one block. @returns what the block says of each. @throws Refusal */
    async commit(ids: readonly string[]): Promise<readonly { readonly id: string; readonly code: string }[]> {
        const statuses = await this.#options.peer.commit(...this.#held.take(ids));
        return statuses.map(({ status }, index) => ({ id: ids[index] ?? '', code: status }));
    }

    forget(id: string): void {
        this.#held.forget(id);
    }

    /** @returns the transaction's id, whatever became of it */
    async #send(request: CallRequest): Promise<string> {
        const call = this.#requestOf(request);
        const txId = createHash('sha256').update(call.nonce).update(call.identity.creator).digest('hex');
        try {
            await this.#sendAs(request, call, txId);
        } catch (error) {
            // Of a proposal that the peer has refused, the recorder was told before this is.
            const isRefused = LocalPeerError.is(error) && this.#options.recorder.find(txId) !== undefined;
            if (!isRefused) throw error instanceof Refusal ? error : badRequest(reasonOf(error), 'correct the call');
        }
        return txId;
    }

    async #sendAs(request: CallRequest, call: TransactionRequest, txId: string): Promise<void> {
        const { peer, recorder } = this.#options;
        if (request.mode === 'evaluate') {
            await peer.evaluate(call);
            return;
        }
        if (request.mode === 'submit') {
            await peer.submit(call);
            return;
        }
        if (request.mode === 'hold') this.#held.checkCount();
        const endorsed = await recorder.asTried(txId, () => peer.endorse(call));
        if (request.mode === 'hold' && endorsed.envelope !== undefined) this.#hold(endorsed, request);
    }

    #requestOf(request: CallRequest): TransactionRequest & Required<Pick<TransactionRequest, 'identity' | 'nonce'>> {
        const { chaincode, function: name, args, transient, endorsers } = request;
        return {
            chaincode,
            function: name,
            args,
            identity: this.#identityOf(request),
            nonce: randomBytes(NONCE_BYTES),
            ...(transient !== undefined && { transient }),
            ...(endorsers !== undefined && { endorsingOrganizations: endorsers }),
        };
    }

    #hold(endorsed: EndorsedTransaction, { function: name, args, identity }: CallRequest): void {
        const shown = callOf([name, ...args].map((text) => Buffer.from(text)));
        this.#held.add(endorsed, { id: endorsed.txId, call: `${shown.name}(${shown.args})`, by: identity });
    }

    /** @throws Refusal for a user that there is not */
    #identityOf({ identity: { mspId, user } }: CallRequest): SigningIdentity {
        const { cryptoFolder, peer } = this.#options;
        // Both are parts of a path.
        const isKnown = peer.organizations.some((one) => one.mspId === mspId) && /^[\w.-]+$/.test(user);
        const pair = isKnown ? readKeyPair(userFiles(placeOf(cryptoFolder, mspId), user)) : undefined;
        if (pair === undefined)
            throw badRequest(`there is no user ${user} of ${mspId}`, 'choose one that Identities lists');
        return createSigningIdentity({ mspId, ...pair });
    }
}
