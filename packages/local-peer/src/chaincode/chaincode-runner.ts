import { type ChaincodeMessage, EMPTY, MessageType, response } from '@heddle/protocol';
import type { InvocationInput } from '../answers/answer';
import type { TransactionCall } from '../answers/transaction-context';
import type { ChaincodeDefinition } from '../definition/chaincode-definition';
import { errorText } from '../errors';
import type { ChaincodeResponse } from '../records/chaincode-response';
import { SYSTEM_VERSION, type SystemServices } from '../system/system-chaincode';
import { systemChaincodes } from '../system/system-chaincodes';
import type { ChaincodeLaunchers } from './chaincode-launchers';
import { PackageCalls } from './package-calls';

/** The key that tells for which version init was called (fabric, chaincode_support.go, InitializedKeyName). */
const INITIALIZED_KEY = '\u0000\u{10ffff}initialized';

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
        const packageId = await this.#checkInvocation(call, chaincode, input);
        const session = await this.#launchers.launch(call.simulator.mspId, packageId);
        try {
            return await session.execute({ call, chaincode, input });
        } catch (error) {
            throw new Error(`error sending: ${errorText(error)}`, { cause: error });
        }
    }

    async #checkInvocation(call: TransactionCall, chaincode: string, input: InvocationInput): Promise<string> {
        try {
            call.simulator.readDefinition(chaincode);
            const definition = this.#definitionToRun(call.channelId, chaincode);
            await checkInitialized(call, definition, input.isInit ?? false);
            return definition.packageId;
        } catch (error) {
            throw new Error(`invalid invocation: ${errorText(error)}`, { cause: error });
        }
    }

    #definitionToRun(channelId: string, chaincode: string): ChaincodeDefinition {
        try {
            return this.#definition(channelId, chaincode);
        } catch (error) {
            const text = `[channel ${channelId}] failed to get chaincode container info for ${chaincode}`;
            throw new Error(`${text}: ${errorText(error)}`, { cause: error });
        }
    }
}

/** Init exactly once for each version, where the definition says so (fabric, CheckInvocation). */
async function checkInitialized(
    { simulator }: TransactionCall,
    { name, version, initRequired }: ChaincodeDefinition,
    isInit: boolean,
): Promise<void> {
    if (!initRequired) {
        if (isInit) throw new Error(`chaincode '${name}' does not require initialization but called as init`);
        return;
    }
    const initialized = await simulator.state(name, INITIALIZED_KEY);
    const isInitialized = initialized.toString() === version;
    if (isInit && isInitialized) throw new Error(`chaincode '${name}' is already initialized but called as init`);
    if (isInit) simulator.setState(name, INITIALIZED_KEY, Buffer.from(version));
    else if (!isInitialized) {
        throw new Error(`chaincode '${name}' has not been initialized for this version, must call as init first`);
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
