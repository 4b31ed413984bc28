import type { TransactionCall } from '../answers/transaction-context';
import type { ChaincodeDefinition } from '../definition/chaincode-definition';
import { errorText } from '../errors';

/** The key that tells for which version init was called (fabric, chaincode_support.go, InitializedKeyName). */
const INITIALIZED_KEY = '\u0000\u{10ffff}initialized';

/** What is called, and how. */
export interface Invocation {
    readonly chaincode: string;
    readonly isInit: boolean;
}

/** What is to be known of a chaincode before it is called. */
export type CalledDefinition = Pick<ChaincodeDefinition, 'name' | 'version' | 'initRequired'>;

/**
 * Looks a chaincode's definition up, and whether it may be called like this now.
 * @param definitionOf throws where no chaincode has the name
 * @throws Error in the peer's words
 */
export async function checkInvocation<D extends CalledDefinition>(
    call: TransactionCall,
    { chaincode, isInit }: Invocation,
    definitionOf: () => D,
): Promise<D> {
    try {
        call.simulator.readDefinition(chaincode);
        const definition = definitionToRun(call.channelId, chaincode, definitionOf);
        await checkInitialized(call, definition, isInit);
        return definition;
    } catch (error) {
        throw new Error(`invalid invocation: ${errorText(error)}`, { cause: error });
    }
}

function definitionToRun<D>(channelId: string, chaincode: string, definitionOf: () => D): D {
    try {
        return definitionOf();
    } catch (error) {
        const text = `[channel ${channelId}] failed to get chaincode container info for ${chaincode}`;
        throw new Error(`${text}: ${errorText(error)}`, { cause: error });
    }
}

/** Init exactly once for each version, where the definition says so (fabric, CheckInvocation). */
async function checkInitialized(
    { simulator }: TransactionCall,
    { name, version, initRequired }: CalledDefinition,
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
