import { type ChaincodeMessage, EMPTY, MessageType, response } from '@heddle/protocol';
import type { InvocationInput } from '../answers/answer';
import type { TransactionCall } from '../answers/transaction-context';
import type { ChaincodeDefinition } from '../definition/chaincode-definition';
import { errorText } from '../errors';
import type { ChaincodeResponse } from '../records/chaincode-response';
import { SYSTEM_VERSION, type SystemServices } from '../system/system-chaincode';
import { systemChaincodes } from '../system/system-chaincodes';
import type { ChaincodeLaunchers } from './chaincode-launchers';
import { checkInvocation } from './invocation-check';
import { PackageCalls } from './package-calls';

/** Calls chaincodes by name: finds their definition, their session, and whether init has to come first. */
export class ChaincodeRunner {
    readonly #launchers: Pick<ChaincodeLaunchers, 'launch'>;
    readonly #services: SystemServices;
    readonly #calls = new PackageCalls();

    constructor(launchers: Pick<ChaincodeLaunchers, 'launch'>, services: SystemServices) {
        this.#launchers = launchers;
        this.#services = services;
    }

    /**
     * Runs a transaction of a chaincode.
     * @returns its COMPLETED or ERROR
     * @throws Error in the peer's words where it cannot be run, or does not come to an end
     */
    async invoke(call: TransactionCall, chaincode: string, input: InvocationInput): Promise<ChaincodeMessage> {
        const system = systemChaincodes.get(chaincode);
        if (system !== undefined) return completed(call, await system(call, input.args.map(asBuffer), this.#services));
        const packageId = this.#services.channels.get(call.channelId)?.chaincodes.get(chaincode)?.packageId ?? '';
        return this.#calls.run(packageId, () => this.#run(call, chaincode, input));
    }

    /** Waits for the calls that have found this package to be the one to run. */
    callsEnded(packageId: string): Promise<void> {
        return this.#calls.ended(packageId);
    }

    /** @throws Error in the peer's words where no chaincode has this name */
    versionOf(channelId: string, chaincode: string): string {
        return systemChaincodes.has(chaincode) ? SYSTEM_VERSION : this.#definition(channelId, chaincode).version;
    }

    #definition(channelId: string, chaincode: string): ChaincodeDefinition {
        const definition = this.#services.channels.get(channelId)?.chaincodes.get(chaincode);
        if (definition === undefined) throw new Error(`chaincode ${chaincode} not found`);
        return definition;
    }

    async #run(call: TransactionCall, chaincode: string, input: InvocationInput): Promise<ChaincodeMessage> {
        const invocation = { chaincode, isInit: input.isInit ?? false };
        const { packageId } = await checkInvocation(call, invocation, () =>
            this.#definition(call.channelId, chaincode),
        );
        const session = await this.#launchers.launch(call.simulator.mspId, packageId);
        try {
            return await session.execute({ call, chaincode, input });
        } catch (error) {
            throw new Error(`error sending: ${errorText(error)}`, { cause: error });
        }
    }
}

/** As a chaincode in a process of its own would have sent it. */
function completed({ txId, channelId }: TransactionCall, outcome: ChaincodeResponse): ChaincodeMessage {
    const message = { type: MessageType.COMPLETED, payload: response.encode(outcome), txId, channelId };
    return { ...message, timestamp: undefined, proposal: EMPTY, event: EMPTY };
}

function asBuffer(bytes: Uint8Array): Buffer {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
