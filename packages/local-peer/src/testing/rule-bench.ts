import { MessageType, requests } from '@heddle/protocol';
import type { InstallOptions } from '../channel/install-options';
import type { SubmitResult } from '../endorse/transaction-request';
import { LocalPeer } from '../local-peer';
import type { LocalPeerOptions } from '../local-peer-options';
import { type Script, ScriptedChaincode, type ScriptedFunction } from './scripted-chaincode';

/** A peer with a chaincode `basic`, whose function `run` is what a test wants it to be. */
export class RuleBench implements AsyncDisposable {
    /** How many keys `fill` commits. */
    static readonly FILLED = 250;
    #peer: LocalPeer;
    /** Another script is another package: a package that has a session keeps it. */
    #packages = 0;

    private constructor(peer: LocalPeer) {
        this.#peer = peer;
    }

    /** With the channels `mychannel` and `other`. */
    static async start(options: LocalPeerOptions = {}): Promise<RuleBench> {
        return new RuleBench(await LocalPeer.start({ channels: ['mychannel', 'other'], ...options }));
    }

    /** Begins anew, with other options. */
    async restart(options: LocalPeerOptions): Promise<void> {
        await this.#peer.close();
        this.#peer = await LocalPeer.start(options);
    }

    get peer(): LocalPeer {
        return this.#peer;
    }

    install(
        run: ScriptedFunction,
        options: {
            readonly name?: string;
            readonly channel?: string;
            readonly script?: Script;
            readonly collections?: InstallOptions['collections'];
        } = {},
    ): void {
        const { name = 'basic', channel, script, collections = [] } = options;
        const chaincode = new ScriptedChaincode(`${name}:${++this.#packages}`, { run, ...script });
        const target = channel === undefined ? {} : { channel };
        this.#peer.install({
            name,
            packageId: chaincode.packageId,
            connect: chaincode.connect,
            collections,
            ...target,
        });
    }

    /** Submits `run`. */
    submit(...args: string[]): Promise<SubmitResult> {
        return this.submitFunction('run', ...args);
    }

    submitFunction(name: string, ...args: string[]): Promise<SubmitResult> {
        return this.#peer.submit({ chaincode: 'basic', function: name, args });
    }

    /** What `run` gives, which is JSON. */
    async json(...args: string[]): Promise<unknown> {
        return JSON.parse((await this.submit(...args)).payload.toString());
    }

    /** The message of a failing transaction, with TX for its id. */
    async refusal(run: ScriptedFunction): Promise<string> {
        this.install(run);
        const { commit, message, txId } = await this.submit();
        if (commit !== undefined) throw new Error('the transaction was not refused');
        return message.replaceAll(txId, 'TX');
    }

    /** Commits k000 to k249, each with its number as its value. */
    async fill(): Promise<void> {
        const records = Array.from({ length: RuleBench.FILLED }, (_, index) => ({
            type: MessageType.PUT_STATE,
            key: filledKey(index),
            value: Buffer.from(String(index)),
        }));
        this.install(async ({ ask }) => {
            await ask(requests.writeBatchState, { records });
        });
        await this.submit();
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.#peer.close();
    }
}

export function filledKey(index: number): string {
    return `k${String(index).padStart(3, '0')}`;
}
